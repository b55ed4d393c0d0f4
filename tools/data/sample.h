/* SPDX-License-Identifier: GPL-2.0-only */
/* The files counters and latency at one moment, or the difference between two. */
#ifndef DATA_SAMPLE_H
#define DATA_SAMPLE_H

#include <stddef.h>

#include "vmalockstat/snapshot.h"

/* What a newer module counts and the table of this vmalockstat does not have. */
struct sample_new_counter {
	char *name;
	u64 n;
};

struct sample_new_time {
	char *name;
	struct vls_histogram h;
	bool max_exact;
};

struct sample {
	/* Of a difference: what was added; the gauges and the header are of its end. */
	struct vls_snapshot snap;
	/* In a difference the max of a histogram may be no more than a bound. */
	bool max_exact[VLS_TIME_NR];
	struct sample_new_counter *new_counters;
	size_t nr_new_counters;
	struct sample_new_time *new_times;
	size_t nr_new_times;
	u64 ns;		/* CLOCK_MONOTONIC; of a difference, how long it took */
};

/* A counter or a time as they are printed. */
struct sample_counter {
	const char *name;
	u64 n;
};

struct sample_time {
	const char *name;
	const struct vls_histogram *h;
	bool max_exact;
};

/**
 * sample_cells() - the counters as an array of VLS_CELL_NR
 * @s: the sample
 */
static inline const u64 *sample_cells(const struct sample *s)
{
	return (const u64 *)&s->snap.cells;
}

/**
 * sample_times() - the times as an array of VLS_TIME_NR
 * @s: the sample
 */
static inline const struct vls_histogram *sample_times(const struct sample *s)
{
	return (const struct vls_histogram *)&s->snap.times;
}

/**
 * sample_has_time() - is there a time in a sample?
 * @s: the sample
 * @needs: what the time needs, as of the table
 */
static inline bool sample_has_time(const struct sample *s, u32 needs)
{
	return s->snap.head.timing && vls_available(&s->snap.head, needs);
}

/**
 * sample_next_counter() - walk through the counters that are available
 * @s: the sample
 * @at: where the walk is, 0 to begin it; changed
 * @counter: filled in
 *
 * In the order of the table; those that are not in it come last. Return: false at the
 * end.
 */
bool sample_next_counter(const struct sample *s, size_t *at, struct sample_counter *counter);

/**
 * sample_next_time() - walk through the times that are available
 * @s: the sample
 * @at: where the walk is, 0 to begin it; changed
 * @time: filled in
 *
 * As sample_next_counter(). Return: false at the end.
 */
bool sample_next_time(const struct sample *s, size_t *at, struct sample_time *time);

/**
 * sample_init() - an empty sample
 * @s: filled in
 */
void sample_init(struct sample *s);

/**
 * sample_free() - free what a sample has allocated
 * @s: is empty afterwards
 */
void sample_free(struct sample *s);

/**
 * sample_add_counter() - add a counter that the table does not have
 * @s: the sample
 * @name: is copied
 *
 * Return: the counter, to be filled in, until the next is added.
 */
struct sample_new_counter *sample_add_counter(struct sample *s, const char *name);

/**
 * sample_add_time() - add a time that the table does not have
 * @s: the sample
 * @name: is copied
 *
 * Return: the time, empty, until the next is added.
 */
struct sample_new_time *sample_add_time(struct sample *s, const char *name);

/**
 * sample_find_counter() - a counter that the table does not have
 * @s: the sample
 * @name: of the counter
 *
 * Return: the counter, or NULL.
 */
const struct sample_new_counter *sample_find_counter(const struct sample *s, const char *name);

/**
 * sample_find_time() - a time that the table does not have
 * @s: the sample
 * @name: of the time
 *
 * Return: the time, or NULL.
 */
const struct sample_new_time *sample_find_time(const struct sample *s, const char *name);

/**
 * sample_was_reset() - have the counters been reset between two samples?
 * @before: the older one
 * @after: the newer one
 */
bool sample_was_reset(const struct sample *before, const struct sample *after);

/**
 * sample_diff() - what was counted between two samples
 * @diff: filled in; to be freed
 * @before: the older one
 * @after: the newer one, of the same reset
 *
 * What only one of the two has is left out. Fails with STATUS_MALFORMED if a counter went
 * down.
 */
void sample_diff(struct sample *diff, const struct sample *before,
		 const struct sample *after);

/**
 * sample_accumulate() - add another interval
 * @sum: of the intervals so far
 * @diff: the next interval
 *
 * Fails with STATUS_MALFORMED if a counter needs more than 64 bits.
 */
void sample_accumulate(struct sample *sum, const struct sample *diff);

#endif /* DATA_SAMPLE_H */
