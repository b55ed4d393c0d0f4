// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on __folio_lock_or_retry(): a fault that found its folio locked. Only
 * do_swap_page() and what it calls come here.
 *
 * Its return is not hooked. After a wait for which the fault lock was dropped, do_swap_page()
 * has nothing more to do and returns at once. After one with the lock held it maps the page;
 * the scheduler knows how long the task was off the CPU until then. So a task that waits
 * here does not need an instance of a second kretprobe.
 */
#include <linux/kprobes.h>
#include <linux/ptrace.h>

#include "compat.h"
#include "decode.h"
#include "hooks/descriptions.h"
#include "hooks/do_swap_page.h"
#include "hooks/hook.h"

/* Read the VMA now: it must not be accessed after its lock has been dropped. */
static void folio_wait_begin(struct vls_fault *fault)
{
	const struct vm_area_struct *vma = fault->vmf->vma;

	fault->vma_lock_seq = vls_compat_vma_lock_seq(vma);
	if (fault->state.folio_wait != VLS_FOLIO_WAIT_DROPPED)
		return;
	fault->wait = (struct vls_folio_wait){
		.mm_lock_seq = vls_compat_mm_lock_seq(current->mm),
	};
	if (vls_hook_exists(VLS_HOOK_VMA_START_WRITE))
		vls_folio_wait_begin(&fault->wait, vma, fault->call.epoch);
}
NOKPROBE_SYMBOL(folio_wait_begin);

static void folio_wait_time(struct vls_fault *fault)
{
	u64 now = vls_clock();

	fault->waits_since_ns = now;
	if (fault->state.folio_wait == VLS_FOLIO_WAIT_DROPPED)
		vls_hold_end(&fault->hold, now);
	else
		vls_hold_enter(&fault->hold, VLS_HELD_FOLIO_WAIT, now);
}
NOKPROBE_SYMBOL(folio_wait_time);

/* Only record it: it is counted with the fault, when do_swap_page() returns. */
static int folio_lock_or_retry_called(struct kprobe *kp, struct pt_regs *regs)
{
	/* If the fault itself was missed, it is in missed.do_swap_page. */
	struct vls_fault *fault = vls_fault_current();
	unsigned long args[] = {
		regs_get_kernel_argument(regs, 0),
		regs_get_kernel_argument(regs, 1),
		regs_get_kernel_argument(regs, 2),
	};
	/* Its caller has a reference to it. */
	struct folio *folio = (struct folio *)args[0];

	if (!fault)
		return 0;
	vls_count(fault->call.bank, calls[VLS_HOOK_FOLIO_LOCK_OR_RETRY]);
	fault->folio_lock_flags = vls_compat_folio_lock_flags(args);
	fault->folio_found = vls_decode_folio(folio_test_uptodate(folio),
					      folio_test_locked(folio));
	fault->state.folio_wait = vls_decode_folio_drops(fault->folio_lock_flags) ?
			    VLS_FOLIO_WAIT_DROPPED : VLS_FOLIO_WAIT_HELD;
	if (fault->state.folio_wait == VLS_FOLIO_WAIT_DROPPED)
		vls_fault_unsample(fault);
	if (fault->state.lock == VLS_LOCK_VMA)
		folio_wait_begin(fault);
	if (vls_timed())
		folio_wait_time(fault);
	return 0;
}
NOKPROBE_SYMBOL(folio_lock_or_retry_called);

const struct vls_hook_desc vls_folio_lock_or_retry = {
	.symbol = VLS_SYMBOL_FOLIO_LOCK,
	.id = VLS_HOOK_FOLIO_LOCK_OR_RETRY,
	.mismatched = !VLS_KNOWN_FOLIO_LOCK,
	.called = folio_lock_or_retry_called,
};
