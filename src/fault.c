// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on do_swap_page(): every fault on an entry that is not a present
 * page, from its call to its return.
 */
#include <linux/kprobes.h>
#include <linux/mm.h>

#include "all_faults.h"
#include "breakdown.h"
#include "compat.h"
#include "decode.h"
#include "events.h"
#include "fault.h"
#include "hook.h"
#include "inside.h"
#include "pending.h"
#include "stats.h"
#include "times.h"

static __always_inline bool fault_enter_timed(struct vls_fault *fault, bool direct)
{
	fault->released_ns = 0;
	fault->entered_ns = vls_clock();
	return vls_hook_enter(VLS_HOOK_DO_SWAP_PAGE, direct);
}

/* Out of the way of those without times, which then need no stack frame. */
static noinline bool fault_enter_timed_kretprobe(struct vls_fault *fault)
{
	return fault_enter_timed(fault, false);
}
NOKPROBE_SYMBOL(fault_enter_timed_kretprobe);

/* Not what do_swap_page() is called with: nothing of it can be read. */
static noinline bool fault_strange(void)
{
	if (!READ_ONCE(vls_hook_do_swap_page.strange))
		WRITE_ONCE(vls_hook_do_swap_page.strange, true);
	vls_count(missed[VLS_HOOK_DO_SWAP_PAGE]);
	return false;
}
NOKPROBE_SYMBOL(fault_strange);

/* With direct calls, nobody else says where the task's fault is. */
static __always_inline bool fault_publish(struct vls_fault *fault)
{
	if (likely(vls_inside_put(fault)))
		return true;
	vls_count(missed[VLS_HOOK_DO_SWAP_PAGE]);
	return false;
}

static __always_inline bool fault_enter(struct vls_fault *fault,
					const struct vls_call *call, bool direct)
{
	const struct vm_fault *vmf = (const struct vm_fault *)call->arg[0];

	fault->period = READ_ONCE(vls_period);
	if (unlikely(!fault->period))
		return false;
	if (unlikely(!vls_compat_is_fault(vmf)))
		return fault_strange();
	fault->lock = vls_decode_lock(vmf->flags);
	fault->kind = vls_compat_entry_kind(vmf->orig_pte);
	fault->swap = vls_breakdown_on() ?
		      vls_compat_swap_type(vmf->orig_pte) + 1 : VLS_SWAP_NONE;
	fault->folio_lock = 0;
	fault->address = vmf->address;
	fault->vma.vma = vmf->vma;
	/* These may let the VMA lock go where no hook sees it. */
	if (unlikely(fault->kind != VLS_KIND_SWAP))
		fault->vma.lock_seq = vls_compat_vma_lock_seq(vmf->vma);
	if (direct && !fault_publish(fault))
		return false;
	if (vls_timed())
		return direct ? fault_enter_timed(fault, true) :
				fault_enter_timed_kretprobe(fault);
	return vls_hook_enter(VLS_HOOK_DO_SWAP_PAGE, direct);
}

/* The swap device of a fault, if its entry is of one. */
static u8 fault_swap(const struct vls_fault *fault)
{
	return fault->kind == VLS_KIND_SWAP ? fault->swap : VLS_SWAP_NONE;
}
NOKPROBE_SYMBOL(fault_swap);

static noinline void fault_break_down(const struct vls_fault *fault,
				      enum vls_outcome outcome, u64 held)
{
	struct vls_part part = {};

	part.of[VLS_PART_FAULT + fault->lock] = 1;
	part.of[VLS_PART_RETRY] = fault->lock == VLS_LOCK_VMA &&
				  (outcome == VLS_OUTCOME_RETRY ||
				   outcome == VLS_OUTCOME_RETRY_MAJOR);
	part.of[VLS_PART_MAJOR] = outcome == VLS_OUTCOME_MAJOR ||
				  outcome == VLS_OUTCOME_RETRY_MAJOR;
	part.of[VLS_PART_HOLD] = held;
	if (vls_timed() &&
	    (fault->folio_lock == VLS_FOLIO_LOCK_LOCKED + 1 ||
	     fault->folio_lock == VLS_FOLIO_LOCK_DROPPED + 1))
		part.of[VLS_PART_FOLIO_WAIT] = fault->folio_wait_ns;
	vls_breakdown_add(fault_swap(fault), &part);
}
NOKPROBE_SYMBOL(fault_break_down);

/*
 * From user mode it was a fault of the current task in its own mm, which comes
 * to mmap_lock next, or comes there again.
 */
static void remember_retry(const struct vls_fault *fault, u64 released)
{
	bool vma = fault->lock == VLS_LOCK_VMA;
	enum vls_pending_state was;
	struct vls_pending old, rec = {
		.released_ns = released,
		.address = fault->address,
		.period = fault->period,
		.mm_lock_seq = vls_compat_mm_lock_seq(current->mm),
		.swap = fault_swap(fault),
	};

	/* Of others nobody knows how the VMA was when they let it go. */
	if (fault->folio_lock || fault->kind != VLS_KIND_SWAP)
		rec.vma = fault->vma;

	if (!vls_hook_available(VLS_HOOK_FALLBACK))
		return;
	if (!vls_pending_put(&rec, vma ? VLS_PENDING_RETRIED : VLS_PENDING_AGAIN,
			     &was, &old)) {
		if (vma)
			vls_count(untracked);
		return;
	}
	/* The task never came to mmap_lock for the retry before. */
	if (was == VLS_PENDING_RETRIED && old.period == fault->period)
		vls_count(abandoned);
}
NOKPROBE_SYMBOL(remember_retry);

