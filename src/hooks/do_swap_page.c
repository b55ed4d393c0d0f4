// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on do_swap_page(): a fault on an entry that is not a present page, from call to
 * return. What the other hooks see of the fault is counted here too, when it returns.
 */
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>

#include "breakdown/breakdown.h"
#include "compat.h"
#include "decode.h"
#include "hooks/descriptions.h"
#include "hooks/do_swap_page.h"
#include "hooks/handle_mm_fault.h"
#include "hooks/handlers.h"
#include "trace.h"
#include "track/longest.h"
#include "track/retries.h"

/* A fault that has nothing to it that the fast path does not know. */
static const union vls_fault_state plain_fault = {
	.lock = VLS_LOCK_VMA,
	.kind = VLS_KIND_SWAP,
	.folio_wait = VLS_FOLIO_NOT_WAITED,
};

/*
 * The kind of an entry, by its type, which can be read without clearing the flag bits of the
 * entry first. Filled in before the hook is armed.
 */
static u8 kind_of_type[1 << MAX_SWAPFILES_SHIFT];

static void do_swap_page_prepare(void)
{
	unsigned int type;

	for (type = MAX_SWAPFILES; type < ARRAY_SIZE(kind_of_type); type++)
		kind_of_type[type] = vls_compat_special_kind(type);
}

static __always_inline bool do_swap_page_enter(struct vls_fault *fault,
					       const struct vls_args *args)
{
	const struct vm_fault *vmf = (const struct vm_fault *)args->arg[0];
	unsigned int type;

	if (unlikely(!vls_compat_is_fault(vmf, vls_args_sp(args)))) {
		vls_hook_mismatch(VLS_HOOK_DO_SWAP_PAGE, fault->call.bank);
		return false;
	}
	fault->vmf = vmf;
	fault->state = plain_fault;
	type = vls_compat_swap_type(vmf->orig_pte);
	fault->swap_type = type;
	if (unlikely(!(vmf->flags & VLS_FAULT_FLAG_VMA_LOCK)))
		fault->state.lock = vls_decode_lock(vmf->flags);
	if (unlikely(type >= MAX_SWAPFILES)) {
		fault->state.kind = kind_of_type[type];
		/* These may drop the VMA lock where no hook sees it. */
		fault->vma_lock_seq = vls_compat_vma_lock_seq(vmf->vma);
	}
	return true;
}

/* The fault of a marker may drop its lock and sleep where no hook sees it. */
static noinline void fault_sample(struct vls_fault *fault)
{
	if (fault->state.kind == VLS_KIND_PTE_MARKER)
		return;
	fault->holder = vls_holder_put(fault->state.lock, fault->call.epoch);
	fault->state.sampled = fault->holder != NULL;
}
NOKPROBE_SYMBOL(fault_sample);

static __always_inline void do_swap_page_follow(struct vls_fault *fault, bool timing, bool slow)
{
	if (slow && vls_holders_on())
		fault_sample(fault);
	if (timing)
		vls_hold_begin(&fault->hold);
}

/* The swap device of a fault, or VLS_SWAP_NONE if its entry is not a swap entry. */
static u8 fault_swap(const struct vls_fault *fault)
{
	return fault->state.kind == VLS_KIND_SWAP ? fault->swap_type + 1 : VLS_SWAP_NONE;
}
NOKPROBE_SYMBOL(fault_swap);

/* What is found out about a fault when it returns. Times are 0 while none are taken. */
struct fault_end {
	enum vls_outcome outcome;
	enum vls_folio_lock folio_lock;	/* if it has called __folio_lock_or_retry() */
	u64 released_ns;		/* when the fault lock was dropped */
	u64 held_ns;
	u64 held_by[VLS_HELD_NR];	/* the same, split */
	u64 folio_wait_ns;		/* in __folio_lock_or_retry() */
};

