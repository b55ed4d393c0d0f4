/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A snapshot: what the files in debugfs are printed from, and what the command parses them
 * into.
 */
#ifndef VMALOCKSTAT_SNAPSHOT_H
#define VMALOCKSTAT_SNAPSHOT_H

#include <linux/types.h>

#include "vmalockstat/labels.h"
#include "vmalockstat/table.h"

/* The lines that counters and latency begin with. */
struct vls_header {
	char kernel[65];	/* release of the running kernel */
	bool vma_lock;		/* the kernel has per-VMA locks */
	bool run_delay;		/* it knows how long a task has waited for a CPU */
	bool counting;		/* enabled=1 */
	bool timing;		/* timing=1 */
	u8 experiment;		/* enum vls_experiment */
	u8 hooks[VLS_HOOK_NR];	/* enum vls_hook_state */
	u64 taken_ns;		/* CLOCK_MONOTONIC when the snapshot was taken */
	u64 since_reset_ns;
};

struct vls_snapshot {
	struct vls_header head;
	struct vls_cells cells;
	struct vls_times times;
};

/**
 * vls_hook_usable() - whether the counters of a hook are known
 * @head: the states of the hooks
 * @hook: enum vls_hook_id
 *
 * Any context. Return: true if it is attached, armed or not.
 */
static inline bool vls_hook_usable(const struct vls_header *head, unsigned int hook)
{
	return head->hooks[hook] > VLS_HOOK_UNAVAILABLE;
}

/**
 * vls_hook_lacking() - the hook that keeps a counter from being known
 * @head: the states of the hooks
 * @needs: bits of VLS_NEED()
 *
 * Any context. Return: the first of these hooks that is not usable, or VLS_HOOK_NR.
 */
static inline unsigned int vls_hook_lacking(const struct vls_header *head, u32 needs)
{
	unsigned int i;

	for (i = 0; i < VLS_HOOK_NR; i++)
		if (needs & (1U << i) && !vls_hook_usable(head, i))
			break;
	return i;
}

/**
 * vls_available() - whether a counter, time or column is known
 * @head: the kernel and the states of the hooks
 * @needs: bits of VLS_NEED() and the like
 *
 * Any context. Return: false if it has to be left out.
 */
static inline bool vls_available(const struct vls_header *head, u32 needs)
{
	if (needs & VLS_NEED_VMA_LOCK && !head->vma_lock)
		return false;
	if (needs & VLS_NEED_RUN_DELAY && !head->run_delay)
		return false;
	if (needs & VLS_NEED_TIMING && !head->timing)
		return false;
	return vls_hook_lacking(head, needs) == VLS_HOOK_NR;
}

/* Is it known how long fault locks were held? */
static inline bool vls_holds_known(const struct vls_header *head)
{
	return vls_available(head, VLS_NEEDS_HOLD);
}

/**
 * vls_hook_unseen() - does an armed hook see nothing, though its function must have run?
 * @snap: what has been counted
 * @hook: which
 *
 * Any context. Return: the number of events that prove it, 0 if nothing does.
 */
u64 vls_hook_unseen(const struct vls_snapshot *snap, unsigned int hook);

/* The lock that faults from user mode try first. */
static inline enum vls_lock vls_first_lock(const struct vls_header *head)
{
	return head->vma_lock ? VLS_LOCK_VMA : VLS_LOCK_MMAP;
}

#endif /* VMALOCKSTAT_SNAPSHOT_H */
