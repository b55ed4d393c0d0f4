/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kernel whose struct vm_fault has another orig_pte: to be included before all
 * else.
 */
#ifndef OTHER_KERNEL_VM_FAULT_H
#define OTHER_KERNEL_VM_FAULT_H

#define vm_fault	known_vm_fault
#include <linux/pagemap.h>
#undef vm_fault

struct vm_fault {
	unsigned int flags;
	const unsigned long address;
	unsigned long orig_pte;
};

#endif /* OTHER_KERNEL_VM_FAULT_H */
