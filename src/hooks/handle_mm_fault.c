// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on handle_mm_fault(), with all_faults=1: how each page fault from user mode
 * ended under the lock that it held on entry.
 */
#include <linux/kprobes.h>
#include <linux/mm.h>

#include "compat.h"
#include "decode.h"
#include "hooks/descriptions.h"
#include "hooks/handle_mm_fault.h"
#include "hooks/handlers.h"

struct mm_fault {
	struct vls_call call;
	bool vma_lock;		/* under the VMA lock, not mmap_lock */
	bool swap_retried;	/* its do_swap_page() returned a retry */
};

static __always_inline bool handle_mm_fault_enter(struct mm_fault *fault,
						  const struct vls_args *args)
{
	unsigned int fault_flags = args->arg[2];

	if (!vls_decode_own_user(fault_flags))
		return false;
	fault->vma_lock = fault_flags & VLS_FAULT_FLAG_VMA_LOCK;
	fault->swap_retried = false;
	return true;
}

static __always_inline void handle_mm_fault_return(const struct mm_fault *fault,
						   unsigned long ret)
{
	enum vls_fault_end end = VLS_FAULT_END_SUCCESS;

	if (!vls_call_counts(&fault->call))
		return;
	if (ret & FAULT_BITS(VM_FAULT_RETRY))
		end = fault->swap_retried ? VLS_FAULT_END_RETRY_SWAP :
					    VLS_FAULT_END_RETRY_OTHER;
	if (fault->vma_lock)
		vls_count(fault->call.bank, vma_lock_ended[end]);
	else
		vls_count(fault->call.bank, mmap_lock_ended[end]);
}

VLS_KRETPROBE_HANDLERS(handle_mm_fault, VLS_HOOK_HANDLE_MM_FAULT, struct mm_fault, false,
		       vls_follow_nothing, vls_fast_never)

const struct vls_hook_desc vls_handle_mm_fault = {
	.symbol = VLS_SYMBOL_MM_FAULT,
	.id = VLS_HOOK_HANDLE_MM_FAULT,
	.mismatched = !VLS_KNOWN_MM_FAULT,
	.opt_in = VLS_OPT_IN_ALL_FAULTS,
	.kretprobe = &handle_mm_fault_kretprobe,
};

void vls_handle_mm_fault_swap_retried(void)
{
	struct mm_fault *fault;

	if (!vls_hook_exists(VLS_HOOK_HANDLE_MM_FAULT))
		return;
	fault = vls_compat_enclosing(&vls_hooks[VLS_HOOK_HANDLE_MM_FAULT].rp);
	if (fault)
		fault->swap_retried = true;
}
NOKPROBE_SYMBOL(vls_handle_mm_fault_swap_retried);
