// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalockstat top [process|cgroup|swap] [INTERVAL [COUNT]]: who has the swap
 * faults, in each interval.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "breakdown.h"
#include "breakdown_names.h"
#include "breakdown_switch.h"
#include "commands.h"
#include "json.h"
#include "source.h"
#include "table.h"
#include "top_screen.h"
#include "units.h"
#include "util.h"

#define DEFAULT_INTERVAL	(3 * NSEC_PER_SEC)
/* Rows in a file, where no screen ends. */
#define FILE_ROWS		1000000
/* What stands above and below the rows. */
#define OTHER_LINES		6
#define NAME_WIDTH		24

static const char *const views[VLS_BREAKDOWN_NR] = {
	[VLS_BY_PROCESS]	= "process",
	[VLS_BY_CGROUP]		= "cgroup",
	[VLS_BY_SWAP]		= "swap",
};

static const char *const key_headings[VLS_BREAKDOWN_NR] = {
	[VLS_BY_PROCESS]	= "tgid",
	[VLS_BY_CGROUP]		= "cgroup",
	[VLS_BY_SWAP]		= "type",
};

struct top {
	enum vls_breakdown_id by;
	bool json;
	u64 step;
	unsigned long count;	/* 0: no end */
};

static void take_arguments(struct top *top, int argc, char **argv)
{
	int i;

	for (i = 0; argc && i < VLS_BREAKDOWN_NR; i++) {
		if (strcmp(argv[0], views[i]))
			continue;
		top->by = i;
		argc--;
		argv++;
		break;
	}
	if (argc && !isdigit((unsigned char)*argv[0]) && *argv[0] != '.')
		fail(EXIT_USAGE, "top knows process, cgroup and swap, not \"%s\"", argv[0]);
	if (argc > 2)
		fail(EXIT_USAGE, "too many arguments: an interval and a count");
	if (argc)
		top->step = interval_parse(argv[0]);
	if (argc == 2)
		top->count = count_parse(argv[1]);
}

static double per_second(u64 n, const struct breakdown *diff)
{
	return (double)n * NSEC_PER_SEC / (diff->ns ? diff->ns : 1);
}

static void rate(const struct breakdown *diff, const struct row *row,
		 enum vls_part_id part, int width)
{
	if (diff->known[part])
		printf(" %*.1f", width, per_second(row->n[part], diff));
	else
		printf(" %*s", width, "-");
}

/* Milliseconds in each second, of all tasks together. */
static void waited(const struct breakdown *diff, const struct row *row,
		   enum vls_part_id part, int width)
{
	if (diff->known[part])
		printf(" %*.1f", width, per_second(row->n[part], diff) / NSEC_PER_MSEC);
	else
		printf(" %*s", width, "-");
}

/* Of those from user mode that were served at all. */
static void share_under_vma_lock(const struct row *row)
{
	u64 vma = row->n[VLS_PART_FAULT] - row->n[VLS_PART_RETRY];
	u64 served = vma + row->n[VLS_PART_FAULT_MMAP];
	char buf[UNIT_SIZE];

	printf(" %6s", percent(buf, vma, served));
}

static void print_row(const struct breakdown *diff, const struct row *row,
		      const char *key, const char *name)
{
	printf("%-10s %9.1f", key, per_second(row_faults(row), diff));
	share_under_vma_lock(row);
	rate(diff, row, VLS_PART_RETRY, 9);
	rate(diff, row, VLS_PART_FALLBACK, 9);
	rate(diff, row, VLS_PART_MAJOR, 9);
	waited(diff, row, VLS_PART_FOLIO_WAIT, 9);
	waited(diff, row, VLS_PART_FALLBACK_WAIT, 8);
	printf(" %s\n", name);
}

static void print_heading(const struct top *top, const struct breakdown *diff)
{
	printf("by %s, in %.1f s; q ends, p c s: by process, cgroup, swap device\n\n",
	       views[top->by], (double)diff->ns / NSEC_PER_SEC);
	printf("%-10s %9s %6s %9s %9s %9s %9s %8s %s\n", key_headings[top->by],
	       "fault/s", "vma%", "retry/s", "fallb/s", "major/s", "folio_ms",
	       "mmap_ms", "name");
}

/* What has no row of its own, in the module or on this screen. */
static void print_others(const struct breakdown *diff, size_t from)
{
	struct row others = { 0 };
	char name[64];
	size_t i;
	int part;

	if (row_faults(&diff->rest))
		print_row(diff, &diff->rest, "rest", "(those without a row: breakdown_rows)");
	for (i = from; i < diff->nr; i++)
		for (part = 0; part < VLS_PART_NR; part++)
			others.n[part] += diff->rows[i].n[part];
	if (from == diff->nr)
		return;
	snprintf(name, sizeof(name), "(%zu more)", diff->nr - from);
	print_row(diff, &others, "others", name);
}

