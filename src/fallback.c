// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on lock_mm_and_find_vma(): mmap_lock is really taken for a fault.
 * A fault that the VMA lock served never comes here.
 */
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/ptrace.h>

#include "breakdown.h"
#include "compat.h"
#include "events.h"
#include "hook.h"
#include "pending.h"
#include "stats.h"
#include "times.h"

struct fallback {
	u64 entered_ns;
	u32 period;
	int slot;	/* of the record of the retry that it comes from, or -1 */
};

/*
 * Is this the fallback of the retry that @rec remembers? Without the hook on
 * get_signal() a task may come here for another fault than the one it gave up.
 */
static bool same_fault(const struct vls_pending *rec, unsigned long address)
{
	return (rec->address & PAGE_MASK) == (address & PAGE_MASK);
}
NOKPROBE_SYMBOL(same_fault);

static noinline void break_down(const struct vls_pending *rec, enum vls_part_id what,
				u64 n)
{
	struct vls_part part = {};

	part.of[what] = n;
	vls_breakdown_add(rec->swap, &part);
}
NOKPROBE_SYMBOL(break_down);

/*
 * The current task's swap fault retried under the VMA lock. Return: the slot of its
 * record, if this comes from that.
 */
static int fallback_of_retry(int slot, unsigned long address)
{
	const struct vls_pending *rec = vls_pending_at(slot);

	if (rec->period != READ_ONCE(vls_period)) {
		/* The retry was not counted in this period; nor is this. */
		vls_pending_drop(slot);
		return -1;
	}
	if (!same_fault(rec, address)) {
		vls_count(abandoned);
		vls_count(fallback[VLS_FALLBACK_OTHER]);
		vls_pending_drop(slot);
		return -1;
	}
	vls_count(fallback[VLS_FALLBACK_SWAP_RETRY]);
	if (vls_breakdown_on())
		break_down(rec, VLS_PART_FALLBACK, 1);
	vls_pending_set_fallback(slot);
	return slot;
}
NOKPROBE_SYMBOL(fallback_of_retry);

/* It retried under mmap_lock: its second round there, or that of another fault. */
static void fallback_again(int slot, unsigned long address)
{
	const struct vls_pending *rec = vls_pending_at(slot);

	if (rec->period == READ_ONCE(vls_period)) {
		if (same_fault(rec, address))
			vls_count(fallback[VLS_FALLBACK_MMAP_RETRY]);
		else
			vls_count(fallback[VLS_FALLBACK_OTHER]);
	}
	vls_pending_drop(slot);
}
NOKPROBE_SYMBOL(fallback_again);

/* Why does this fault come to mmap_lock? Return: as above. */
static int fallback_count(unsigned long address, bool user)
{
	int slot = vls_pending_find();
	enum vls_pending_state state = vls_pending_state(slot);

	/* The return of an earlier call was missed. */
	if (state == VLS_PENDING_FALLBACK)
		vls_pending_drop(slot);
	if (!user)
		vls_count(fallback[VLS_FALLBACK_KERNEL]);
	else if (state == VLS_PENDING_RETRIED)
		return fallback_of_retry(slot, address);
	else if (state == VLS_PENDING_AGAIN)
		fallback_again(slot, address);
	else
		vls_count(fallback[VLS_FALLBACK_OTHER]);
	return -1;
}
NOKPROBE_SYMBOL(fallback_count);

static __always_inline bool fallback_enter(struct fallback *fallback,
					   const struct vls_call *call, bool direct)
{
	struct pt_regs *fault_regs = (struct pt_regs *)call->arg[2];

	fallback->period = READ_ONCE(vls_period);
	if (!fallback->period)
		return false;
	fallback->slot = fallback_count(call->arg[1], user_mode(fault_regs));
	if (vls_timed())
		fallback->entered_ns = vls_clock();
	return vls_hook_enter(VLS_HOOK_FALLBACK, direct);
}

/*
 * Would a retry under the VMA lock have served the fault? It would if nobody had
 * mmap_lock for writing since the retry, or if the VMA is there still and nobody
 * has locked it for writing since it was let go: the number of a write lock is
 * new each time, also for a new VMA in the place of the old one.
 */
static enum vls_whatif_retry whatif_retry(const struct vls_vma *left,
					  const struct vm_area_struct *vma,
					  bool no_mm_writer)
{
	if (!vma)
		return VLS_WHATIF_RETRY_REFUSED;
	if (no_mm_writer)
		return VLS_WHATIF_RETRY_AVOIDED;
	if (!left->vma)
		return VLS_WHATIF_RETRY_UNKNOWN;
	if (vma != left->vma || vls_compat_vma_lock_seq(vma) != left->lock_seq)
		return VLS_WHATIF_RETRY_REFUSED;
	return VLS_WHATIF_RETRY_AVOIDED;
}
NOKPROBE_SYMBOL(whatif_retry);

static void fallback_time(const struct fallback *fallback,
			  const struct vls_pending *rec, bool found,
			  enum vls_whatif_retry whatif)
{
	u64 now = vls_clock();
	u64 wait = vls_elapsed(fallback->entered_ns, now);
	u64 cost = vls_elapsed(rec->released_ns, now);

	vls_time_add(VLS_TIME_FALLBACK_WAIT, wait);
	if (vls_breakdown_on())
		break_down(rec, VLS_PART_FALLBACK_WAIT, wait);
	if (whatif == VLS_WHATIF_RETRY_AVOIDED)
		vls_time_add(VLS_TIME_WHATIF_SAVED, wait);
	if (found)
		vls_time_add(VLS_TIME_RETRY_COST, cost);
	trace_swap_fallback(rec->address, whatif, wait, cost);
}
NOKPROBE_SYMBOL(fallback_time);

/* mmap_lock is held for reading, unless no VMA was found. */
static __always_inline void fallback_return(const struct fallback *fallback,
					    unsigned long ret, bool direct)
{
	const struct vm_area_struct *vma = (const struct vm_area_struct *)ret;
	const struct vls_pending *rec;
	enum vls_whatif_retry whatif;
	bool no_mm_writer;

	vls_hook_leave(VLS_HOOK_FALLBACK, direct);
	if (fallback->period != READ_ONCE(vls_period))
		return;
	if (!vma)
		vls_count(fallback_no_vma);
	if (fallback->slot < 0)
		return;
	rec = vls_pending_at(fallback->slot);
	no_mm_writer = rec->mm_lock_seq == vls_compat_mm_lock_seq(current->mm);
	if (vma && no_mm_writer)
		vls_count(fallback_avoidable);
	whatif = whatif_retry(&rec->vma, vma, no_mm_writer);
	vls_count(whatif_retry[whatif]);
	if (vls_timed())
		fallback_time(fallback, rec, vma, whatif);
	else
		trace_swap_fallback(rec->address, whatif, 0, 0);
	vls_pending_drop(fallback->slot);
}

VLS_HOOK_HANDLERS(fallback, VLS_HOOK_FALLBACK, struct fallback);

struct vls_hook vls_hook_fallback = {
	.symbol = VLS_SYMBOL_FALLBACK,
	.unknown = !VLS_KNOWN_FALLBACK,
	VLS_HOOK_RETURNS(fallback, VLS_HOOK_FALLBACK, struct fallback),
};
