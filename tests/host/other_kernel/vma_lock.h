/* SPDX-License-Identifier: GPL-2.0-only */
/* What the module must know of a kernel with VMA locks: to be included after compat.h. */
#ifndef OTHER_KERNEL_VMA_LOCK_H
#define OTHER_KERNEL_VMA_LOCK_H

static_assert(VLS_HAVE_VMA_LOCK, "the kernel has VMA locks");
/* Its own enumerator, and not a macro of that name. */
static_assert(FAULT_FLAG_VMA_LOCK != 0 && VLS_FAULT_FLAG_VMA_LOCK == FAULT_FLAG_VMA_LOCK,
	      "the flag of a fault under the VMA lock");
#ifdef FAULT_FLAG_VMA_LOCK
#error "a name of the kernel has been defined anew"
#endif

#endif /* OTHER_KERNEL_VMA_LOCK_H */
