/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A recording over time: bins of one interval each, or of several where there are more
 * than a picture can show.
 */
#ifndef PLOT_BINS_H
#define PLOT_BINS_H

#include <stddef.h>

#include "data/sample.h"

struct bin {
	/* Since the beginning of the recording. */
	u64 from_ns;
	u64 to_ns;
	bool reset;	/* the counters were reset: there are no numbers */
	unsigned long intervals;
	/* User faults served, and those tried and retried under vls_first_lock(). */
	u64 vma;
	u64 mmap;
	u64 tried;
	u64 retried;
	u64 reason[VLS_REASON_NR];
	/* Nanoseconds that vls_first_lock() was held, where times were taken. */
	bool held_known;
	u64 held[VLS_HELD_NR];
};

struct bins {
	struct bin *bin;
	size_t nr;
	unsigned long intervals;
	unsigned long resets;
	bool reasons_known;	/* in all bins */
};

/**
 * bins_add() - add the next interval
 * @bins: the bins
 * @diff: what was counted in it; not looked at after a reset
 * @from_ns: its beginning
 * @to_ns: its end
 * @reset: whether the counters were reset in it
 */
void bins_add(struct bins *bins, const struct sample *diff, u64 from_ns, u64 to_ns,
	      bool reset);

/**
 * bins_merge() - join neighbours until a picture can show all bins
 * @bins: the bins
 */
void bins_merge(struct bins *bins);

/**
 * bins_free() - free what bins have allocated
 * @bins: the bins
 */
void bins_free(struct bins *bins);

#endif /* PLOT_BINS_H */
