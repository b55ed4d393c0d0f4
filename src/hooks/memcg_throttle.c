// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on mem_cgroup_handle_over_high(): a task whose memory cgroup is above memory.high
 * sleeps, mostly on its way back to user mode, but in the middle of a fault that charges
 * much. Only the time in a fault is of interest, less that of reclaim in it.
 */
#include <linux/kprobes.h>

#include "compat.h"
#include "hooks/current_hold.h"
#include "hooks/descriptions.h"
#include "hooks/handlers.h"

struct throttle {
	struct vls_call call;
	struct vls_hold *hold;	/* stays until its fault returns */
	u8 before;
};

static __always_inline bool memcg_throttle_enter(struct throttle *throttle,
						 const struct vls_args *args)
{
	throttle->hold = vls_current_hold();
	return throttle->hold && throttle->hold->doing != VLS_HELD_THROTTLE;
}

static __always_inline void memcg_throttle_follow(struct throttle *throttle, bool timing,
						  bool slow)
{
	throttle->before = vls_hold_enter(throttle->hold, VLS_HELD_THROTTLE, vls_clock());
}

static __always_inline void memcg_throttle_return(const struct throttle *throttle,
						  unsigned long ret)
{
	vls_hold_leave(throttle->hold, throttle->before, vls_clock());
}

VLS_KRETPROBE_HANDLERS(memcg_throttle, VLS_HOOK_MEMCG_THROTTLE, struct throttle, false,
		       memcg_throttle_follow, vls_fast_never)

const struct vls_hook_desc vls_memcg_throttle = {
	.symbol = VLS_SYMBOL_MEMCG_THROTTLE,
	.other_symbols = { VLS_SYMBOL_MEMCG_THROTTLE_6_12 },
	.id = VLS_HOOK_MEMCG_THROTTLE,
	.divisor = 24,
	.optional = true,
	.timing_only = true,
	.kretprobe = &memcg_throttle_kretprobe,
};
