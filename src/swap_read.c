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

static __always_inline bool swap_read_enter(struct swap_read *read,
					    const struct vls_call *call, bool direct)
{
	const struct vls_fault *fault = vls_fault_current(direct);

	/* Not for a swap fault: shmem, swapoff, madvise(), zswap writeback. */
	if (!fault)
		return false;
	read->period = fault->period;
	read->lock = fault->lock;
	read->entered_ns = vls_clock();
	return vls_hook_enter(VLS_HOOK_SWAP_READ, direct);
}

static __always_inline void swap_read_return(const struct swap_read *read,
					     unsigned long ret, bool direct)
{
	vls_hook_leave(VLS_HOOK_SWAP_READ, direct);
	if (read->period == READ_ONCE(vls_period))
		vls_time_add(VLS_TIME_SWAP_READ + read->lock,
			     vls_elapsed(read->entered_ns, vls_clock()));
}

VLS_HOOK_HANDLERS(swap_read, VLS_HOOK_SWAP_READ, struct swap_read);

struct vls_hook vls_hook_swap_read = {
	.symbol = VLS_SYMBOL_SWAP_READ,
	.old_symbol = VLS_SYMBOL_SWAP_READ_OLD,
	.only_timed = true,
	VLS_HOOK_RETURNS(swap_read, VLS_HOOK_SWAP_READ, struct swap_read),
};
