// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalockstat [INTERVAL [COUNT]]: totals since the last reset, or what happened
 * in each interval.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "commands.h"
#include "json.h"
#include "sample.h"
#include "source.h"
#include "table.h"
#include "util.h"

#define NOTE_RESET	"(the counters were reset in this interval)"

static void json_totals(const struct sample *s)
{
	json_begin(stdout, "totals");
	json_seconds(stdout, "time_s", wall_ns());
	if (s->since_reset.known)
		json_seconds(stdout, "since_reset_s", s->since_reset.ms * NSEC_PER_MSEC);
	json_sample(stdout, s);
	json_end(stdout);
}

static int totals(const struct options *o)
{
	struct table table = { .kind = TABLE_TOTALS, .width = terminal_width(0) };
	struct sample s;

	source_sample(&s, NULL);
	if (o->json) {
		json_totals(&s);
	} else {
		if (s.since_reset.known)
			printf("since the last reset, %llu.%03llu s ago:\n",
			       s.since_reset.ms / 1000, s.since_reset.ms % 1000);
		else
			puts("since the last reset:");
		table_row(&table, &s, 0);
	}
	sample_free(&s);
	return EXIT_SUCCESS;
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

static void interval(const struct options *o, struct table *table,
		     const struct sample *before, const struct sample *after)
{
	bool reset = sample_was_reset(before, after);
	struct sample diff;

	sample_diff(&diff, before, after);
	if (o->json) {
		json_begin(stdout, "interval");
		json_seconds(stdout, "time_s", wall_ns());
		json_seconds(stdout, "interval_s", diff.ns);
		json_bool(stdout, "reset", reset);
		if (!reset)
			json_sample(stdout, &diff);
		json_end(stdout);
	} else if (reset) {
		table_note(table, NOTE_RESET);
	} else {
		table_row(table, &diff, 0);
	}
	sample_free(&diff);
	/* Whoever reads it waits for this line. */
	check_written(stdout, "the output");
}

int command_watch(const struct options *o, int argc, char **argv)
{
	struct table table = { .kind = TABLE_RATES, .width = terminal_width(0) };
	struct sample before, after;
	unsigned long count = 0, i;
	u64 step, next;

	if (argc > 2)
		fail(EXIT_USAGE, "too many arguments: an interval and a count");
	if (!argc)
		return totals(o);
	step = interval_parse(argv[0]);
	if (argc == 2)
		count = count_parse(argv[1]);

	source_sample(&before, NULL);
	next = before.ns;
	for (i = 0; !count || i < count; i++) {
		next += step;
		/* What came too late is not made up for by short intervals. */
		if (next < now_ns())
			next = now_ns() + step;
		sleep_until(next);
		source_sample(&after, NULL);
		interval(o, &table, &before, &after);
		sample_free(&before);
		before = after;
	}
	sample_free(&before);
	return EXIT_SUCCESS;
}

int command_summary(const struct options *o, int argc, char **argv)
{
	char *text;

	(void)o;
	(void)argv;
	if (argc)
		fail(EXIT_USAGE, "summary takes no arguments");
	text = source_read("summary");
	if (!*text)
		fail(EXIT_MALFORMED, "summary: empty");
	fputs(text, stdout);
	free(text);
	return EXIT_SUCCESS;
}
