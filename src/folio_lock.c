// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on __folio_lock_or_retry(): a fault that found its folio locked.
 * Only do_swap_page() and what it calls come here.
 */
#include <linux/kprobes.h>
#include <linux/sched/signal.h>

#include "compat.h"
#include "decode.h"
#include "fault.h"
#include "hook.h"
#include "stats.h"
#include "times.h"
#include "whatif.h"

struct folio_lock {
	struct vls_fault *fault;	/* stays until its do_swap_page() returns */
	u64 entered_ns;
	unsigned int fault_flags;
};

/* The VMA lock is still held: the VMA can be looked at for the last time. */
static void folio_wait_begin(struct vls_fault *fault)
{
	fault->vma.lock_seq = vls_compat_vma_lock_seq(fault->vma.vma);
	fault->wait.mm_lock_seq = vls_compat_mm_lock_seq(current->mm);
	if (vls_hook_available(VLS_HOOK_WRITER))
		vls_whatif_wait_begin(&fault->wait, fault->vma.vma);
}
NOKPROBE_SYMBOL(folio_wait_begin);

static void folio_wait_end(struct vls_fault *fault)
{
	u32 seq = fault->wait.mm_lock_seq;

	fault->wait.mm_writer = vls_compat_mm_writer(seq) ||
				seq != vls_compat_mm_lock_seq(current->mm);
	vls_whatif_wait_end(&fault->wait);
}
NOKPROBE_SYMBOL(folio_wait_end);

static __always_inline bool folio_lock_enter(struct folio_lock *lock,
					     const struct vls_call *call, bool direct)
{
	lock->fault = vls_fault_current(direct);
	/* If the fault itself was missed, it is in missed.do_swap_page. */
	if (!lock->fault)
		return false;
	lock->fault_flags = vls_compat_folio_lock_flags(call->arg);
	if (vls_timed())
		lock->entered_ns = vls_clock();
	if (!vls_hook_enter(VLS_HOOK_FOLIO_LOCK, direct))
		return false;
	/* Only a first try is under the VMA lock, and lets it go. */
	lock->fault->wait = (struct vls_wait){};
	if (lock->fault->lock == VLS_LOCK_VMA)
		folio_wait_begin(lock->fault);
	return true;
}

/* When was the fault lock let go? */
static u64 folio_lock_released(const struct folio_lock *lock,
			       enum vls_folio_lock result, u64 now)
{
	switch (result) {
	case VLS_FOLIO_LOCK_DROPPED:
		/* To let it go is the first that a first try does. */
		return lock->entered_ns;
	case VLS_FOLIO_LOCK_KILLED:
		return vls_decode_first_try(lock->fault_flags) ?
		       lock->entered_ns : now;
	default:
		return 0;
	}
}
NOKPROBE_SYMBOL(folio_lock_released);

/* The fault is counted when do_swap_page() returns, and this with it. */
static __always_inline void folio_lock_return(const struct folio_lock *lock,
					      unsigned long ret, bool direct)
{
	struct vls_fault *fault = lock->fault;
	enum vls_folio_lock result;
	u64 now;

	vls_hook_leave(VLS_HOOK_FOLIO_LOCK, direct);
	if (fault->lock == VLS_LOCK_VMA)
		folio_wait_end(fault);
	result = vls_decode_folio_lock(lock->fault_flags,
				       vls_compat_folio_lock_retried(ret),
				       fatal_signal_pending(current));
	fault->folio_lock = result + 1;
	if (vls_timed()) {
		now = vls_clock();
		fault->folio_wait_ns = vls_elapsed(lock->entered_ns, now);
		fault->released_ns = folio_lock_released(lock, result, now);
	}
}

VLS_HOOK_HANDLERS(folio_lock, VLS_HOOK_FOLIO_LOCK, struct folio_lock);

struct vls_hook vls_hook_folio_lock = {
	.symbol = VLS_SYMBOL_FOLIO_LOCK,
	.unknown = !VLS_KNOWN_FOLIO_LOCK,
	VLS_HOOK_RETURNS(folio_lock, VLS_HOOK_FOLIO_LOCK, struct folio_lock),
};
