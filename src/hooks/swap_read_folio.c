// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on swap_read_folio(): a swap fault reads its page, or one that it reads ahead. Only
 * the time is taken.
 */
#include <linux/kprobes.h>

#include "compat.h"
#include "hooks/do_swap_page.h"
#include "hooks/hook.h"
#include "hooks/hooks.h"

struct swap_read {
	struct vls_call call;
	u8 lock;	/* of the fault, enum vls_lock */
};

static __always_inline bool swap_read_folio_enter(struct swap_read *read,
						  const struct vls_args *args)
{
	const struct vls_fault *fault = vls_fault_current();

	/* Without a fault it is a read for shmem, swapoff, madvise() or zswap writeback. */
	if (!fault)
		return false;
	read->lock = fault->lock;
	return true;
}

static __always_inline void swap_read_folio_return(const struct swap_read *read,
						   unsigned long ret)
{
	if (vls_call_counts(&read->call))
		vls_time(read->call.bank, swap_read[read->lock],
			 vls_elapsed(read->call.entered_ns, vls_clock()));
}

VLS_HOOK_HANDLERS(swap_read_folio, VLS_HOOK_SWAP_READ_FOLIO, struct swap_read, true,
		  vls_follow_nothing);

const struct vls_hook_desc vls_swap_read_folio = {
	.symbol = VLS_SYMBOL_SWAP_READ,
	.old_symbol = VLS_SYMBOL_SWAP_READ_OLD,
	.id = VLS_HOOK_SWAP_READ_FOLIO,
	.timing_only = true,
	.kretprobe = &swap_read_folio_kretprobe,
	.direct = &swap_read_folio_direct,
};
