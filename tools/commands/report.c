// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalockstat report FILE: what happened in a recording, each interval and all of
 * them, or pictures. It is read only once, so that it may be long, or come from a
 * pipe.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands.h"
#include "json.h"
#include "plot.h"
#include "recording.h"
#include "table.h"
#include "totals.h"
#include "util.h"

struct report {
	bool json;
	const char *plot_dir;	/* pictures instead, there */
	struct plot plot;
	struct table table;
	struct sample sum;	/* of the intervals without a reset */
	unsigned long intervals;
	unsigned long resets;
	u64 unknown_ns;		/* how long those with one were */
	u64 first_ns;
	u64 last_ns;
};

static void interval_json(const struct sample *diff, const struct sample *after,
			  bool reset)
{
	json_begin(stdout, "interval");
	json_seconds(stdout, "at_s", after->ns);
	json_seconds(stdout, "interval_s", diff->ns);
	json_bool(stdout, "reset", reset);
	if (!reset)
		json_sample(stdout, diff);
	json_end(stdout);
}

static void interval(struct report *r, const struct sample *before,
		     const struct sample *after)
{
	bool reset = sample_was_reset(before, after);
	struct sample diff;
	char note[80];

	sample_diff(&diff, before, after);
	if (r->plot_dir) {
		steps_add(&r->plot.steps, &diff, before->ns, after->ns, reset);
	} else if (r->json) {
		interval_json(&diff, after, reset);
	} else if (reset) {
		snprintf(note, sizeof(note), " %8.2f (the counters were reset in this interval)",
			 (double)after->ns / NSEC_PER_SEC);
		table_note(&r->table, note);
	} else {
		table_row(&r->table, &diff, after->ns);
	}
	r->intervals++;
	if (reset) {
		r->resets++;
		r->unknown_ns += diff.ns;
		sample_free(&diff);
	} else if (r->intervals - r->resets == 1) {
		r->sum = diff;
	} else {
		sample_accumulate(&r->sum, &diff);
		sample_free(&diff);
	}
}

static const char *began(const struct recording *in)
{
	static char date[64] = "?";
	time_t started = in->started_s;
	struct tm *tm = localtime(&started);

	if (tm)
		strftime(date, sizeof(date), "%Y-%m-%d %H:%M:%S %z", tm);
	return date;
}

static void totals_json(const struct report *r, const struct recording *in)
{
	json_begin(stdout, "report");
	json_seconds(stdout, "duration_s", r->last_ns - r->first_ns);
	json_number(stdout, "intervals", r->intervals);
	json_number(stdout, "resets", r->resets);
	json_seconds(stdout, "unknown_s", r->unknown_ns);
	json_bool(stdout, "truncated", in->truncated);
	if (r->intervals > r->resets)
		json_sample(stdout, &r->sum);
	json_end(stdout);
}

static void totals_text(const struct report *r)
{
	u64 ms = (r->last_ns - r->first_ns) / NSEC_PER_MSEC;

	printf("%sThe whole machine, in %llu.%03llu s, %lu interval%s:\n",
	       r->intervals ? "\n" : "", ms / 1000, ms % 1000, r->intervals,
	       r->intervals == 1 ? "" : "s");
	if (r->resets)
		printf("The counters were reset in %lu of them, %llu.%03llu s: of these nothing is known.\n",
		       r->resets, r->unknown_ns / NSEC_PER_SEC,
		       r->unknown_ns / NSEC_PER_MSEC % 1000);
	if (r->intervals == r->resets)
		return;
	putchar('\n');
	totals_print(stdout, &r->sum);
}

static void read_all(struct report *r, struct recording *in)
{
	struct sample before, after;

	if (!recording_next(in, &before))
		return;
	r->first_ns = before.ns;
	r->last_ns = before.ns;
	while (recording_next(in, &after)) {
		if (after.ns < before.ns)
			fail(EXIT_MALFORMED, "%s: sample %lu is older than the one before it",
			     in->name, in->nr);
		interval(r, &before, &after);
		sample_free(&before);
		before = after;
		r->last_ns = after.ns;
	}
	sample_free(&before);
}

static _Noreturn void nothing_to_draw(const struct report *r, const struct recording *in)
{
	if (in->truncated)
		fail(EXIT_MALFORMED, "%s: truncated after line %lu: no more than %lu whole samples, nothing to draw",
		     in->name, in->line, in->nr);
	fail(EXIT_NO_INTERVAL, "%s: nothing to draw: %s", in->name,
	     r->resets ? "the counters were reset in each interval" : "no interval in it");
}

static void draw(struct report *r, const struct recording *in)
{
	struct plot *p = &r->plot;

	if (r->intervals == r->resets || r->last_ns == r->first_ns)
		nothing_to_draw(r, in);
	p->sum = &r->sum;
	p->first_ns = r->first_ns;
	p->last_ns = r->last_ns;
	steps_merge(&p->steps);
	p->version = in->version;
	p->began = began(in);
	p->truncated = in->truncated;
	plot_draw(p, r->plot_dir);
	steps_free(&p->steps);
}

/* What is to be told of the recording besides. Returns the status. */
static int warnings(const struct report *r, const struct recording *in)
{
	int status = EXIT_SUCCESS;

	if (r->plot_dir && !r->sum.timing) {
		warning("%s: no times in it, or not all the time (timing=0): the histograms are empty",
			in->name);
		status = EXIT_NO_TIMES;
	}
	if (in->truncated) {
		warning("%s: truncated after line %lu: no more than %lu whole samples",
			in->name, in->line, in->nr);
		status = EXIT_MALFORMED;
	}
	return status;
}

int command_report(const struct options *o, int argc, char **argv)
{
	struct report r = {
		.json = o->json,
		.plot_dir = o->plot,
		.table = { .kind = TABLE_TIMES, .width = terminal_width(0) },
	};
	struct recording in;
	int status;

	if (argc != 1)
		fail(EXIT_USAGE, "report wants one FILE");
	if (o->json && o->plot)
		fail(EXIT_USAGE, "-j and -p do not go together");
	recording_open(&in, argv[0]);
	if (!r.json && !r.plot_dir)
		printf("%s: recorded by vmalockstat %s, begun %s\n\n", in.name, in.version,
		       began(&in));
	read_all(&r, &in);
	if (r.plot_dir)
		draw(&r, &in);
	else if (r.json)
		totals_json(&r, &in);
	else
		totals_text(&r);
	status = warnings(&r, &in);
	sample_free(&r.sum);
	recording_close(&in);
	return status;
}