static void print_table(const struct top *top, const struct breakdown *diff)
{
	unsigned int rows = screen_rows(FILE_ROWS);
	size_t shown = rows > OTHER_LINES + 1 ? rows - OTHER_LINES : 1, i;

	if (shown > diff->nr)
		shown = diff->nr;
	print_heading(top, diff);
	print_row(diff, &diff->total, "total", "");
	for (i = 0; i < shown; i++)
		print_row(diff, &diff->rows[i], diff->rows[i].key,
			  row_name(top->by, &diff->rows[i]));
	print_others(diff, shown);
	if (!screen_is_terminal())
		putchar('\n');
}

static void json_parts(const struct breakdown *diff, const struct row *row)
{
	const char *comma = "";
	int i;

	for (i = 0; i < VLS_PART_NR; i++) {
		if (!diff->known[i])
			continue;
		printf("%s\"%s\":%llu", comma, vls_part_id_name(i), row->n[i]);
		comma = ",";
	}
}

static void json_row(const struct top *top, const struct breakdown *diff,
		     const struct row *row)
{
	fputs("{\"key\":", stdout);
	json_string(stdout, row->key);
	fputs(",\"name\":", stdout);
	json_string(stdout, row_name(top->by, row));
	putchar(',');
	json_parts(diff, row);
	putchar('}');
}

static void print_json(const struct top *top, const struct breakdown *diff, bool grew)
{
	size_t i;

	json_begin(stdout, "top");
	json_seconds(stdout, "time_s", wall_ns());
	json_seconds(stdout, "interval_s", diff->ns);
	printf(",\"by\":\"%s\"", views[top->by]);
	json_bool(stdout, "reset", !grew);
	if (grew) {
		fputs(",\"total\":{", stdout);
		json_parts(diff, &diff->total);
		fputs("},\"rest\":{", stdout);
		json_parts(diff, &diff->rest);
		fputs("},\"rows\":[", stdout);
		for (i = 0; i < diff->nr; i++) {
			fputs(i ? "," : "", stdout);
			json_row(top, diff, &diff->rows[i]);
		}
		putchar(']');
	}
	json_end(stdout);
}

static void print_interval(const struct top *top, const struct breakdown *before,
			   const struct breakdown *after)
{
	struct breakdown diff;
	bool grew = breakdown_diff(&diff, before, after);

	if (!top->json && screen_is_terminal())
		screen_clear();
	if (top->json)
		print_json(top, &diff, grew);
	else if (grew)
		print_table(top, &diff);
	else
		puts("(the counters were reset in this interval)");
	breakdown_free(&diff);
	check_written(stdout, "the output");
}

static void read_now(struct breakdown *b, enum vls_breakdown_id by)
{
	if (by == VLS_BY_SWAP)
		names_swaps_read();
	source_breakdown(b, by);
	if (!b->on)
		fail(EXIT_OFF, "breakdowns were switched off meanwhile");
}

/* Another view? Then the interval begins anew. */
static bool take_key(struct top *top, int key)
{
	int i;

	for (i = 0; i < VLS_BREAKDOWN_NR; i++)
		if (key == views[i][0] && (int)top->by != i) {
			top->by = i;
			return true;
		}
	return false;
}

static void watch(struct top *top)
{
	struct breakdown before, after;
	unsigned long done = 0;
	u64 next;

	read_now(&before, top->by);
	next = before.ns + top->step;
	while (!top->count || done < top->count) {
		int key = screen_wait(next);

		if (key < 0 || key == 'q')
			break;
		if (key && !take_key(top, key))
			continue;
		read_now(&after, top->by);
		if (!key) {
			print_interval(top, &before, &after);
			done++;
		}
		breakdown_free(&before);
		before = after;
		next = before.ns + top->step;
	}
	breakdown_free(&before);
}

int command_top(const struct options *o, int argc, char **argv)
{
	struct top top = { .json = o->json, .step = DEFAULT_INTERVAL };

	take_arguments(&top, argc, argv);
	breakdown_want();
	/* However it ends, the module is left as it was. */
	atexit(breakdown_done);
	atexit(screen_end);
	screen_begin(!top.json && screen_is_terminal());
	watch(&top);
	return EXIT_SUCCESS;
}
