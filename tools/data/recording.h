/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The file of a recording, lines of text:
 *
 *	vmalockstat-recording 1		the version of this format
 *	version VERSION			of the vmalockstat that wrote it
 *	started SECONDS.NANOSECONDS	time of day of the first sample
 *
 * then for each sample, numbered from 1 on, with times in nanoseconds since the
 * first one:
 *
 *	sample N TIME
 *	period MS FROM TO		MS since the last reset, asked between FROM
 *					and TO; left out where it is not known
 *	counters LINES			and the file counters, of so many lines
 *	latency LINES			and the file latency
 *	end N
 *
 * and at last, if it was not cut short:
 *
 *	stopped TIME
 */
#ifndef RECORDING_H
#define RECORDING_H

#include <stdio.h>

#include "sample.h"
#include "source.h"

#define RECORDING_FORMAT	1

struct recording {
	FILE *f;
	const char *name;
	unsigned long line;	/* that was read last */
	unsigned long nr;	/* samples so far */
	char *text;		/* of that line */
	size_t size;
	char version[32];
	u64 started_s;
	bool truncated;
	bool stopped;
};

void recording_write_head(FILE *f);
void recording_write_sample(FILE *f, unsigned long nr, u64 start_ns,
			    const struct sample *s, const struct texts *texts);
void recording_write_end(FILE *f, u64 ns);

/* "-" is stdin. Fails if it is no recording. */
void recording_open(struct recording *r, const char *name);
/*
 * The next sample, or false at the end: where the recording was stopped, or, if
 * it is truncated, after the last sample that is whole.
 */
bool recording_next(struct recording *r, struct sample *s);
void recording_close(struct recording *r);

#endif /* RECORDING_H */