static noinline void fault_retried(const struct vls_fault *fault, u64 released)
{
	bool folio_lock = fault->folio_lock &&
			  fault->folio_lock != VLS_FOLIO_LOCK_LOCKED + 1;
	enum vls_reason reason = vls_decode_reason(fault->lock, fault->kind,
						   folio_lock,
						   VLS_SWAP_UNSUPPORTED);

	vls_count(retry[fault->lock][reason]);
	trace_swap_retry(fault->address, fault->lock, reason,
			 vls_timed() && fault->folio_lock ? fault->folio_wait_ns : 0);
	if (fault->lock == VLS_LOCK_MMAP_NOUSER)
		return;
	vls_all_faults_swap_retried();
	remember_retry(fault, released);
}
NOKPROBE_SYMBOL(fault_retried);

/*
 * What folio_lock.c has seen of this fault counts together with the fault: if
 * counting stops between the two, neither is counted.
 */
static noinline void fault_waited(const struct vls_fault *fault)
{
	enum vls_folio_lock result = fault->folio_lock - 1;

	vls_count(folio_lock[fault->lock][result]);
	if (fault->lock == VLS_LOCK_VMA && result != VLS_FOLIO_LOCK_LOCKED &&
	    vls_whatif_wait_count(&fault->wait))
		trace_writer_blocked(vls_timed() ? fault->wait.writer_ns : 0);
	if (!vls_timed())
		return;
	if (result == VLS_FOLIO_LOCK_LOCKED)
		vls_time_add(VLS_TIME_FOLIO_WAIT_HELD, fault->folio_wait_ns);
	else if (result == VLS_FOLIO_LOCK_DROPPED)
		vls_time_add(VLS_TIME_FOLIO_WAIT_DROPPED, fault->folio_wait_ns);
}
NOKPROBE_SYMBOL(fault_waited);

/* Its lock was let go at @released. */
static __always_inline u64 fault_time(const struct vls_fault *fault, u64 released)
{
	u64 held = vls_elapsed(fault->entered_ns, released);

	vls_time_add(VLS_TIME_HOLD + fault->lock, held);
	if (unlikely(fault->kind == VLS_KIND_MIGRATION))
		vls_time_add(VLS_TIME_MIGRATION_WAIT + fault->lock, held);
	return held;
}

/* All that there may be to say of a fault that returns. */
static noinline void fault_return_slow(const struct vls_fault *fault,
				       unsigned int ret, bool give_back)
{
	enum vls_outcome outcome = vls_decode_outcome(ret);
	u64 released = 0, held = 0;

	if (give_back)
		vls_hook_give_back(VLS_HOOK_DO_SWAP_PAGE);
	if (fault->period != READ_ONCE(vls_period))
		return;
	vls_count(fault[fault->lock][fault->kind][outcome]);
	if (vls_timed()) {
		released = fault->released_ns ?: vls_clock();
		held = fault_time(fault, released);
	}
	trace_swap_fault(fault->address, fault->lock, fault->kind, outcome, held);
	if (unlikely(fault->folio_lock))
		fault_waited(fault);
	if (outcome == VLS_OUTCOME_RETRY || outcome == VLS_OUTCOME_RETRY_MAJOR)
		fault_retried(fault, released);
	if (vls_breakdown_on())
		fault_break_down(fault, outcome, held);
}
NOKPROBE_SYMBOL(fault_return_slow);

/*
 * Without times nearly all faults only add one to a cell here: with nothing to
 * be called on their way, they need no stack frame.
 */
static __always_inline void fault_return(const struct vls_fault *fault,
					 unsigned int ret, bool direct)
{
	bool give_back = vls_hook_leave_fast(VLS_HOOK_DO_SWAP_PAGE, direct);

	if (direct)
		vls_inside_drop(fault);
	if (vls_timed() || unlikely(give_back) ||
	    unlikely(fault->period != READ_ONCE(vls_period)) ||
	    unlikely(!vls_decode_plain(ret)) || unlikely(fault->folio_lock) ||
	    trace_swap_fault_enabled() || vls_breakdown_on())
		fault_return_slow(fault, ret, give_back);
	else
		vls_count(fault[fault->lock][fault->kind][vls_decode_outcome(ret)]);
}

VLS_HOOK_HANDLERS(fault, VLS_HOOK_DO_SWAP_PAGE, struct vls_fault);

struct vls_hook vls_hook_do_swap_page = {
	.symbol = VLS_SYMBOL_DO_SWAP_PAGE,
	.required = true,
	VLS_HOOK_RETURNS(fault, VLS_HOOK_DO_SWAP_PAGE, struct vls_fault),
};

/* The counted fault that the current task is inside of, or NULL. */
struct vls_fault *vls_fault_current(bool direct)
{
	struct vls_fault *fault = direct ? vls_inside_get() :
		vls_compat_enclosing(&vls_hook_do_swap_page.rp);

	return fault && fault->period == READ_ONCE(vls_period) ? fault : NULL;
}
NOKPROBE_SYMBOL(vls_fault_current);
