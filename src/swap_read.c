// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on swap_read_folio(): a swap fault reads, its own page or those that
 * it reads ahead. On zram and zswap the data is there when it returns; on a
 * disk the read has been submitted. Only its time is of interest.
 */
#include <linux/kprobes.h>

#include "compat.h"
#include "fault.h"
#include "hook.h"
#include "times.h"

struct swap_read {
	u64 entered_ns;
	u32 period;
	u8 lock;	/* of the fault, enum vls_lock */
};

static int swap_read_enter(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct swap_read *read = (struct swap_read *)ri->data;
	const struct vls_fault *fault = vls_fault_current();

	/* Not for a swap fault: shmem, swapoff, madvise(), zswap writeback. */
	if (!fault)
		return 1;
	read->period = fault->period;
	read->lock = fault->lock;
	read->entered_ns = vls_clock();
	return !vls_hook_enter(&vls_hook_swap_read);
}
NOKPROBE_SYMBOL(swap_read_enter);

static int swap_read_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	const struct swap_read *read = (const struct swap_read *)ri->data;

	vls_hook_leave(&vls_hook_swap_read);
	if (read->period == READ_ONCE(vls_period))
		vls_time_add(VLS_TIME_SWAP_READ + read->lock,
			     vls_elapsed(read->entered_ns, vls_clock()));
	return 0;
}
NOKPROBE_SYMBOL(swap_read_return);

struct vls_hook vls_hook_swap_read = {
	.symbol = VLS_SYMBOL_SWAP_READ,
	.old_symbol = VLS_SYMBOL_SWAP_READ_OLD,
	.id = VLS_HOOK_SWAP_READ,
	.sees_return = true,
	.only_timed = true,
	.rp = {
		.entry_handler = swap_read_enter,
		.handler = swap_read_return,
		.data_size = sizeof(struct swap_read),
	},
};
