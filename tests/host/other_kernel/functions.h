/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kernel that declares the hooked functions in other ways, or not at all: to
 * be included before all else.
 */
#ifndef OTHER_KERNEL_FUNCTIONS_H
#define OTHER_KERNEL_FUNCTIONS_H

#undef VLS_DECLARES_FOLIO_LOCK
#undef VLS_DECLARES_WRITER

#define lock_mm_and_find_vma	known_lock_mm_and_find_vma
#define handle_mm_fault		known_handle_mm_fault
#include <linux/mm.h>
#undef lock_mm_and_find_vma
#undef handle_mm_fault

struct vm_area_struct *lock_mm_and_find_vma(struct vm_fault *vmf);
vm_fault_t handle_mm_fault(struct vm_fault *vmf, struct pt_regs *regs);

#endif /* OTHER_KERNEL_FUNCTIONS_H */
