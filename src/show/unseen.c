// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hooks that see nothing although their functions run: a compiler has inlined them into
 * their callers, or cloned them. Compiled into the module and the command.
 */
#include "vmalockstat/histogram.h"
#include "vmalockstat/snapshot.h"

/* Fewer may have another cause, or be on their way. */
#define MIN_EVIDENCE	10

/* Faults on swap, under any lock, that ended in either way. */
static u64 swap_faults(const struct vls_cells *cells, enum vls_outcome one,
		       enum vls_outcome other)
{
	unsigned int lock;
	u64 sum = 0;

	for (lock = 0; lock < VLS_LOCK_NR; lock++)
		sum += cells->fault[lock][VLS_KIND_SWAP][one] +
		       cells->fault[lock][VLS_KIND_SWAP][other];
	return sum;
}

static u64 swap_retries(const struct vls_cells *cells)
{
	return swap_faults(cells, VLS_OUTCOME_RETRY, VLS_OUTCOME_RETRY_MAJOR);
}

static u64 swap_reads(const struct vls_cells *cells)
{
	return swap_faults(cells, VLS_OUTCOME_MAJOR, VLS_OUTCOME_RETRY_MAJOR);
}

/* 6.4 and 6.5 retry every fault under the VMA lock, before they look at its folio. */
static u64 unsupported(const struct vls_cells *cells)
{
	unsigned int lock;
	u64 sum = 0;

	for (lock = 0; lock < VLS_LOCK_NR; lock++)
		sum += cells->retry[lock][VLS_REASON_UNSUPPORTED];
	return sum;
}

/* Faults under a lock, on any entry, that ended in one of some outcomes. */
static u64 faults(const struct vls_cells *cells, enum vls_lock lock, unsigned int first,
		  unsigned int last)
{
	unsigned int kind, outcome;
	u64 sum = 0;

	for (kind = 0; kind < VLS_KIND_NR; kind++)
		for (outcome = first; outcome <= last; outcome++)
			sum += cells->fault[lock][kind][outcome];
	return sum;
}

/*
 * A fault from user mode that holds mmap_lock has got it from lock_mm_and_find_vma(). Right
 * after a reset there may be some that have called it before, and have waited for mmap_lock:
 * count no more than there were retries since, after each of which a task calls it again.
 * That a retry was abandoned proves nothing, as each is when nobody sees that call.
 */
static u64 mmap_faults(const struct vls_cells *cells)
{
	u64 retries = faults(cells, VLS_LOCK_VMA, VLS_OUTCOME_RETRY, VLS_OUTCOME_RETRY_MAJOR) +
		      faults(cells, VLS_LOCK_MMAP, VLS_OUTCOME_RETRY, VLS_OUTCOME_RETRY_MAJOR);
	u64 all = faults(cells, VLS_LOCK_MMAP, 0, VLS_OUTCOME_NR - 1);

	return all < retries ? all : retries;
}

/* Faults of which no time was taken. Nothing sees the reads of these. */
static u64 not_timed(const struct vls_snapshot *snap)
{
	const u64 *fault = &snap->cells.fault[0][0][0];
	u64 faults = 0, timed = 0;
	unsigned int i;

	for (i = 0; i < sizeof(snap->cells.fault) / sizeof(u64); i++)
		faults += fault[i];
	for (i = 0; i < VLS_LOCK_NR; i++)
		timed += vls_histogram_count(&snap->times.hold[i]);
	return faults > timed ? faults - timed : 0;
}

/* Where zswap is read by a function of its own, it may have served them all. */
static bool zswap_may_serve(const struct vls_header *head)
{
	return head->hooks[VLS_HOOK_ZSWAP_LOAD] == VLS_HOOK_ARMED ||
	       head->hooks[VLS_HOOK_ZSWAP_LOAD] == VLS_HOOK_UNWANTED;
}

static u64 more_than(u64 events, u64 explained)
{
	return events > explained ? events - explained : 0;
}

static u64 evidence(const struct vls_snapshot *snap, unsigned int hook)
{
	const struct vls_cells *cells = &snap->cells;

	switch (hook) {
	case VLS_HOOK_FOLIO_LOCK_OR_RETRY:
		return more_than(swap_retries(cells), unsupported(cells));
	case VLS_HOOK_LOCK_MM_AND_FIND_VMA:
		return mmap_faults(cells);
	case VLS_HOOK_SWAP_READ:
		return zswap_may_serve(&snap->head) ? 0 :
		       more_than(swap_reads(cells), not_timed(snap) +
				 cells->calls[VLS_HOOK_SWAP_READ_UNPLUG]);
	default:
		return 0;
	}
}

u64 vls_hook_unseen(const struct vls_snapshot *snap, unsigned int hook)
{
	u64 n;

	if (snap->head.hooks[hook] != VLS_HOOK_ARMED ||
	    snap->cells.calls[hook] || snap->cells.missed[hook])
		return 0;
	n = evidence(snap, hook);
	return n < MIN_EVIDENCE ? 0 : n;
}
