// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalockstat run COMMAND: what happened while it ran.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "child.h"
#include "commands.h"
#include "json.h"
#include "sample.h"
#include "source.h"
#include "totals.h"
#include "util.h"

static void print_text(FILE *f, const struct sample *diff, char **argv,
		       const struct child *child)
{
	fputs("\nThe whole machine, while '", f);
	fputs(*argv, f);
	while (*++argv)
		fprintf(f, " %s", *argv);
	fprintf(f, "' ran (%llu.%03llu s, exit status %d):\n\n", diff->ns / NSEC_PER_SEC,
		diff->ns / NSEC_PER_MSEC % 1000, child->status);
	totals_print(f, diff);
}

static void print_json(FILE *f, const struct sample *diff, char **argv,
		       const struct child *child)
{
	json_begin(f, "run");
	json_strings(f, "command", argv);
	json_number(f, "exit_status", child->status);
	json_seconds(f, "interval_s", diff->ns);
	json_sample(f, diff);
	json_end(f);
}

/* What has happened since @before. */
static void print(const struct options *o, FILE *f, const struct sample *before,
		  char **argv, const struct child *child)
{
	struct sample after, diff;

	source_sample(&after, NULL);
	if (sample_was_reset(before, &after))
		fail(EXIT_RESET, "the counters were reset while the command ran (its exit status was %d): nothing to tell",
		     child->status);
	sample_diff(&diff, before, &after);
	if (o->json)
		print_json(f, &diff, argv, child);
	else
		print_text(f, &diff, argv, child);
	check_written(f, o->output ? o->output : "to stderr");
	sample_free(&diff);
	sample_free(&after);
}

int command_run(const struct options *o, int argc, char **argv)
{
	struct sample before;
	struct child child;
	FILE *f = stderr;

	if (!argc)
		fail(EXIT_USAGE, "run wants a command");
	source_sample(&before, NULL);
	/* What cannot be written is told before the command runs, not after. */
	if (o->output)
		f = fopen(o->output, "we");
	if (!f)
		fail(EXIT_FAILURE, "cannot write %s: %s", o->output, strerror(errno));
	child_start(&child, argv);
	child_wait(&child, 0);
	if (!child.not_run)
		print(o, f, &before, argv, &child);
	sample_free(&before);
	if (o->output)
		fclose(f);
	return child.status;
}
