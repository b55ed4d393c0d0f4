// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on __folio_lock_or_retry(): a fault that found its folio locked. Only
 * do_swap_page() and what it calls come here.
 */
#include <linux/kprobes.h>
#include <linux/sched/signal.h>

#include "compat.h"
#include "decode.h"
#include "hooks/descriptions.h"
#include "hooks/do_swap_page.h"
#include "hooks/handlers.h"

struct folio_lock {
	struct vls_call call;
	struct vls_fault *fault;	/* stays until its do_swap_page() returns */
	unsigned int fault_flags;
};

static __always_inline bool folio_lock_or_retry_enter(struct folio_lock *lock,
						      const struct vls_args *args)
{
	struct folio *folio;

	/* If the fault itself was missed, it is in missed.do_swap_page. */
	lock->fault = vls_fault_current();
	if (!lock->fault)
		return false;
	lock->fault_flags = vls_compat_folio_lock_flags(args->arg);
	/* Its caller has a reference to it. */
	folio = (struct folio *)args->arg[0];
	lock->fault->folio_found = vls_decode_folio(folio_test_uptodate(folio),
						    folio_test_locked(folio));
	return true;
}

/* Read the VMA now: it must not be accessed after its lock has been dropped. */
static void folio_wait_begin(struct vls_fault *fault)
{
	const struct vm_area_struct *vma = fault->vmf->vma;

	fault->vma_lock_seq = vls_compat_vma_lock_seq(vma);
	fault->wait.mm_lock_seq = vls_compat_mm_lock_seq(current->mm);
	if (vls_hook_exists(VLS_HOOK_VMA_START_WRITE))
		vls_folio_wait_begin(&fault->wait, vma, fault->call.epoch);
}
NOKPROBE_SYMBOL(folio_wait_begin);

/* Under the VMA lock each try is a first one, which drops the lock. */
static __always_inline void folio_lock_or_retry_follow(struct folio_lock *lock)
{
	lock->fault->wait = (struct vls_folio_wait){};
	if (lock->fault->lock == VLS_LOCK_VMA)
		folio_wait_begin(lock->fault);
}

static void folio_wait_end(struct vls_fault *fault)
{
	u32 seq = fault->wait.mm_lock_seq;

	fault->wait.mm_writer = vls_compat_mm_writer(seq) ||
				seq != vls_compat_mm_lock_seq(current->mm);
	vls_folio_wait_end(&fault->wait);
}
NOKPROBE_SYMBOL(folio_wait_end);

/* Return: when the fault lock was dropped, or 0. */
static u64 folio_lock_released(const struct folio_lock *lock,
			       enum vls_folio_lock result, u64 now)
{
	switch (result) {
	case VLS_FOLIO_LOCK_DROPPED:
		/* A first try drops it at once. */
		return lock->call.entered_ns;
	case VLS_FOLIO_LOCK_KILLED:
		return vls_decode_first_try(lock->fault_flags) ?
		       lock->call.entered_ns : now;
	default:
		return 0;
	}
}
NOKPROBE_SYMBOL(folio_lock_released);

/* Only record it: it is counted with the fault, when do_swap_page() returns. */
static __always_inline void folio_lock_or_retry_return(const struct folio_lock *lock,
						       unsigned long ret)
{
	struct vls_fault *fault = lock->fault;
	enum vls_folio_lock result;
	u64 now;

	if (fault->lock == VLS_LOCK_VMA)
		folio_wait_end(fault);
	result = vls_decode_folio_lock(lock->fault_flags,
				       vls_compat_folio_lock_retried(ret),
				       fatal_signal_pending(current));
	fault->folio_lock = result;
	if (vls_timed()) {
		now = vls_clock();
		fault->folio_wait_ns = vls_elapsed(lock->call.entered_ns, now);
		fault->released_ns = folio_lock_released(lock, result, now);
	}
}

VLS_HOOK_HANDLERS(folio_lock_or_retry, VLS_HOOK_FOLIO_LOCK_OR_RETRY, struct folio_lock,
		  true, folio_lock_or_retry_follow);

const struct vls_hook_desc vls_folio_lock_or_retry = {
	.symbol = VLS_SYMBOL_FOLIO_LOCK,
	.id = VLS_HOOK_FOLIO_LOCK_OR_RETRY,
	.mismatched = !VLS_KNOWN_FOLIO_LOCK,
	.kretprobe = &folio_lock_or_retry_kretprobe,
	.direct = &folio_lock_or_retry_direct,
};
