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

#include "data/derived.h"
#include "lib/util.h"
#include "print/table.h"
#include "vmalockstat/units.h"

/* Rows after which the heading is repeated. */
#define HEADING_EVERY	20

#define CELL_SIZE	VLS_UNIT_SIZE

#define NEEDS_REASON	(VLS_NEED(DO_SWAP_PAGE) | VLS_NEED(FOLIO_LOCK_OR_RETRY))

struct cell {
	const struct sample *s;
	enum table_kind kind;
	u64 at_ns;
	char text[CELL_SIZE];
};

static const struct vls_cells *cells(const struct cell *c)
{
	return &c->s->snap.cells;
}

static bool available(const struct cell *c, u32 needs)
{
	return vls_available(&c->s->snap.head, needs);
}

/* What is not available, and the share or the mean of nothing. */
static void none(struct cell *c)
{
	snprintf(c->text, CELL_SIZE, "-");
}

/* A number of events, or how many of them per second. */
static void events(struct cell *c, u32 needs, u64 n)
{
	double rate = (double)n * NSEC_PER_SEC / (c->s->ns ? c->s->ns : 1);

	if (!available(c, needs))
		none(c);
	else if (c->kind == TABLE_TOTALS)
		snprintf(c->text, CELL_SIZE, "%llu", n);
	else
		snprintf(c->text, CELL_SIZE, "%.*f", rate < 99.95 ? 1 : 0, rate);
}

static void share(struct cell *c, u32 needs, u64 n, u64 of)
{
	char buf[VLS_UNIT_SIZE];

	if (available(c, needs))
		snprintf(c->text, CELL_SIZE, "%s", vls_percent(buf, n, of));
	else
		none(c);
}

/* In microseconds on each row, so that they can be compared. */
static void mean(struct cell *c, u32 needs, const struct vls_histogram *h)
{
	u64 ns = derived_mean(h);

	if (!sample_has_time(c->s, needs) || !vls_histogram_count(h))
		none(c);
	else
		snprintf(c->text, CELL_SIZE, "%.*f", ns < 999950 ? 1 : 0, ns / 1000.0);
}

static enum vls_lock first_lock(const struct cell *c)
{
	return vls_first_lock(&c->s->snap.head);
}

static u64 served(const struct cell *c)
{
	return lib_add(derived_faults(c->s, VLS_LOCK_VMA, false),
		       derived_faults(c->s, VLS_LOCK_MMAP, false));
}

static u64 retried(const struct cell *c)
{
	return derived_faults(c->s, first_lock(c), true);
}

static u64 fallback(const struct cell *c)
{
	return cells(c)->fallback[VLS_FALLBACK_SWAP_RETRY];
}

static void cell_time(struct cell *c)
{
	snprintf(c->text, CELL_SIZE, "%.2f", (double)c->at_ns / NSEC_PER_SEC);
}

static void cell_served(struct cell *c)
{
	events(c, 0, served(c));
}

static void cell_vma(struct cell *c)
{
	share(c, 0, derived_faults(c->s, VLS_LOCK_VMA, false), served(c));
}

static void cell_retried(struct cell *c)
{
	events(c, 0, retried(c));
}

static void reason(struct cell *c, enum vls_reason why)
{
	share(c, NEEDS_REASON, cells(c)->retry[first_lock(c)][why], retried(c));
}

/* Nearly all others wait for a read by another. */
static void cell_own_read(struct cell *c)
{
	reason(c, VLS_REASON_OWN_READ);
}

static void cell_busy(struct cell *c)
{
	reason(c, VLS_REASON_BUSY);
}

static void cell_fallback(struct cell *c)
{
	events(c, VLS_NEED(LOCK_MM_AND_FIND_VMA), fallback(c));
}

static void cell_avoidable(struct cell *c)
{
	share(c, VLS_NEED(LOCK_MM_AND_FIND_VMA), cells(c)->fallback_swap_retry_avoidable,
	      fallback(c));
}

static void cell_hold(struct cell *c)
{
	mean(c, VLS_NEED(FOLIO_LOCK_OR_RETRY), &c->s->snap.times.hold[first_lock(c)]);
}

static void cell_stall(struct cell *c)
{
	share(c, VLS_NEEDS_HOLD, derived_stalled(c->s, first_lock(c)),
	      derived_held(c->s, first_lock(c)));
}

static void cell_wait(struct cell *c)
{
	mean(c, VLS_NEED(FOLIO_LOCK_OR_RETRY),
	     &c->s->snap.times.folio_wait[VLS_FOLIO_WAIT_DROPPED]);
}

/* A gauge has no rate. */
static void cell_in_flight(struct cell *c)
{
	snprintf(c->text, CELL_SIZE, "%llu", cells(c)->in_flight);
}

static void cell_missed(struct cell *c)
{
	events(c, 0, derived_missed(c->s));
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
	{ "retried",		"retry/s",	"retry",	8, cell_retried },
	{ NULL,			"own%",		"own%",		6, cell_own_read },
	{ NULL,			"busy%",	"busy%",	6, cell_busy },
	{ "to mmap_lock",	"fallb/s",	"fallb",	8, cell_fallback },
	{ NULL,			"avoid%",	"avoid%",	7, cell_avoidable },
	{ "lock held",		"hold_us",	"hold_us",	8, cell_hold },
	{ NULL,			"stall%",	"stall%",	7, cell_stall },
	{ "waited",		"wait_us",	"wait_us",	8, cell_wait },
	{ "missed",		"miss/s",	"miss",		7, cell_missed },
	/* The only one that 80 columns do not have room for. */
	{ "now",		"in_fl",	"in_fl",	6, cell_in_flight },
};

/* Only a report has the time. */
static const struct column *first_column(const struct table *t)
{
	return t->kind == TABLE_TIMES ? columns : columns + 1;
}

static const struct column *end_column(const struct table *t)
{
	const struct column *column = first_column(t);
	unsigned int width = 0;

	for (; column < columns + ARRAY_SIZE(columns); column++) {
		width += column->width;
		if (t->width && width > t->width && column > first_column(t))
			break;
	}
	return column;
}

/* " --- title ---", as wide as the columns of the group. */
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
	if (t->lines++ % HEADING_EVERY == 0)
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

unsigned int table_width(unsigned int otherwise)
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