static noinline void fault_break_down(const struct vls_fault *fault,
				      const struct fault_end *end)
{
	struct vls_columns columns = {};

	columns.of[VLS_COLUMN_FAULT_VMA + fault->state.lock] = 1;
	columns.of[VLS_COLUMN_RETRY] = fault->state.lock == VLS_LOCK_VMA &&
				       vls_decode_is_retry(end->outcome);
	columns.of[VLS_COLUMN_MAJOR] = end->outcome == VLS_OUTCOME_MAJOR ||
				       end->outcome == VLS_OUTCOME_RETRY_MAJOR;
	columns.of[VLS_COLUMN_HOLD] = end->held_ns;
	if (fault->state.folio_wait != VLS_FOLIO_NOT_WAITED &&
	    (end->folio_lock == VLS_FOLIO_LOCK_LOCKED ||
	     end->folio_lock == VLS_FOLIO_LOCK_DROPPED))
		columns.of[VLS_COLUMN_FOLIO_WAIT] = end->folio_wait_ns;
	vls_breakdown_add(fault->call.epoch, fault_swap(fault), &columns);
}
NOKPROBE_SYMBOL(fault_break_down);

/*
 * Remember the retry of a fault from user mode. It is in the current task's own mm, so the
 * task takes mmap_lock for it next, unless it gives up.
 */
