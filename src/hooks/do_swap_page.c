// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on do_swap_page(): a fault on an entry that is not a present page, from call to
 * return. What the other hooks see of the fault is counted here too, when it returns.
 */
#include <linux/kprobes.h>
#include <linux/mm.h>

#include "breakdown/breakdown.h"
#include "compat.h"
#include "decode.h"
#include "hooks/descriptions.h"
#include "hooks/do_swap_page.h"
#include "hooks/handle_mm_fault.h"
#include "hooks/handlers.h"
#include "trace.h"
#include "track/retries.h"

static __always_inline bool do_swap_page_enter(struct vls_fault *fault,
					       const struct vls_args *args)
{
	const struct vm_fault *vmf = (const struct vm_fault *)args->arg[0];

	if (unlikely(!vls_compat_is_fault(vmf))) {
		vls_hook_mismatch(VLS_HOOK_DO_SWAP_PAGE, fault->call.bank);
		return false;
	}
	fault->vmf = vmf;
	fault->lock = vls_decode_lock(vmf->flags);
	fault->kind = vls_compat_entry_kind(vmf->orig_pte);
	fault->swap = vls_breakdown_on() ?
		      vls_compat_swap_type(vmf->orig_pte) + 1 : VLS_SWAP_NONE;
	fault->folio_lock = VLS_FOLIO_NOT_WAITED;
	if (vls_timed()) {
		fault->released_ns = 0;
		fault->read_ns = 0;
		fault->reading = VLS_NOT_READ;
	}
	/* These may drop the VMA lock where no hook sees it. */
	if (unlikely(fault->kind != VLS_KIND_SWAP))
		fault->vma_lock_seq = vls_compat_vma_lock_seq(vmf->vma);
	return true;
}

/* The swap device of a fault, or VLS_SWAP_NONE if its entry is not a swap entry. */
static u8 fault_swap(const struct vls_fault *fault)
{
	return fault->kind == VLS_KIND_SWAP ? fault->swap : VLS_SWAP_NONE;
}
NOKPROBE_SYMBOL(fault_swap);

static noinline void fault_break_down(const struct vls_fault *fault,
				      enum vls_outcome outcome, u64 held)
{
	struct vls_columns columns = {};

	columns.of[VLS_COLUMN_FAULT_VMA + fault->lock] = 1;
	columns.of[VLS_COLUMN_RETRY] = fault->lock == VLS_LOCK_VMA &&
				       vls_decode_is_retry(outcome);
	columns.of[VLS_COLUMN_MAJOR] = outcome == VLS_OUTCOME_MAJOR ||
				       outcome == VLS_OUTCOME_RETRY_MAJOR;
	columns.of[VLS_COLUMN_HOLD] = held;
	if (vls_timed() && (fault->folio_lock == VLS_FOLIO_LOCK_LOCKED ||
			    fault->folio_lock == VLS_FOLIO_LOCK_DROPPED))
		columns.of[VLS_COLUMN_FOLIO_WAIT] = fault->folio_wait_ns;
	vls_breakdown_add(fault->call.epoch, fault_swap(fault), &columns);
}
NOKPROBE_SYMBOL(fault_break_down);

/*
 * Remember the retry of a fault from user mode. It is in the current task's own mm, so the
 * task takes mmap_lock for it next, unless it gives up.
 */
static void remember_retry(const struct vls_fault *fault, u64 released)
{
	bool vma = fault->lock == VLS_LOCK_VMA;
	enum vls_retry_state was;
	struct vls_retry old, rec = {
		.released_ns = released,
		.address = fault->vmf->address,
		.epoch = fault->call.epoch,
		.mm_lock_seq = vls_compat_mm_lock_seq(current->mm),
		.swap = fault_swap(fault),
	};

	if (!vls_hook_exists(VLS_HOOK_LOCK_MM_AND_FIND_VMA))
		return;
	/*
	 * For the other cases vm_lock_seq at the time of release is unknown, so leave rec.vma
	 * unset.
	 */
	if (fault->folio_lock != VLS_FOLIO_NOT_WAITED || fault->kind != VLS_KIND_SWAP)
		rec.vma = (struct vls_vma){
			.vma = fault->vmf->vma,
			.lock_seq = fault->vma_lock_seq,
		};
	if (!vls_retry_put(&rec, vma ? VLS_RETRY_VMA : VLS_RETRY_MMAP, &was, &old)) {
		if (vma)
			vls_count(fault->call.bank, untracked);
		return;
	}
	/* The task did not take mmap_lock for its previous retry. */
	if (was == VLS_RETRY_VMA && old.epoch == fault->call.epoch)
		vls_count(fault->call.bank, abandoned);
}
NOKPROBE_SYMBOL(remember_retry);

static enum vls_reason retry_reason(const struct vls_fault *fault, enum vls_outcome outcome)
{
	if (fault->folio_lock != VLS_FOLIO_NOT_WAITED &&
	    fault->folio_lock != VLS_FOLIO_LOCK_LOCKED)
		return vls_decode_folio_reason(fault->folio_found,
					       outcome == VLS_OUTCOME_RETRY_MAJOR);
	return vls_decode_reason(fault->lock, fault->kind, VLS_SWAP_UNSUPPORTED);
}
NOKPROBE_SYMBOL(retry_reason);

