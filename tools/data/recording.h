/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The file of a recording, lines of text:
 *
 *	vmalockstat-recording 2		the version of this format
 *	version VERSION			of the vmalockstat that wrote it
 *	started SECONDS.NANOSECONDS	time of day of the first sample
 *
 * then for each sample, numbered from 1 on, with times in nanoseconds since the
 * first one:
 *
 *	sample N TIME
 *	counters LINES			and the file counters, which has LINES lines
 *	latency LINES			and the file latency
 *	end N
 *
 * and at last, if it was not cut short:
 *
 *	stopped TIME
 */
#ifndef DATA_RECORDING_H
#define DATA_RECORDING_H

#include <stdio.h>

#include "data/debugfs.h"
#include "data/sample.h"

#define RECORDING_FORMAT	2

struct recording {
	FILE *f;
	const char *name;
	unsigned long line;	/* number of the line that was read last */
	unsigned long nr;	/* samples so far */
	char *text;		/* of that line */
	size_t size;
	char version[32];
	u64 started_s;
	u64 first_taken_ns;	/* CLOCK_MONOTONIC of the first sample */
	bool truncated;
	bool stopped;
};

/**
 * recording_write_head() - begin a recording
 * @f: the file
 */
void recording_write_head(FILE *f);

/**
 * recording_write_sample() - write one sample
 * @f: the file
 * @nr: its number, from 1 on
 * @ns: its time since the first sample
 * @texts: the files of the module
 */
void recording_write_sample(FILE *f, unsigned long nr, u64 ns,
			    const struct debugfs_texts *texts);

/**
 * recording_write_end() - end a recording
 * @f: the file
 * @ns: time since the first sample
 */
void recording_write_end(FILE *f, u64 ns);

/**
 * recording_open() - open a recording
 * @r: filled in; to be closed
 * @name: of the file; "-" is stdin
 *
 * Fails with STATUS_FAILURE or STATUS_PERMISSION if it cannot be read, with STATUS_FORMAT
 * or STATUS_MALFORMED if it is no recording that this vmalockstat reads.
 */
void recording_open(struct recording *r, const char *name);

/**
 * recording_next() - read the next sample
 * @r: the recording
 * @s: filled in; to be freed
 *
 * Return: false at the end: where the recording was stopped, or, if it is truncated, after
 * the last complete sample. Fails with STATUS_FORMAT or STATUS_MALFORMED.
 */
bool recording_next(struct recording *r, struct sample *s);

/**
 * recording_close() - close a recording
 * @r: the recording
 */
void recording_close(struct recording *r);

#endif /* DATA_RECORDING_H */
