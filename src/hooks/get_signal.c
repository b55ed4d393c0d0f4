// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on get_signal(): a task takes a signal on its way back to user mode. A retry with
 * a signal pending ends here, without mmap_lock.
 */
#include <linux/kprobes.h>

#include "compat.h"
#include "hooks/descriptions.h"
#include "hooks/hook.h"
#include "track/retries.h"

static int get_signal_called(struct kprobe *kp, struct pt_regs *regs)
{
	u32 epoch = READ_ONCE(vls_epoch);
	struct vls_bank __percpu *bank = vls_bank_of(epoch);
	int slot;

	if (!epoch)
		return 0;
	vls_count(bank, calls[VLS_HOOK_GET_SIGNAL]);
	slot = vls_retry_find();
	if (slot < 0)
		return 0;
	if (vls_retry_state(slot) == VLS_RETRY_VMA && vls_retry_at(slot)->epoch == epoch)
		vls_count(bank, abandoned);
	vls_retry_drop(slot);
	return 0;
}
NOKPROBE_SYMBOL(get_signal_called);

const struct vls_hook_desc vls_get_signal = {
	.symbol = VLS_SYMBOL_SIGNAL,
	.id = VLS_HOOK_GET_SIGNAL,
	.called = get_signal_called,
};