static noinline void fault_retried(const struct vls_fault *fault, enum vls_outcome outcome,
				   u64 released)
{
	bool waited = fault->folio_lock != VLS_FOLIO_NOT_WAITED;
	enum vls_reason reason = retry_reason(fault, outcome);

	vls_count(fault->call.bank, retry[fault->lock][reason]);
	trace_swap_retry(fault->vmf->address, fault->lock, reason,
			 vls_timed() && waited ? fault->folio_wait_ns : 0);
	if (fault->lock == VLS_LOCK_MMAP_NOUSER)
		return;
	vls_handle_mm_fault_swap_retried();
	remember_retry(fault, released);
}
NOKPROBE_SYMBOL(fault_retried);

/*
 * Count what folio_lock_or_retry.c has seen of this fault together with the fault, so that
 * counting cannot stop between the two.
 */
static noinline void fault_waited(const struct vls_fault *fault)
{
	struct vls_bank __percpu *bank = fault->call.bank;
	enum vls_folio_lock result = fault->folio_lock;

	vls_count(bank, folio_lock[fault->lock][result]);
	if (fault->lock == VLS_LOCK_VMA && result != VLS_FOLIO_LOCK_LOCKED &&
	    vls_folio_wait_count(&fault->wait, bank))
		trace_writer_blocked(vls_timed() ? fault->wait.writer_ns : 0);
	if (!vls_timed())
		return;
	if (result == VLS_FOLIO_LOCK_LOCKED)
		vls_time(bank, folio_wait[VLS_FOLIO_WAIT_HELD], fault->folio_wait_ns);
	else if (result == VLS_FOLIO_LOCK_DROPPED)
		vls_time(bank, folio_wait[VLS_FOLIO_WAIT_DROPPED], fault->folio_wait_ns);
}
NOKPROBE_SYMBOL(fault_waited);

/* @released: when the lock was dropped. Return: how long it was held. */
static __always_inline u64 fault_time(const struct vls_fault *fault, u64 released)
{
	u64 held = vls_elapsed(fault->call.entered_ns, released);

	vls_time(fault->call.bank, hold[fault->lock], held);
	if (fault->reading == VLS_HAS_READ)
		vls_time(fault->call.bank, swap_read[fault->lock], fault->read_ns);
	if (unlikely(fault->kind == VLS_KIND_MIGRATION))
		vls_time(fault->call.bank, migration_wait[fault->lock], held);
	return held;
}

/* Count a fault that returns, whatever has happened in it. */
static noinline void fault_return_slow(const struct vls_fault *fault, unsigned int ret)
{
	enum vls_outcome outcome = vls_decode_outcome(ret);
	u64 released = 0, held = 0;

	if (!vls_call_counts(&fault->call))
		return;
	vls_count(fault->call.bank, fault[fault->lock][fault->kind][outcome]);
	if (vls_timed()) {
		released = fault->released_ns ?: vls_clock();
		held = fault_time(fault, released);
	}
	trace_swap_fault(fault->vmf->address, fault->lock, fault->kind, outcome, held);
	if (unlikely(fault->folio_lock != VLS_FOLIO_NOT_WAITED))
		fault_waited(fault);
	if (vls_decode_is_retry(outcome))
		fault_retried(fault, outcome, released);
	if (vls_breakdown_on())
		fault_break_down(fault, outcome, held);
}
NOKPROBE_SYMBOL(fault_return_slow);

/*
 * Without times nearly all faults only add one to a cell. Call nothing on that path: it needs
 * no stack frame then.
 */
static __always_inline void do_swap_page_return(const struct vls_fault *fault,
						unsigned long ret)
{
	if (vls_timed() || unlikely(!vls_call_counts(&fault->call)) ||
	    unlikely(!vls_decode_plain(ret)) ||
	    unlikely(fault->folio_lock != VLS_FOLIO_NOT_WAITED) ||
	    trace_swap_fault_enabled() || vls_breakdown_on())
		fault_return_slow(fault, ret);
	else
		vls_count(fault->call.bank,
			  fault[fault->lock][fault->kind][vls_decode_outcome(ret)]);
}

VLS_HOOK_HANDLERS(do_swap_page, VLS_HOOK_DO_SWAP_PAGE, struct vls_fault, true,
		  vls_follow_nothing);

const struct vls_hook_desc vls_do_swap_page = {
	.symbol = VLS_SYMBOL_DO_SWAP_PAGE,
	.id = VLS_HOOK_DO_SWAP_PAGE,
	.required = true,
	.kretprobe = &do_swap_page_kretprobe,
	.direct = &do_swap_page_direct,
};

struct vls_fault *vls_fault_current(void)
{
	struct vls_fault *fault;

	if (static_branch_unlikely(&vls_direct_key))
		fault = vls_active_fault_get();
	else
		fault = vls_compat_enclosing(&vls_hooks[VLS_HOOK_DO_SWAP_PAGE].rp);
	return fault && vls_call_counts(&fault->call) ? fault : NULL;
}
NOKPROBE_SYMBOL(vls_fault_current);
