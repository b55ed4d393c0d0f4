// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on lock_mm_and_find_vma(): mmap_lock is taken for a fault. A fault that is served
 * under the VMA lock does not call it.
 */
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/ptrace.h>

#include "breakdown/breakdown.h"
#include "compat.h"
#include "hooks/descriptions.h"
#include "hooks/handlers.h"
#include "trace.h"
#include "track/retries.h"

struct fallback {
	struct vls_call call;
	int slot;	/* of the record of the retry before it, or NO_RETRY */
};

#define NO_RETRY	(-1)

/*
 * Whether this is the fallback of the retry that @rec is of. Without the hook on get_signal()
 * a task may have given up that fault, and take mmap_lock for another one.
 */
static bool same_fault(const struct vls_retry *rec, unsigned long address)
{
	return (rec->address & PAGE_MASK) == (address & PAGE_MASK);
}
NOKPROBE_SYMBOL(same_fault);

static noinline void break_down(const struct vls_retry *rec, enum vls_column column, u64 n)
{
	struct vls_columns columns = {};

	columns.of[column] = n;
	vls_breakdown_add(rec->epoch, rec->swap, &columns);
}
NOKPROBE_SYMBOL(break_down);

/*
 * The last swap fault of the task retried under the VMA lock. Return: @slot if this is its
 * fallback, else NO_RETRY.
 */
static int fallback_of_retry(const struct vls_call *call, int slot, unsigned long address)
{
	const struct vls_retry *rec = vls_retry_at(slot);

	if (rec->epoch != call->epoch) {
		/* The retry was not counted in this epoch, so its fallback is not either. */
		vls_retry_drop(slot);
		return NO_RETRY;
	}
	if (!same_fault(rec, address)) {
		vls_count(call->bank, abandoned);
		vls_count(call->bank, fallback[VLS_FALLBACK_OTHER]);
		vls_retry_drop(slot);
		return NO_RETRY;
	}
	vls_count(call->bank, fallback[VLS_FALLBACK_SWAP_RETRY]);
	if (vls_breakdown_on())
		break_down(rec, VLS_COLUMN_FALLBACK, 1);
	vls_retry_set_fallback(slot);
	return slot;
}
NOKPROBE_SYMBOL(fallback_of_retry);

/* The last swap fault of the task retried under mmap_lock: this may be its second round. */
static void second_round(const struct vls_call *call, int slot, unsigned long address)
{
	const struct vls_retry *rec = vls_retry_at(slot);

	if (rec->epoch == call->epoch) {
		if (same_fault(rec, address))
			vls_count(call->bank, fallback[VLS_FALLBACK_MMAP_RETRY]);
		else
			vls_count(call->bank, fallback[VLS_FALLBACK_OTHER]);
	}
	vls_retry_drop(slot);
}
NOKPROBE_SYMBOL(second_round);

/* Count why mmap_lock is taken. Return: the slot of the retry before it, or NO_RETRY. */
static int fallback_count(const struct vls_call *call, unsigned long address, bool user)
{
	int slot = vls_retry_find();
	enum vls_retry_state state = vls_retry_state(slot);

	/* A record in this state is left over from a call whose return was missed. */
	if (state == VLS_RETRY_FALLBACK)
		vls_retry_drop(slot);
	if (!user)
		vls_count(call->bank, fallback[VLS_FALLBACK_KERNEL]);
	else if (state == VLS_RETRY_VMA)
		return fallback_of_retry(call, slot, address);
	else if (state == VLS_RETRY_MMAP)
		second_round(call, slot, address);
	else
		vls_count(call->bank, fallback[VLS_FALLBACK_OTHER]);
	return NO_RETRY;
}
NOKPROBE_SYMBOL(fallback_count);

static __always_inline bool lock_mm_and_find_vma_enter(struct fallback *fallback,
						       const struct vls_args *args)
{
	struct pt_regs *fault_regs = (struct pt_regs *)args->arg[2];

	fallback->slot = fallback_count(&fallback->call, args->arg[1],
					user_mode(fault_regs));
	return true;
}

/*
 * Whether a retry under the VMA lock would have served the fault. It would if nobody took
 * mmap_lock for writing since the retry, or if the VMA still exists and nobody has locked it
 * for writing since its lock was dropped: each write lock has a new number, also that of a
 * new VMA in its place.
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

static void fallback_time(const struct fallback *fallback, const struct vls_retry *rec,
			  bool found, enum vls_whatif_retry whatif)
{
	struct vls_bank __percpu *bank = fallback->call.bank;
	u64 now = vls_clock();
	u64 wait = vls_elapsed(fallback->call.entered_ns, now);
	u64 cost = vls_elapsed(rec->released_ns, now);

	vls_time(bank, fallback_wait, wait);
	if (vls_breakdown_on())
		break_down(rec, VLS_COLUMN_FALLBACK_WAIT, wait);
	if (whatif == VLS_WHATIF_RETRY_AVOIDED)
		vls_time(bank, whatif_retry_vma_saved, wait);
	if (found)
		vls_time(bank, retry_cost, cost);
	trace_swap_fallback(rec->address, whatif, wait, cost);
}
NOKPROBE_SYMBOL(fallback_time);

/* mmap_lock is held for reading if a VMA was found, so the VMA can be read. */
static __always_inline void lock_mm_and_find_vma_return(const struct fallback *fallback,
							unsigned long ret)
{
	const struct vm_area_struct *vma = (const struct vm_area_struct *)ret;
	struct vls_bank __percpu *bank = fallback->call.bank;
	const struct vls_retry *rec;
	enum vls_whatif_retry whatif;
	bool no_mm_writer;

	if (!vls_call_counts(&fallback->call))
		return;
	if (!vma)
		vls_count(bank, fallback_no_vma);
	if (fallback->slot == NO_RETRY)
		return;
	rec = vls_retry_at(fallback->slot);
	no_mm_writer = rec->mm_lock_seq == vls_compat_mm_lock_seq(current->mm);
	if (vma && no_mm_writer)
		vls_count(bank, fallback_swap_retry_avoidable);
	whatif = whatif_retry(&rec->vma, vma, no_mm_writer);
	vls_count(bank, whatif_retry_vma[whatif]);
	if (vls_timed())
		fallback_time(fallback, rec, vma, whatif);
	else
		trace_swap_fallback(rec->address, whatif, 0, 0);
	vls_retry_drop(fallback->slot);
}

VLS_HOOK_HANDLERS(lock_mm_and_find_vma, VLS_HOOK_LOCK_MM_AND_FIND_VMA, struct fallback,
		  true, vls_follow_nothing,
		  vls_fast_never);

const struct vls_hook_desc vls_lock_mm_and_find_vma = {
	.symbol = VLS_SYMBOL_FALLBACK,
	.id = VLS_HOOK_LOCK_MM_AND_FIND_VMA,
	.divisor = 6,
	.mismatched = !VLS_KNOWN_FALLBACK,
	.kretprobe = &lock_mm_and_find_vma_kretprobe,
	.direct = &lock_mm_and_find_vma_direct,
};
