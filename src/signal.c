// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on get_signal(): a task on its way back to user mode has a signal
 * to take. A retried fault with a signal pending ends here, without mmap_lock.
 */
#include <linux/kprobes.h>

#include "compat.h"
#include "hook.h"
#include "pending.h"
#include "stats.h"

static int signal_called(struct kprobe *kp, struct pt_regs *regs)
{
	int slot;

	if (!READ_ONCE(vls_period))
		return 0;
	vls_count(entered[VLS_HOOK_SIGNAL]);
	slot = vls_pending_find();
	if (slot < 0)
		return 0;
	if (vls_pending_state(slot) == VLS_PENDING_RETRIED &&
	    vls_pending_at(slot)->period == READ_ONCE(vls_period))
		vls_count(abandoned);
	vls_pending_drop(slot);
	return 0;
}
NOKPROBE_SYMBOL(signal_called);

struct vls_hook vls_hook_signal = {
	.symbol = VLS_SYMBOL_SIGNAL,
	.id = VLS_HOOK_SIGNAL,
	.kp.pre_handler = signal_called,
};
