// SPDX-License-Identifier: GPL-2.0-only
/* vmalockstat record: samples into a file, while a command runs or until a signal. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "data/debugfs.h"
#include "data/recording.h"
#include "lib/child.h"
#include "lib/util.h"

struct writer {
	FILE *f;
	const char *name;
	unsigned long nr;
	u64 start_ns;
	u64 last_ns;
};

static void take_sample(struct writer *w)
{
	struct debugfs_texts texts;
	struct sample s;

	debugfs_sample(&s, &texts);
	if (!w->nr) {
		/* Not earlier: an older recording is kept if the module cannot be read. */
		w->f = fopen(w->name, "we");
		if (!w->f)
			lib_fail(STATUS_FAILURE, "cannot write %s: %s", w->name, strerror(errno));
		w->start_ns = s.ns;
		recording_write_head(w->f);
	}
	recording_write_sample(w->f, ++w->nr, s.ns - w->start_ns, &texts);
	lib_check_written(w->f, w->name);
	w->last_ns = s.ns;
	sample_free(&s);
	free(texts.counters);
	free(texts.latency);
}

static void record(struct writer *w, struct child *child, u64 step)
{
	u64 next = lib_now_ns();

	do {
		next += step;
		if (next < lib_now_ns())
			next = lib_now_ns() + step;
		if (child_wait(child, next))
			break;
		take_sample(w);
	} while (1);
	/* What was counted since the last sample. */
	take_sample(w);
	recording_write_end(w->f, w->last_ns - w->start_ns);
	lib_check_written(w->f, w->name);
}

int command_record(const struct options *o, int argc, char **argv)
{
	struct writer w = { .name = o->output };
	struct child child;

	(void)argc;
	if (!o->output)
		lib_fail(STATUS_USAGE, "record: expected -o FILE");
	take_sample(&w);
	child_start(&child, argv);
	if (!child.not_run)
		record(&w, &child, o->interval_ns);
	if (fclose(w.f))
		lib_fail(STATUS_FAILURE, "cannot write %s: %s", w.name, strerror(errno));
	if (child.not_run)
		return child.status;
	fprintf(stderr, "vmalockstat: wrote %lu samples of %llu.%03llu s to %s\n", w.nr,
		(w.last_ns - w.start_ns) / NSEC_PER_SEC,
		(w.last_ns - w.start_ns) / NSEC_PER_MSEC % 1000, w.name);
	return child.status;
}
