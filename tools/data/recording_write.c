// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "data/recording.h"
#include "lib/util.h"

void recording_write_head(FILE *f)
{
	u64 now = lib_wall_ns();

	fprintf(f, "vmalockstat-recording %d\n", RECORDING_FORMAT);
	fprintf(f, "version %s\n", VLS_VERSION);
	fprintf(f, "started %llu.%09llu\n", now / NSEC_PER_SEC, now % NSEC_PER_SEC);
}

static void write_text(FILE *f, const char *name, const char *text)
{
	unsigned long lines = 0;
	const char *c;

	for (c = text; *c; c++)
		lines += *c == '\n';
	fprintf(f, "%s %lu\n%s", name, lines, text);
}

void recording_write_sample(FILE *f, unsigned long nr, u64 ns,
			    const struct debugfs_texts *texts)
{
	fprintf(f, "sample %lu %llu\n", nr, ns);
	write_text(f, "counters", texts->counters);
	write_text(f, "latency", texts->latency);
	fprintf(f, "end %lu\n", nr);
}

void recording_write_end(FILE *f, u64 ns)
{
	fprintf(f, "stopped %llu\n", ns);
}