static void remember_retry(const struct vls_fault *fault, u64 released)
{
	bool vma = fault->state.lock == VLS_LOCK_VMA;
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
	if (fault->state.folio_wait != VLS_FOLIO_NOT_WAITED || fault->state.kind != VLS_KIND_SWAP)
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

static enum vls_reason retry_reason(const struct vls_fault *fault,
				    const struct fault_end *end)
{
	if (fault->state.folio_wait != VLS_FOLIO_NOT_WAITED &&
	    end->folio_lock != VLS_FOLIO_LOCK_LOCKED)
		return vls_decode_folio_reason(fault->folio_found,
					       end->outcome == VLS_OUTCOME_RETRY_MAJOR);
	return vls_decode_reason(fault->state.lock, fault->state.kind, VLS_SWAP_UNSUPPORTED);
}
NOKPROBE_SYMBOL(retry_reason);

static noinline void fault_retried(const struct vls_fault *fault, const struct fault_end *end)
{
	enum vls_reason reason = retry_reason(fault, end);

	vls_count(fault->call.bank, retry[fault->state.lock][reason]);
	trace_swap_retry(fault->vmf->address, fault->state.lock, reason, end->folio_wait_ns);
	if (fault->state.lock == VLS_LOCK_MMAP_NOUSER)
		return;
	vls_handle_mm_fault_swap_retried();
	remember_retry(fault, end->released_ns);
}
NOKPROBE_SYMBOL(fault_retried);

/* The fault has dropped the VMA lock, and do_swap_page() returns after the wait. */
static noinline void folio_wait_end(struct vls_fault *fault)
{
	u32 seq = fault->wait.mm_lock_seq;

	fault->wait.mm_writer = vls_compat_mm_writer(seq) ||
				seq != vls_compat_mm_lock_seq(current->mm);
	vls_folio_wait_end(&fault->wait);
}
NOKPROBE_SYMBOL(folio_wait_end);

/* Count what folio_lock_or_retry.c has seen of this fault. */
static noinline void fault_waited(const struct vls_fault *fault, const struct fault_end *end)
{
	struct vls_bank __percpu *bank = fault->call.bank;

	vls_count(bank, folio_lock[fault->state.lock][end->folio_lock]);
	if (fault->state.lock == VLS_LOCK_VMA && fault->state.folio_wait == VLS_FOLIO_WAIT_DROPPED &&
	    vls_folio_wait_count(&fault->wait, bank))
		trace_writer_blocked(vls_timed() ? fault->wait.writer_ns : 0);
	if (vls_timed() && (end->folio_lock == VLS_FOLIO_LOCK_LOCKED ||
			    end->folio_lock == VLS_FOLIO_LOCK_DROPPED))
		vls_time(bank, folio_wait[fault->state.folio_wait], end->folio_wait_ns);
}
NOKPROBE_SYMBOL(fault_waited);

/* A migration entry is waited for in do_swap_page(), with the fault lock held. */
static enum vls_held asleep_for(const struct vls_fault *fault)
{
	return fault->state.kind == VLS_KIND_MIGRATION ? VLS_HELD_FOLIO_WAIT : VLS_HELD_ASLEEP;
}
NOKPROBE_SYMBOL(asleep_for);

static void fault_time(struct vls_fault *fault, struct fault_end *end)
{
	struct vls_bank __percpu *bank = fault->call.bank;
	u64 now = vls_clock();
	bool dropped = fault->state.folio_wait == VLS_FOLIO_WAIT_DROPPED;

	end->released_ns = dropped ? fault->waits_since_ns : now;
	end->held_ns = vls_elapsed(fault->call.entered_ns, end->released_ns);
	vls_time(bank, hold[fault->state.lock], end->held_ns);
	vls_hold_count(&fault->hold, bank, fault->state.lock, asleep_for(fault), end->held_ns, now,
		       end->held_by);
	if (dropped)
		end->folio_wait_ns = vls_elapsed(fault->waits_since_ns, now);
	else if (fault->state.folio_wait == VLS_FOLIO_WAIT_HELD)
		end->folio_wait_ns = fault->hold.measured_ns[VLS_HELD_FOLIO_WAIT];
	if (fault->hold.flags & VLS_HOLD_READ)
		vls_time(bank, swap_read[fault->state.lock],
			 fault->hold.measured_ns[VLS_HELD_READ]);
	if (fault->state.kind == VLS_KIND_MIGRATION)
		vls_time(bank, migration_wait[fault->state.lock], end->held_ns);
}
NOKPROBE_SYMBOL(fault_time);

/* No hold of this CPU was as long: remember whose it was. */
static noinline void fault_was_longest(const struct vls_fault *fault,
				       const struct fault_end *end)
{
	struct vls_longest longest = {
		.held_ns = end->held_ns,
		.address = fault->vmf->address,
		.kind = fault->state.kind,
		.outcome = end->outcome,
		.swap = fault_swap(fault),
	};

	memcpy(longest.held_by, end->held_by, sizeof(longest.held_by));
	vls_longest_set(fault->call.bank, fault->state.lock, &longest);
}
NOKPROBE_SYMBOL(fault_was_longest);

/* Count a fault that returns, whatever has happened in it. */
static void do_swap_page_return(struct vls_fault *fault, unsigned long ret)
{
	struct fault_end end = { .outcome = vls_decode_outcome(ret) };
	bool waited = fault->state.folio_wait != VLS_FOLIO_NOT_WAITED;

	vls_fault_unsample(fault);
	if (fault->state.lock == VLS_LOCK_VMA && fault->state.folio_wait == VLS_FOLIO_WAIT_DROPPED)
		folio_wait_end(fault);
	if (!vls_call_counts(&fault->call))
		return;
	if (waited)
		end.folio_lock = vls_decode_folio_lock(fault->folio_lock_flags,
						       vls_decode_is_retry(end.outcome),
						       fatal_signal_pending(current));
	vls_count(fault->call.bank, fault[fault->state.lock][fault->state.kind][end.outcome]);
	if (vls_timed())
		fault_time(fault, &end);
	if (vls_longest_is(fault->call.bank, fault->state.lock, end.held_ns) &&
	    !(fault->state.kind == VLS_KIND_PTE_MARKER && vls_decode_is_retry(end.outcome)))
		fault_was_longest(fault, &end);
	trace_swap_fault(fault->vmf->address, fault->state.lock, fault->state.kind, end.outcome,
			 end.held_ns, end.held_by);
	if (waited)
		fault_waited(fault, &end);
	if (vls_decode_is_retry(end.outcome))
		fault_retried(fault, &end);
	if (vls_breakdown_on())
		fault_break_down(fault, &end);
}
NOKPROBE_SYMBOL(do_swap_page_return);

/*
 * Nearly all faults map a page under the VMA lock and find nothing in their way. On a kernel
 * without VMA locks there is no fast path: no fault is under one.
 */
static __always_inline bool fault_is_plain(const struct vls_fault *fault, unsigned long ret)
{
	return VLS_HAVE_VMA_LOCK && fault->state.all == plain_fault.all &&
	       likely(vls_call_counts(&fault->call)) && likely(vls_decode_served(ret)) &&
	       !trace_swap_fault_enabled();
}

static_assert(VLS_OUTCOME_MAJOR == VLS_OUTCOME_MINOR + 1, "vls_decode_served_outcome()");

static __always_inline void fault_count_fast(const struct vls_fault *fault,
					     struct vls_bank __percpu *bank,
					     unsigned long ret, u64 held)
{
	enum vls_outcome outcome = vls_decode_served_outcome(ret);

	vls_count(bank, fault[VLS_LOCK_VMA][VLS_KIND_SWAP][outcome]);
	if (vls_breakdown_on())
		vls_breakdown_add_served(fault->call.epoch, fault->swap_type + 1,
					 outcome == VLS_OUTCOME_MAJOR, held);
}

/*
 * Of a plain fault that was running for all of @held, and reading for @read. Return: false
 * if it was the longest of this CPU, which is for fault_was_longest().
 */
static __always_inline bool fault_time_fast(const struct vls_fault *fault,
					    struct vls_bank __percpu *bank, u64 held, u64 read)
{
	struct vls_histogram *hold = &this_cpu_ptr(bank)->times.hold[VLS_LOCK_VMA];

	if (unlikely(held > hold->max))
		return false;
	vls_histogram_add(hold, held);
	this_cpu_add(bank->cells.hold_ns[VLS_LOCK_VMA][VLS_HELD_CPU], held - read);
	return true;
}

/* With hooks=read, on zram, the read of nearly each fault is timed. */
static __always_inline bool fault_time_read(const struct vls_fault *fault,
					    struct vls_bank __percpu *bank, u64 held)
{
	u64 read = min(fault->hold.measured_ns[VLS_HELD_READ], held);

	if (!fault_time_fast(fault, bank, held, read))
		return false;
	this_cpu_add(bank->cells.hold_ns[VLS_LOCK_VMA][VLS_HELD_READ], read);
	vls_time(bank, swap_read[VLS_LOCK_VMA], read);
	return true;
}

/* Call nothing here that is not the last thing: the handler needs no stack frame then. */
static __always_inline bool fault_return_fast(const struct vls_fault *fault,
					      unsigned long ret)
{
	struct vls_bank __percpu *bank = fault->call.bank;
	u64 held;

	if (unlikely(!fault_is_plain(fault, ret)))
		return false;
	if (!vls_timed()) {
		fault_count_fast(fault, bank, ret, 0);
		return true;
	}
	if (!vls_clock_inline())
		return false;
	if (likely(vls_hold_on_cpu(&fault->hold))) {
		held = vls_elapsed(fault->call.entered_ns, vls_clock_fast());
		if (!fault_time_fast(fault, bank, held, 0))
			return false;
	} else {
		if (!vls_hold_only_read(&fault->hold))
			return false;
		held = vls_elapsed(fault->call.entered_ns, vls_clock_fast());
		if (!fault_time_read(fault, bank, held))
			return false;
	}
	fault_count_fast(fault, bank, ret, held);
	return true;
}

VLS_HOOK_HANDLERS(do_swap_page, VLS_HOOK_DO_SWAP_PAGE, struct vls_fault, true,
		  do_swap_page_follow, fault_return_fast);

const struct vls_hook_desc vls_do_swap_page = {
	.symbol = VLS_SYMBOL_DO_SWAP_PAGE,
	.id = VLS_HOOK_DO_SWAP_PAGE,
	.required = true,
	.prepare = do_swap_page_prepare,
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
