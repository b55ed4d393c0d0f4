/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The files counters and latency at one moment, or the difference between two.
 */
#ifndef SAMPLE_H
#define SAMPLE_H

#include <linux/types.h>
#include <stddef.h>

#include "histogram.h"

struct counter {
	char *name;
	u64 n;
};

struct timed {
	char *name;
	struct vls_histogram h;
	/* In a difference h.max may be no more than a bound. */
	bool max_exact;
};

/*
 * How long ago the last reset was, and between which times of CLOCK_MONOTONIC
 * the module was asked. Only the text for people has it: it may be unknown.
 */
struct since_reset {
	bool known;
	u64 ms;
	u64 from_ns;
	u64 to_ns;
};

struct sample {
	struct counter *counters;
	size_t nr_counters;
	struct timed *times;
	size_t nr_times;
	bool timing;
	/* CLOCK_MONOTONIC; for a difference, how long it took. */
	u64 ns;
	struct since_reset since_reset;
};

/* Has there been a reset between the two that were asked for this? */
bool since_reset_is_newer(const struct since_reset *before,
			  const struct since_reset *after);

/* What a kernel may not know. */
struct value {
	bool known;
	u64 n;
};

void sample_free(struct sample *s);
/* Both are to be filled in. */
struct counter *sample_add_counter(struct sample *s, const char *name);
struct timed *sample_add_time(struct sample *s, const char *name);

struct value sample_counter(const struct sample *s, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* NULL if it is not there. */
struct timed *sample_time(const struct sample *s, const char *name);

/* A number of now, not one of events since the reset. */
bool counter_is_gauge(const char *name);

/* Have the counters been set to zero between the two? */
bool sample_was_reset(const struct sample *before, const struct sample *after);
/* What happened between them; what only one of them has is left out. */
void sample_diff(struct sample *diff, const struct sample *before,
		 const struct sample *after);
/* @sum goes on with @diff, the next interval. */
void sample_accumulate(struct sample *sum, const struct sample *diff);

#endif /* SAMPLE_H */
