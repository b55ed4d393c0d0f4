// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on lock_vma_under_rcu(), with all_faults=1: requests for a VMA lock, and those that
 * were refused.
 */
#include <linux/kprobes.h>

#include "compat.h"
#include "hooks/descriptions.h"
#include "hooks/handlers.h"

struct vma_lock_request {
	struct vls_call call;
};

static __always_inline bool lock_vma_under_rcu_enter(struct vma_lock_request *lock,
						     const struct vls_args *args)
{
	return true;
}

static __always_inline void lock_vma_under_rcu_return(const struct vma_lock_request *lock,
						      unsigned long ret)
{
	if (vls_call_counts(&lock->call) && !ret)
		vls_count(lock->call.bank, vma_lock_asked[VLS_VMA_LOCK_REFUSED]);
}

VLS_KRETPROBE_HANDLERS(lock_vma_under_rcu, VLS_HOOK_LOCK_VMA_UNDER_RCU, struct vma_lock_request,
		       false, vls_follow_nothing, vls_fast_never)

const struct vls_hook_desc vls_lock_vma_under_rcu = {
	.symbol = VLS_SYMBOL_VMA_LOCK,
	.id = VLS_HOOK_LOCK_VMA_UNDER_RCU,
	.divisor = 12,
	.opt_in = VLS_OPT_IN_ALL_FAULTS,
	.kretprobe = &lock_vma_under_rcu_kretprobe,
};
