// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalockstat record: samples into a file, while a command runs or until somebody
 * ends it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "child.h"
#include "commands.h"
#include "recording.h"
#include "source.h"
#include "util.h"

struct writer {
	FILE *f;
	const char *name;
	unsigned long nr;
	u64 start_ns;
	u64 last_ns;
};

static void take_sample(struct writer *w)
{
	struct texts texts;
	struct sample s;

	source_sample(&s, &texts);
	if (!w->nr) {
		/* Only now: an older recording is not lost for nothing. */
		w->f = fopen(w->name, "we");
		if (!w->f)
			fail(EXIT_FAILURE, "cannot write %s: %s", w->name, strerror(errno));
		w->start_ns = s.ns;
		recording_write_head(w->f);
	}
	recording_write_sample(w->f, ++w->nr, w->start_ns, &s, &texts);
	check_written(w->f, w->name);
	w->last_ns = s.ns;
	sample_free(&s);
	free(texts.counters);
	free(texts.latency);
}

static void record(struct writer *w, struct child *child, u64 step)
{
	u64 next = w->start_ns;

	do {
		next += step;
		if (next < now_ns())
			next = now_ns() + step;
		if (child_wait(child, next))
			break;
		take_sample(w);
	} while (1);
	/* Up to the very end. */
	take_sample(w);
	recording_write_end(w->f, w->last_ns - w->start_ns);
	check_written(w->f, w->name);
}

int command_record(const struct options *o, int argc, char **argv)
{
	struct writer w = { .name = o->output };
	struct child child;

	(void)argc;
	if (!o->output)
		fail(EXIT_USAGE, "record wants -o FILE");
	take_sample(&w);
	child_start(&child, argv);
	if (!child.not_run)
		record(&w, &child, o->interval_ns);
	if (fclose(w.f))
		fail(EXIT_FAILURE, "cannot write %s: %s", w.name, strerror(errno));
	if (child.not_run)
		return child.status;
	fprintf(stderr, "vmalockstat: %lu samples in %llu.%03llu s, in %s\n", w.nr,
		(w.last_ns - w.start_ns) / NSEC_PER_SEC,
		(w.last_ns - w.start_ns) / NSEC_PER_MSEC % 1000, w.name);
	return child.status;
}
