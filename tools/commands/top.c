// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalockstat top [process|cgroup|swap] [INTERVAL [COUNT]]: the processes, cgroups or swap
 * devices with the most swap faults in each interval.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "data/breakdown.h"
#include "data/breakdown_names.h"
#include "data/breakdown_switch.h"
#include "data/debugfs.h"
#include "lib/util.h"
#include "print/json.h"
#include "print/screen.h"
#include "print/table.h"
#include "vmalockstat/units.h"

#define DEFAULT_INTERVAL	(3 * NSEC_PER_SEC)
/* A file has no end of the screen. */
#define FILE_ROWS		1000000
/* Lines above and below the rows. */
#define OTHER_LINES		6

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

static void parse_arguments(struct top *top, int argc, char **argv)
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
		lib_fail(STATUS_USAGE, "invalid argument '%s': expected process, cgroup, swap or an interval", argv[0]);
	if (argc > 2)
		lib_fail(STATUS_USAGE, "unexpected argument '%s': expected an interval and a count", argv[2]);
	if (argc)
		top->step = options_interval(argv[0]);
	if (argc == 2)
		top->count = options_count(argv[1]);
}

static double per_second(u64 n, const struct breakdown *diff)
{
	return (double)n * NSEC_PER_SEC / (diff->ns ? diff->ns : 1);
}

static void rate(const struct breakdown *diff, const struct breakdown_row *row,
		 enum vls_column column, int width)
{
	if (breakdown_has(&diff->head, column))
		printf(" %*.1f", width, per_second(row->columns.of[column], diff));
	else
		printf(" %*s", width, "-");
}

/* Milliseconds per second, all tasks added up. */
static void waiting(const struct breakdown *diff, const struct breakdown_row *row,
		   enum vls_column column, int width)
{
	if (breakdown_has(&diff->head, column))
		printf(" %*.1f", width, per_second(row->columns.of[column], diff) / NSEC_PER_MSEC);
	else
		printf(" %*s", width, "-");
}

/* The share of the faults from user mode that were served. */
static void share_under_vma_lock(const struct breakdown_row *row)
{
	u64 vma = row->columns.of[VLS_COLUMN_FAULT_VMA] - row->columns.of[VLS_COLUMN_RETRY];
	u64 served = vma + row->columns.of[VLS_COLUMN_FAULT_MMAP];
	char buf[VLS_UNIT_SIZE];

	printf(" %6s", vls_percent(buf, vma, served));
}

static void print_row(const struct breakdown *diff, const struct breakdown_row *row,
		      const char *key, const char *name)
{
	printf("%-10s %9.1f", key, per_second(breakdown_faults(row), diff));
	share_under_vma_lock(row);
	rate(diff, row, VLS_COLUMN_RETRY, 9);
	rate(diff, row, VLS_COLUMN_FALLBACK, 9);
	rate(diff, row, VLS_COLUMN_MAJOR, 9);
	waiting(diff, row, VLS_COLUMN_FOLIO_WAIT, 9);
	waiting(diff, row, VLS_COLUMN_FALLBACK_WAIT, 8);
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

/* What has no row in the module, and the rows that do not fit on the screen. */
static void print_other(const struct breakdown *diff, size_t from)
{
	struct breakdown_row below = { 0 };
	char name[64];
	size_t i;

	if (breakdown_faults(&diff->other))
		print_row(diff, &diff->other, "other", "(no free row: breakdown_rows)");
	for (i = from; i < diff->nr; i++)
		breakdown_add(&below, &diff->rows[i]);
	if (from == diff->nr)
		return;
	snprintf(name, sizeof(name), "(%zu rows)", diff->nr - from);
	print_row(diff, &below, "more", name);
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
			  breakdown_name(top->by, &diff->rows[i]));
	print_other(diff, shown);
	if (!screen_is_terminal())
		putchar('\n');
}

static void json_columns(const struct breakdown *diff, const struct breakdown_row *row)
{
	const char *comma = "";
	int i;

	for (i = 0; i < VLS_COLUMN_NR; i++) {
		if (!breakdown_has(&diff->head, i))
			continue;
		printf("%s\"%s\":%llu", comma, vls_column_entries[i].name, row->columns.of[i]);
		comma = ",";
	}
}

static void json_row(const struct top *top, const struct breakdown *diff,
		     const struct breakdown_row *row)
{
	fputs("{\"key\":", stdout);
	json_string(stdout, row->key);
	fputs(",\"name\":", stdout);
	json_string(stdout, breakdown_name(top->by, row));
	putchar(',');
	json_columns(diff, row);
	putchar('}');
}

static void json_rows(const struct top *top, const struct breakdown *diff)
{
	size_t i;

	fputs(",\"total\":{", stdout);
	json_columns(diff, &diff->total);
	fputs("},\"other\":{", stdout);
	json_columns(diff, &diff->other);
	fputs("},\"rows\":[", stdout);
	for (i = 0; i < diff->nr; i++) {
		fputs(i ? "," : "", stdout);
		json_row(top, diff, &diff->rows[i]);
	}
	putchar(']');
}

static void print_json(const struct top *top, const struct breakdown *diff, bool reset)
{
	json_begin(stdout, "top");
	json_seconds(stdout, "time_s", lib_wall_ns());
	json_seconds(stdout, "interval_s", diff->ns);
	printf(",\"by\":\"%s\"", views[top->by]);
	json_header(stdout, &diff->head);
	json_bool(stdout, "reset", reset);
	if (!reset)
		json_rows(top, diff);
	json_end(stdout);
}

static void print_interval(const struct top *top, const struct breakdown *before,
			   const struct breakdown *after)
{
	struct breakdown diff;
	bool reset = !breakdown_diff(&diff, before, after);

	if (!top->json && screen_is_terminal())
		screen_clear();
	if (top->json)
		print_json(top, &diff, reset);
	else if (reset)
		puts("(the counters were reset in this interval)");
	else
		print_table(top, &diff);
	breakdown_free(&diff);
	lib_check_written(stdout, "the output");
}

static void read_now(struct breakdown *b, enum vls_breakdown_id by)
{
	if (by == VLS_BY_SWAP)
		breakdown_names_read_swaps();
	debugfs_breakdown(b, by);
	if (!b->on)
		lib_fail(STATUS_OFF, "breakdowns were switched off while top was running");
}

/* Return: is another view wanted? Then a new interval begins. */
static bool handle_key(struct top *top, int key)
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
	next = lib_now_ns() + top->step;
	while (!top->count || done < top->count) {
		int key = screen_wait(next);

		if (key < 0 || key == 'q')
			break;
		if (key && !handle_key(top, key))
			continue;
		read_now(&after, top->by);
		if (!key) {
			print_interval(top, &before, &after);
			done++;
		}
		breakdown_free(&before);
		before = after;
		next = lib_now_ns() + top->step;
	}
	breakdown_free(&before);
}

int command_top(const struct options *o, int argc, char **argv)
{
	struct top top = { .json = o->json, .step = DEFAULT_INTERVAL };

	parse_arguments(&top, argc, argv);
	breakdown_switch_on();
	/* However top ends, the module is left as it was. */
	atexit(breakdown_switch_back);
	atexit(screen_end);
	screen_begin(!top.json && screen_is_terminal());
	watch(&top);
	return STATUS_SUCCESS;
}
