// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hooks on the functions in which a swap fault reads, its own page or those that it
 * reads ahead: swap_read_submit(), swap_read_folio() or swap_readpage(), of which compat.h
 * says which kernel has which, __swap_read_unplug() and zswap_load(). Only the time is of
 * interest: the sum of all that a fault calls, of nested ones the outermost, less that of
 * reclaim in it.
 *
 * On zram each fault reads, and a second kretprobe doubles the cost of a fault, so these are
 * hooked only on request.
 */
#include <linux/kprobes.h>
#include <linux/vmstat.h>

#include "compat.h"
#include "hooks/current_hold.h"
#include "hooks/descriptions.h"
#include "hooks/handlers.h"

struct swap_read {
	struct vls_call call;
	struct vls_hold *hold;	/* stays until its fault returns */
	u8 before;
};

static __always_inline bool swap_read_enter(struct swap_read *read,
					    const struct vls_args *args)
{
	/* Swapoff, madvise() and zswap writeback read outside of a fault. */
	read->hold = vls_current_hold();
	return read->hold && read->hold->doing != VLS_HELD_READ;
}

static __always_inline void swap_read_follow(struct swap_read *read, bool timing, bool slow)
{
	read->before = vls_hold_enter_fast(read->hold, VLS_HELD_READ, vls_clock());
	read->hold->flags |= VLS_HOLD_READ;
}

/* Counted when the fault returns. */
static __always_inline void swap_read_return(const struct swap_read *read,
					     unsigned long ret)
{
	vls_hold_leave_fast(read->hold, VLS_HELD_READ, read->before, vls_clock());
}

VLS_HOOK_HANDLERS(swap_read, VLS_HOOK_SWAP_READ, struct swap_read, false, swap_read_follow,
		  vls_fast_never);

const struct vls_hook_desc vls_swap_read = {
	.symbol = VLS_SYMBOL_SWAP_READ,
	.other_symbols = { VLS_SYMBOL_SWAP_READ_6_8, VLS_SYMBOL_SWAP_READ_6_1 },
	.id = VLS_HOOK_SWAP_READ,
	.opt_in = VLS_OPT_IN_READ,
	.timing_only = true,
	.kretprobe = &swap_read_kretprobe,
	.direct = &swap_read_direct,
};

#define swap_read_unplug_enter	swap_read_enter
#define swap_read_unplug_return	swap_read_return
VLS_KRETPROBE_HANDLERS(swap_read_unplug, VLS_HOOK_SWAP_READ_UNPLUG, struct swap_read, false,
		       swap_read_follow, vls_fast_never)

const struct vls_hook_desc vls_swap_read_unplug = {
	.symbol = VLS_SYMBOL_SWAP_READ_UNPLUG,
	.id = VLS_HOOK_SWAP_READ_UNPLUG,
	.opt_in = VLS_OPT_IN_READ,
	.optional = true,
	.timing_only = true,
	.kretprobe = &swap_read_unplug_kretprobe,
};

#define zswap_load_enter	swap_read_enter
#define zswap_load_return	swap_read_return
VLS_KRETPROBE_HANDLERS(zswap_load, VLS_HOOK_ZSWAP_LOAD, struct swap_read, false,
		       swap_read_follow, vls_fast_never)

/*
 * zswap_load() is called for every read, and costs as much as the other hook, so it is
 * hooked only once a page has gone to zswap, and only where nothing else sees it.
 */
static bool zswap_load_of_use(void)
{
#if defined(CONFIG_ZSWAP) && defined(CONFIG_VM_EVENT_COUNTERS)
	static unsigned long events[NR_VM_EVENT_ITEMS];

	if (vls_hooks[VLS_HOOK_SWAP_READ].symbol != vls_swap_read.symbol)
		return false;
	all_vm_events(events);
	return events[ZSWPOUT];
#else
	return false;
#endif
}

const struct vls_hook_desc vls_zswap_load = {
	.symbol = VLS_SYMBOL_ZSWAP_LOAD,
	.id = VLS_HOOK_ZSWAP_LOAD,
	.opt_in = VLS_OPT_IN_READ,
	.optional = true,
	.timing_only = true,
	.of_use = zswap_load_of_use,
	.kretprobe = &zswap_load_kretprobe,
};
