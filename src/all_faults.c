// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hooks of all_faults=1: every page fault from user mode, not only those on
 * swap. lock_vma_under_rcu() tells who asked for a VMA lock and who was refused
 * it, handle_mm_fault() how the fault ended under the lock it came with.
 */
#include <linux/kprobes.h>
#include <linux/mm.h>

#include "all_faults.h"
#include "compat.h"
#include "hook.h"
#include "stats.h"

struct vma_lock_call {
	u32 period;
};

static int vma_lock_enter(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct vma_lock_call *lock = (struct vma_lock_call *)ri->data;

	lock->period = READ_ONCE(vls_period);
	if (!lock->period)
		return 1;
	return !vls_hook_enter(VLS_HOOK_VMA_LOCK, false);
}
NOKPROBE_SYMBOL(vma_lock_enter);

static int vma_lock_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	const struct vma_lock_call *lock = (const struct vma_lock_call *)ri->data;

	vls_hook_leave(VLS_HOOK_VMA_LOCK, false);
	if (lock->period == READ_ONCE(vls_period) && !regs_return_value(regs))
		vls_count(vma_lock[VLS_VMA_LOCK_REFUSED]);
	return 0;
}
NOKPROBE_SYMBOL(vma_lock_return);

struct vls_hook vls_hook_vma_lock = {
	.symbol = VLS_SYMBOL_VMA_LOCK,
	.id = VLS_HOOK_VMA_LOCK,
	.sees_return = true,
	.on_request = true,
	.rp = {
		.entry_handler = vma_lock_enter,
		.handler = vma_lock_return,
		.data_size = sizeof(struct vma_lock_call),
	},
};

/* A fault inside handle_mm_fault(). */
struct mm_fault_call {
	u32 period;
	bool vma_lock;		/* that lock, and not mmap_lock */
	bool swap_retried;	/* its do_swap_page() returned a retry */
};

static int mm_fault_enter(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	unsigned int fault_flags = regs_get_kernel_argument(regs, 2);
	struct mm_fault_call *fault = (struct mm_fault_call *)ri->data;

	fault->period = READ_ONCE(vls_period);
	if (!fault->period || !(fault_flags & FAULT_FLAG_USER))
		return 1;
	fault->vma_lock = fault_flags & FAULT_FLAG_VMA_LOCK;
	fault->swap_retried = false;
	return !vls_hook_enter(VLS_HOOK_MM_FAULT, false);
}
NOKPROBE_SYMBOL(mm_fault_enter);

static void mm_fault_count(const struct mm_fault_call *fault, bool retried)
{
	if (fault->vma_lock && !retried)
		vls_count(vma_lock[VLS_VMA_LOCK_SUCCESS]);
	else if (fault->vma_lock && fault->swap_retried)
		vls_count(vma_lock[VLS_VMA_LOCK_RETRY_SWAP]);
	else if (fault->vma_lock)
		vls_count(vma_lock[VLS_VMA_LOCK_RETRY_OTHER]);
	else if (!retried)
		vls_count(mmap_lock[VLS_MMAP_LOCK_SUCCESS]);
	else if (fault->swap_retried)
		vls_count(mmap_lock[VLS_MMAP_LOCK_RETRY_SWAP]);
	else
		vls_count(mmap_lock[VLS_MMAP_LOCK_RETRY_OTHER]);
}
NOKPROBE_SYMBOL(mm_fault_count);

static int mm_fault_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	const struct mm_fault_call *fault = (const struct mm_fault_call *)ri->data;
	unsigned int ret = regs_return_value(regs);

	vls_hook_leave(VLS_HOOK_MM_FAULT, false);
	if (fault->period == READ_ONCE(vls_period))
		mm_fault_count(fault, ret & (__force unsigned int)VM_FAULT_RETRY);
	return 0;
}
NOKPROBE_SYMBOL(mm_fault_return);

struct vls_hook vls_hook_mm_fault = {
	.symbol = VLS_SYMBOL_MM_FAULT,
	.id = VLS_HOOK_MM_FAULT,
	.unknown = !VLS_KNOWN_MM_FAULT,
	.sees_return = true,
	.on_request = true,
	.rp = {
		.entry_handler = mm_fault_enter,
		.handler = mm_fault_return,
		.data_size = sizeof(struct mm_fault_call),
	},
};

/* do_swap_page() has returned a retry: handle_mm_fault() will, for that reason. */
void vls_all_faults_swap_retried(void)
{
	struct mm_fault_call *fault;

	if (!vls_hook_available(VLS_HOOK_MM_FAULT))
		return;
	fault = vls_compat_enclosing(&vls_hook_mm_fault.rp);
	if (fault)
		fault->swap_retried = true;
}
NOKPROBE_SYMBOL(vls_all_faults_swap_retried);
