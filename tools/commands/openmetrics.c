// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalockstat openmetrics: counters and times for Prometheus, on stdout or in a file for
 * the textfile collector of the node exporter.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "data/debugfs.h"
#include "lib/atomic_file.h"
#include "lib/util.h"
#include "metrics/metrics.h"

static struct {
	struct atomic_file file;
	bool strict;
} output;

/* Numbers of the last run must not be taken for current ones. */
static void write_down(enum exit_status status)
{
	metrics_print_down(output.file.f, status, output.strict);
	if (!atomic_file_commit(&output.file))
		lib_warn("cannot write %s: %s", output.file.name, strerror(errno));
}

int command_openmetrics(const struct options *o, int argc, char **argv)
{
	struct sample s;

	if (argc)
		lib_fail(STATUS_USAGE, "unexpected argument '%s': openmetrics takes none", argv[0]);
	output.strict = o->strict;
	if (o->output) {
		/* First, so that a failure to read can be written to it. */
		atomic_file_open(&output.file, o->output);
		lib_on_fail(write_down);
	}
	debugfs_sample(&s, NULL);
	lib_on_fail(NULL);
	metrics_print(o->output ? output.file.f : stdout, &s, o->strict);
	if (o->output && !atomic_file_commit(&output.file))
		lib_fail(STATUS_FAILURE, "cannot write %s: %s", o->output, strerror(errno));
	sample_free(&s);
	return STATUS_SUCCESS;
}
