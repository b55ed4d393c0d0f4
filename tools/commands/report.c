// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalockstat report FILE: a recording, interval by interval and in total, or pictures of
 * it. It is read once, so it may be long, or come from a pipe.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands/commands.h"
#include "data/recording.h"
#include "lib/util.h"
#include "plot/plot.h"
#include "print/json.h"
#include "print/table.h"
#include "vmalockstat/summary.h"

struct report {
	bool json;
	const char *plot_dir;	/* draw pictures into it instead */
	struct plot plot;
	struct table table;
	struct sample sum;	/* of the intervals without a reset */
	unsigned long intervals;
	unsigned long resets;
	u64 unknown_ns;		/* length of the intervals with a reset */
	u64 first_ns;
	u64 last_ns;
};

static void interval_json(const struct sample *diff, u64 at_ns, u64 ns, bool reset)
{
	json_begin(stdout, "interval");
	json_seconds(stdout, "at_s", at_ns);
	json_seconds(stdout, "interval_s", ns);
	json_bool(stdout, "reset", reset);
	if (!reset)
		json_sample(stdout, diff);
	json_end(stdout);
}

static void interval_text(struct report *r, const struct sample *diff, u64 at_ns, bool reset)
{
	char note[80];

	if (!reset) {
		table_row(&r->table, diff, at_ns);
		return;
	}
	snprintf(note, sizeof(note), " %8.2f (the counters were reset in this interval)",
		 (double)at_ns / NSEC_PER_SEC);
	table_note(&r->table, note);
}

/* Takes @diff over. */
static void add_interval(struct report *r, struct sample *diff)
{
	if (r->intervals - r->resets == 1) {
		r->sum = *diff;
	} else {
		sample_accumulate(&r->sum, diff);
		sample_free(diff);
	}
}

static void interval(struct report *r, const struct sample *before,
		     const struct sample *after)
{
	bool reset = sample_was_reset(before, after);
	u64 ns = after->ns - before->ns;
	struct sample diff;

	sample_init(&diff);
	if (!reset)
		sample_diff(&diff, before, after);
	if (r->plot_dir)
		bins_add(&r->plot.bins, &diff, before->ns, after->ns, reset);
	else if (r->json)
		interval_json(&diff, after->ns, ns, reset);
	else
		interval_text(r, &diff, after->ns, reset);
	r->intervals++;
	if (reset) {
		r->resets++;
		r->unknown_ns += ns;
	} else {
		add_interval(r, &diff);
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
	const struct vls_header *head = &r->sum.snap.head;
	struct vls_out out = { .f = stdout };

	printf("%sSystem-wide, %llu.%03llu s, %lu interval%s", r->intervals ? "\n" : "",
	       ms / 1000, ms % 1000, r->intervals, r->intervals == 1 ? "" : "s");
	if (r->intervals > r->resets)
		printf(", Linux %s, experiment %s", head->kernel,
		       vls_experiment_name(head->experiment));
	putchar('\n');
	if (r->resets)
		printf("The counters were reset in %lu of them, %llu.%03llu s: these are left out.\n",
		       r->resets, r->unknown_ns / NSEC_PER_SEC,
		       r->unknown_ns / NSEC_PER_MSEC % 1000);
	if (r->intervals == r->resets)
		return;
	putchar('\n');
	vls_summary_body(&out, &r->sum.snap);
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
			lib_fail(STATUS_MALFORMED, "%s: sample %lu is older than the one before it: expected a later time",
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
		lib_fail(STATUS_MALFORMED, "%s: truncated after line %lu: %lu complete samples, nothing to draw",
		     in->name, in->line, in->nr);
	lib_fail(STATUS_NO_INTERVAL, "%s: nothing to draw: %s", in->name,
	     r->resets ? "the counters were reset in each interval" : "it has no interval");
}

static void draw(struct report *r, const struct recording *in)
{
	struct plot *p = &r->plot;

	if (r->intervals == r->resets || r->last_ns == r->first_ns)
		nothing_to_draw(r, in);
	p->sum = &r->sum;
	p->first_ns = r->first_ns;
	p->last_ns = r->last_ns;
	bins_merge(&p->bins);
	p->version = in->version;
	p->began = began(in);
	p->truncated = in->truncated;
	plot_draw(p, r->plot_dir);
	bins_free(&p->bins);
}

/* Return: the exit status. */
static int warnings(const struct report *r, const struct recording *in)
{
	int status = STATUS_SUCCESS;

	if (r->plot_dir && !r->sum.snap.head.timing) {
		lib_warn("%s: times are missing for some or all of it (timing=0): the histograms are empty",
			in->name);
		status = STATUS_NO_TIMES;
	}
	if (in->truncated) {
		lib_warn("%s: truncated after line %lu: %lu complete samples",
			in->name, in->line, in->nr);
		status = STATUS_MALFORMED;
	}
	return status;
}

int command_report(const struct options *o, int argc, char **argv)
{
	struct report r = {
		.json = o->json,
		.plot_dir = o->plot,
		.table = { .kind = TABLE_TIMES, .width = table_width(0) },
	};
	struct recording in;
	int status;

	if (argc != 1)
		lib_fail(STATUS_USAGE, "report: expected one FILE");
	if (o->json && o->plot)
		lib_fail(STATUS_USAGE, "invalid options '-j' and '-p': expected one of them");
	recording_open(&in, argv[0]);
	if (!r.json && !r.plot_dir)
		printf("%s: recorded by vmalockstat %s from %s on\n\n", in.name, in.version,
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
