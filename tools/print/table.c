// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table: which columns there are, and what stands in them. Each cell is one
 * word, so that awk can have them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "facts.h"
#include "table.h"
#include "units.h"
#include "util.h"

/* The header comes again after so many lines. */
#define SCREENFUL	20

#define CELL_SIZE	UNIT_SIZE

struct cell {
	const struct sample *s;
	enum table_kind kind;
	u64 at_ns;
	char text[CELL_SIZE];
};

static void none(struct cell *c)
{
	snprintf(c->text, CELL_SIZE, "-");
}

/* A number of events, or how many of them a second. */
static void events(struct cell *c, struct value n)
{
	double rate = (double)n.n * NSEC_PER_SEC / (c->s->ns ? c->s->ns : 1);

	if (!n.known)
		none(c);
	else if (c->kind == TABLE_TOTALS)
		snprintf(c->text, CELL_SIZE, "%llu", n.n);
	else
		snprintf(c->text, CELL_SIZE, "%.*f", rate < 99.95 ? 1 : 0, rate);
}

static void share(struct cell *c, struct value n, struct value of)
{
	char buf[UNIT_SIZE];

	if (n.known && of.known)
		snprintf(c->text, CELL_SIZE, "%s", percent(buf, n.n, of.n));
	else
		none(c);
}

/* In microseconds, the same unit all the way down. */
static void mean(struct cell *c, const char *name)
{
	const struct timed *time = sample_time(c->s, name);
	u64 ns = time ? time_mean(time) : 0;

	if (!time || !time_count(time))
		none(c);
	else
		snprintf(c->text, CELL_SIZE, "%.*f", ns < 999950 ? 1 : 0, ns / 1000.0);
}

static struct value known(u64 n)
{
	return (struct value){ .known = true, .n = n };
}

static u64 served(const struct cell *c)
{
	return add(calls(c->s, VLS_LOCK_VMA, false), calls(c->s, VLS_LOCK_MMAP, false));
}

static struct value retried(const struct cell *c)
{
	return known(calls(c->s, user_lock(c->s), true));
}

static struct value fallback(const struct cell *c)
{
	return sample_counter(c->s, "fallback.%s",
			      vls_fallback_name(VLS_FALLBACK_SWAP_RETRY));
}

static void cell_time(struct cell *c)
{
	snprintf(c->text, CELL_SIZE, "%.2f", (double)c->at_ns / NSEC_PER_SEC);
}

static void cell_served(struct cell *c)
{
	events(c, known(served(c)));
}

static void cell_vma(struct cell *c)
{
	share(c, known(calls(c->s, VLS_LOCK_VMA, false)), known(served(c)));
}

static void cell_mmap(struct cell *c)
{
	share(c, known(calls(c->s, VLS_LOCK_MMAP, false)), known(served(c)));
}

static void cell_retried(struct cell *c)
{
	events(c, retried(c));
}

static void cell_folio(struct cell *c)
{
	share(c, sample_counter(c->s, "retry.%s.%s", vls_lock_name(user_lock(c->s)),
				vls_reason_name(VLS_REASON_FOLIO_LOCK)), retried(c));
}

static void cell_fallback(struct cell *c)
{
	events(c, fallback(c));
}

static void cell_avoidable(struct cell *c)
{
	share(c, sample_counter(c->s, "fallback.swap_retry_avoidable"), fallback(c));
}

static void cell_hold(struct cell *c)
{
	mean(c, vls_time_name(VLS_TIME_HOLD + user_lock(c->s)));
}

static void cell_wait(struct cell *c)
{
	mean(c, vls_time_name(VLS_TIME_FOLIO_WAIT_DROPPED));
}

/* A number of now: no rate. */
static void cell_in_flight(struct cell *c)
{
	struct value n = sample_counter(c->s, "in_flight");

	if (n.known)
		snprintf(c->text, CELL_SIZE, "%llu", n.n);
	else
		none(c);
}

static void cell_missed(struct cell *c)
{
	events(c, known(missed(c->s)));
}

static const struct column {
	const char *group;
	const char *heading;
	const char *total;
	int width;
	void (*cell)(struct cell *c);
} columns[] = {
	{ "",			"time_s",	NULL,		9, cell_time },
	{ "swap faults served",	"served/s",	"served",	9, cell_served },
	{ NULL,			"vma%",		"vma%",		6, cell_vma },
	{ NULL,			"mmap%",	"mmap%",	6, cell_mmap },
	{ "retried",		"retry/s",	"retry",	8, cell_retried },
	{ NULL,			"folio%",	"folio%",	7, cell_folio },
	{ "to mmap_lock",	"fallb/s",	"fallb",	8, cell_fallback },
	{ NULL,			"avoid%",	"avoid%",	7, cell_avoidable },
	{ "mean",		"hold_us",	"hold_us",	8, cell_hold },
	{ NULL,			"wait_us",	"wait_us",	8, cell_wait },
	{ "now",		"in_fl",	"in_fl",	6, cell_in_flight },
	{ "lost",		"miss/s",	"miss",		7, cell_missed },
};

/* The columns from the first on that are shown. */
static const struct column *first_column(const struct table *t)
{
	return t->kind == TABLE_TIMES ? columns : columns + 1;
}

static const struct column *end_column(const struct table *t)
{
	const struct column *column = first_column(t);
	unsigned int width = 0;

	for (; column < columns + NR(columns); column++) {
		width += column->width;
		if (t->width && width > t->width && column > first_column(t))
			break;
	}
	return column;
}

/* " --- title ---", so wide as the columns of the group together. */
static void print_group(const char *title, int width)
{
	int dashes = width - 1 - (int)strlen(title);

	putchar(' ');
	if (!*title || dashes < 0) {
		printf("%*s", width - 1, "");
		return;
	}
	printf("%.*s%s%.*s", dashes / 2, "--------------------", title,
	       dashes - dashes / 2, "--------------------");
}

static void print_header(const struct table *t)
{
	const struct column *end = end_column(t), *column = first_column(t);

	while (column < end) {
		const char *title = column->group;
		int width = 0;

		do {
			width += column++->width;
		} while (column < end && !column->group);
		print_group(title, width);
	}
	putchar('\n');
	for (column = first_column(t); column < end; column++)
		printf(" %*s", column->width - 1,
		       t->kind == TABLE_TOTALS ? column->total : column->heading);
	putchar('\n');
}

static void next_line(struct table *t)
{
	if (t->lines++ % SCREENFUL == 0)
		print_header(t);
}

void table_row(struct table *t, const struct sample *s, u64 at_ns)
{
	struct cell cell = { .s = s, .kind = t->kind, .at_ns = at_ns };
	const struct column *end = end_column(t), *column;

	next_line(t);
	for (column = first_column(t); column < end; column++) {
		column->cell(&cell);
		printf(" %*s", column->width - 1, cell.text);
	}
	putchar('\n');
}

void table_note(struct table *t, const char *note)
{
	next_line(t);
	puts(note);
}

unsigned int terminal_width(unsigned int otherwise)
{
	const char *columns_wanted = getenv("COLUMNS");
	struct winsize size;
	char *end;
	long n;

	if (columns_wanted && *columns_wanted) {
		n = strtol(columns_wanted, &end, 10);
		if (!*end && n > 0 && n < 10000)
			return n;
	}
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col)
		return size.ws_col;
	return otherwise;
}
