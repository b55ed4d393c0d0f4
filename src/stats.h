/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_STATS_H
#define VLS_STATS_H

#include <linux/percpu.h>
#include <linux/types.h>

#include "histogram.h"
#include "vmalockstat.h"

/*
 * What one CPU has counted; a snapshot is their sum. All are numbers of
 * events since the last reset. A fault may enter on one CPU and return on
 * another, so only sums over all CPUs mean anything.
 */
struct vls_cells {
	/* Returns of do_swap_page(). */
	u64 fault[VLS_LOCK_NR][VLS_KIND_NR][VLS_OUTCOME_NR];
	/* The retries among them, by reason. */
	u64 retry[VLS_LOCK_NR][VLS_REASON_NR];
	/* Calls of __folio_lock_or_retry() within these faults. */
	u64 folio_lock[VLS_LOCK_NR][VLS_FOLIO_LOCK_NR];
	/* Calls of lock_mm_and_find_vma(). */
	u64 fallback[VLS_FALLBACK_NR];
	/* Those of them that returned NULL. */
	u64 fallback_no_vma;
	/* Swap retries whose mm saw no writer of mmap_lock before the fallback. */
	u64 fallback_avoidable;
	/* VMA-lock retries whose task left without taking mmap_lock. */
	u64 abandoned;
	/* VMA-lock retries whose fallback could not be told. */
	u64 untracked;
	/* Calls of __vma_start_write(). */
	u64 writer[VLS_WRITER_NR];
	/* What if the VMA lock were kept through a wait, or taken again after it? */
	u64 whatif_hold[VLS_WHATIF_HOLD_NR];
	u64 whatif_retry[VLS_WHATIF_RETRY_NR];
	/* Waits for a folio with the VMA lock let go, with a writer of mmap_lock. */
	u64 whatif_mm_writer;
	/*
	 * All faults from user mode, with all_faults=1. The attempts are the
	 * calls of their hook, which a snapshot fills in.
	 */
	u64 vma_lock[VLS_VMA_LOCK_NR];
	u64 mmap_lock[VLS_MMAP_LOCK_NR];
	/* Calls that were not followed to their return, by hook. */
	u64 missed[VLS_HOOK_NR];
	/*
	 * Calls that were. They come last: a snapshot sums them after all
	 * above, so that a fault that returns meanwhile has entered for it too.
	 */
	u64 entered[VLS_HOOK_NR];
};

extern struct vls_cells __percpu *vls_cells;

/*
 * The counting period, new with each reset and each time that counting is
 * switched on; 0 while it is off. A record made in another period than the
 * present one is not counted any more. Handlers run with preemption off and
 * the period changes with all CPUs stopped: it cannot change within a handler.
 */
extern u32 vls_period;

#define vls_count(cell)	this_cpu_inc(vls_cells->cell)

struct vls_snapshot {
	struct vls_cells cells;
	struct vls_times times;
	u64 in_flight;		/* faults inside do_swap_page() */
	u64 retry_pending;	/* tasks between a VMA-lock retry and its fallback */
	u64 missed[VLS_HOOK_NR];/* calls that were not followed, for any reason */
	u64 period_ns;		/* since the last reset */
	bool counting;
	bool timed;
};

int vls_stats_init(void);
void vls_stats_exit(void);

void vls_stats_start(void);
void vls_stats_stop(void);
void vls_stats_reset(void);
void vls_stats_snapshot(struct vls_snapshot *snap);

/* In between, counting neither starts nor stops nor goes to zero. */
void vls_stats_lock(void);
void vls_stats_unlock(void);

#endif /* VLS_STATS_H */
