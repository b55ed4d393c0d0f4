// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalockstat openmetrics: the counters and the times for Prometheus, on stdout or
 * in a file for the textfile collector of its node exporter.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "metrics.h"
#include "source.h"
#include "textfile.h"
#include "util.h"

static struct {
	struct textfile file;
	bool strict;
} output;

/* The numbers of the last time must not look like those of now. */
static void write_down(int status)
{
	metrics_print_down(output.file.f, status, output.strict);
	if (!textfile_commit(&output.file))
		warning("cannot write %s: %s", output.file.name, strerror(errno));
}

int command_openmetrics(const struct options *o, int argc, char **argv)
{
	struct sample s;

	if (argc)
		fail(EXIT_USAGE, "openmetrics wants no \"%s\"", argv[0]);
	output.strict = o->strict;
	if (o->output) {
		/* First, so that there is a file to tell of what fails next. */
		textfile_open(&output.file, o->output);
		fail_tells(write_down);
	}
	source_sample(&s, NULL);
	fail_tells(NULL);
	metrics_print(o->output ? output.file.f : stdout, &s, o->strict);
	if (o->output && !textfile_commit(&output.file))
		fail(EXIT_FAILURE, "cannot write %s: %s", o->output, strerror(errno));
	sample_free(&s);
	return EXIT_SUCCESS;
}
