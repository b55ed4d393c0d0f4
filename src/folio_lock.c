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

struct folio_lock {
	struct vls_fault *fault;	/* stays until its do_swap_page() returns */
	u64 entered_ns;
	unsigned int fault_flags;
};

static int folio_lock_enter(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct folio_lock *lock = (struct folio_lock *)ri->data;

	lock->fault = vls_fault_current();
	/* If the fault itself was missed, it is in missed.do_swap_page. */
	if (!lock->fault || !vls_hook_enter(&vls_hook_folio_lock))
		return 1;
	lock->fault_flags = vls_compat_folio_lock_flags(regs);
	if (vls_timed())
		lock->entered_ns = vls_clock();
	return 0;
}
NOKPROBE_SYMBOL(folio_lock_enter);

static void folio_lock_time(const struct folio_lock *lock,
			    enum vls_folio_lock result)
{
	u64 now = vls_clock();
	u64 waited = vls_elapsed(lock->entered_ns, now);

	switch (result) {
	case VLS_FOLIO_LOCK_LOCKED:
		vls_time_add(VLS_TIME_FOLIO_WAIT_HELD, waited);
		break;
	case VLS_FOLIO_LOCK_DROPPED:
		/* To let go of the fault lock is the first that it does. */
		vls_time_add(VLS_TIME_FOLIO_WAIT_DROPPED, waited);
		lock->fault->released_ns = lock->entered_ns;
		break;
	case VLS_FOLIO_LOCK_KILLED:
		lock->fault->released_ns =
			vls_decode_first_try(lock->fault_flags) ?
			lock->entered_ns : now;
		break;
	default:
		break;
	}
}
NOKPROBE_SYMBOL(folio_lock_time);

static int folio_lock_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	const struct folio_lock *lock = (const struct folio_lock *)ri->data;
	struct vls_fault *fault = lock->fault;
	bool retried = vls_compat_folio_lock_retried(regs);
	enum vls_folio_lock result;

	vls_hook_leave(&vls_hook_folio_lock);
	if (fault->period != READ_ONCE(vls_period))
		return 0;
	result = vls_decode_folio_lock(lock->fault_flags, retried,
				       fatal_signal_pending(current));
	vls_count(folio_lock[fault->lock][result]);
	fault->folio_lock_retried = retried;
	if (vls_timed())
		folio_lock_time(lock, result);
	return 0;
}
NOKPROBE_SYMBOL(folio_lock_return);

struct vls_hook vls_hook_folio_lock = {
	.symbol = VLS_SYMBOL_FOLIO_LOCK,
	.id = VLS_HOOK_FOLIO_LOCK,
	.sees_return = true,
	.rp = {
		.entry_handler = folio_lock_enter,
		.handler = folio_lock_return,
		.data_size = sizeof(struct folio_lock),
	},
};
