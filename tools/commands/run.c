// SPDX-License-Identifier: GPL-2.0-only
/* vmalockstat run COMMAND: what was counted while it ran. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "data/debugfs.h"
#include "data/sample.h"
#include "lib/child.h"
#include "lib/util.h"
#include "print/json.h"
#include "vmalockstat/summary.h"

static void print_text(FILE *f, const struct sample *diff, char **argv,
		       const struct child *child)
{
	const struct vls_header *head = &diff->snap.head;
	struct vls_out out = { .f = f };

	fputs("\nSystem-wide while '", f);
	fputs(*argv, f);
	while (*++argv)
		fprintf(f, " %s", *argv);
	fprintf(f, "' ran: %llu.%03llu s, exit status %d, Linux %s, experiment %s\n\n",
		diff->ns / NSEC_PER_SEC, diff->ns / NSEC_PER_MSEC % 1000, child->status,
		head->kernel, vls_experiment_name(head->experiment));
	vls_summary_body(&out, &diff->snap);
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

static void print(const struct options *o, FILE *f, const struct sample *before,
		  char **argv, const struct child *child)
{
	struct sample after, diff;

	debugfs_sample(&after, NULL);
	if (sample_was_reset(before, &after))
		lib_fail(STATUS_RESET, "the counters were reset while '%s' ran (exit status %d): nothing to show",
		     argv[0], child->status);
	sample_diff(&diff, before, &after);
	if (o->json)
		print_json(f, &diff, argv, child);
	else
		print_text(f, &diff, argv, child);
	lib_check_written(f, o->output ? o->output : "to stderr");
	sample_free(&diff);
	sample_free(&after);
}

int command_run(const struct options *o, int argc, char **argv)
{
	struct sample before;
	struct child child;
	FILE *f = stderr;

	if (!argc)
		lib_fail(STATUS_USAGE, "run: expected a command");
	debugfs_sample(&before, NULL);
	/* Before the command runs, which may take long. */
	if (o->output)
		f = fopen(o->output, "we");
	if (!f)
		lib_fail(STATUS_FAILURE, "cannot write %s: %s", o->output, strerror(errno));
	child_start(&child, argv);
	child_wait(&child, 0);
	if (!child.not_run)
		print(o, f, &before, argv, &child);
	sample_free(&before);
	if (o->output)
		fclose(f);
	return child.status;
}
