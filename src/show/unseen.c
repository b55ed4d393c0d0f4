// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hooks that see nothing although their functions run: a compiler has inlined them into
 * their callers, or cloned them. Compiled into the module and the command.
 */
#include "vmalockstat/snapshot.h"

/* Fewer may have another cause, or be on their way. */
#define MIN_EVIDENCE	10

static u64 swap_retries(const struct vls_cells *cells)
{
	unsigned int lock;
	u64 sum = 0;

	for (lock = 0; lock < VLS_LOCK_NR; lock++)
		sum += cells->fault[lock][VLS_KIND_SWAP][VLS_OUTCOME_RETRY] +
		       cells->fault[lock][VLS_KIND_SWAP][VLS_OUTCOME_RETRY_MAJOR];
	return sum;
}

static u64 vma_retries(const struct vls_cells *cells)
{
	unsigned int kind;
	u64 sum = 0;

	for (kind = 0; kind < VLS_KIND_NR; kind++)
		sum += cells->fault[VLS_LOCK_VMA][kind][VLS_OUTCOME_RETRY] +
		       cells->fault[VLS_LOCK_VMA][kind][VLS_OUTCOME_RETRY_MAJOR];
	return sum;
}

static u64 swap_reads(const struct vls_cells *cells)
{
	unsigned int lock;
	u64 sum = 0;

	for (lock = 0; lock < VLS_LOCK_NR; lock++)
		sum += cells->fault[lock][VLS_KIND_SWAP][VLS_OUTCOME_MAJOR] +
		       cells->fault[lock][VLS_KIND_SWAP][VLS_OUTCOME_RETRY_MAJOR];
	return sum;
}

static u64 evidence(const struct vls_cells *cells, unsigned int hook)
{
	u64 explained;

	switch (hook) {
	case VLS_HOOK_FOLIO_LOCK_OR_RETRY:
		return swap_retries(cells);
	case VLS_HOOK_LOCK_MM_AND_FIND_VMA:
		explained = cells->abandoned + cells->retry_pending + cells->untracked;
		return vma_retries(cells) > explained ? vma_retries(cells) - explained : 0;
	case VLS_HOOK_SWAP_READ:
		return swap_reads(cells);
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
	n = evidence(&snap->cells, hook);
	return n < MIN_EVIDENCE ? 0 : n;
}
