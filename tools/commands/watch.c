// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalockstat [INTERVAL [COUNT]]: totals since the last reset, or what happened
 * in each interval.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "commands/commands.h"
#include "data/debugfs.h"
#include "data/sample.h"
#include "lib/util.h"
#include "print/json.h"
#include "print/table.h"

#define NOTE_RESET	"(the counters were reset in this interval)"

static void json_totals(const struct sample *s)
{
	json_begin(stdout, "totals");
	json_seconds(stdout, "time_s", lib_wall_ns());
	json_seconds(stdout, "since_reset_s", s->snap.head.since_reset_ns);
	json_sample(stdout, s);
	json_end(stdout);
}

static int totals(const struct options *o)
{
	struct table table = { .kind = TABLE_TOTALS, .width = table_width(0) };
	struct sample s;
	u64 ms;

	debugfs_sample(&s, NULL);
	ms = s.snap.head.since_reset_ns / NSEC_PER_MSEC;
	if (o->json) {
		json_totals(&s);
	} else {
		printf("since the last reset, %llu.%03llu s ago:\n", ms / 1000, ms % 1000);
		table_row(&table, &s, 0);
	}
	sample_free(&s);
	return STATUS_SUCCESS;
}

static void sleep_until(u64 ns)
{
	struct timespec at = {
		.tv_sec = ns / NSEC_PER_SEC,
		.tv_nsec = ns % NSEC_PER_SEC,
	};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR)
		;
}

static void json_interval(const struct sample *diff, u64 ns, bool reset)
{
	json_begin(stdout, "interval");
	json_seconds(stdout, "time_s", lib_wall_ns());
	json_seconds(stdout, "interval_s", ns);
	json_bool(stdout, "reset", reset);
	if (!reset)
		json_sample(stdout, diff);
	json_end(stdout);
}

static void interval(const struct options *o, struct table *table,
		     const struct sample *before, const struct sample *after)
{
	bool reset = sample_was_reset(before, after);
	struct sample diff;

	sample_init(&diff);
	if (!reset)
		sample_diff(&diff, before, after);
	if (o->json)
		json_interval(&diff, after->ns > before->ns ? after->ns - before->ns : 0, reset);
	else if (reset)
		table_note(table, NOTE_RESET);
	else
		table_row(table, &diff, 0);
	sample_free(&diff);
	/* A reader of a pipe waits for this line. */
	lib_check_written(stdout, "the output");
}

int command_watch(const struct options *o, int argc, char **argv)
{
	struct table table = { .kind = TABLE_RATES, .width = table_width(0) };
	struct sample before, after;
	unsigned long count = 0, i;
	u64 step, next;

	if (argc > 2)
		lib_fail(STATUS_USAGE, "unexpected argument '%s': expected an interval and a count", argv[2]);
	if (!argc)
		return totals(o);
	step = options_interval(argv[0]);
	if (argc == 2)
		count = options_count(argv[1]);

	debugfs_sample(&before, NULL);
	next = lib_now_ns();
	for (i = 0; !count || i < count; i++) {
		next += step;
		/* After a delay, do not make up for it with short intervals. */
		if (next < lib_now_ns())
			next = lib_now_ns() + step;
		sleep_until(next);
		debugfs_sample(&after, NULL);
		interval(o, &table, &before, &after);
		sample_free(&before);
		before = after;
	}
	sample_free(&before);
	return STATUS_SUCCESS;
}
