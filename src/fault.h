/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_FAULT_H
#define VLS_FAULT_H

#include <linux/types.h>

#include "whatif.h"

/*
 * A fault inside do_swap_page(). It lives in the instance of the kretprobe,
 * which is the record of the task: nothing is looked up on the way of a fault
 * that does not contend. With direct=1 it lives on the task's stack, and inside.c
 * knows where.
 */
struct vls_fault {
	unsigned long address;		/* vmf->address */
	u64 entered_ns;			/* vls_clock() at entry */
	u64 released_ns;		/* when the lock was let go inside, or 0 */
	u64 folio_wait_ns;		/* in __folio_lock_or_retry() */
	struct vls_vma vma;		/* which it is on */
	struct vls_wait wait;		/* for its folio, with that VMA let go */
	u32 period;			/* in which it entered */
	u32 slot;			/* with direct calls, in inside.c */
	u8 lock;			/* enum vls_lock, at entry */
	u8 kind;			/* enum vls_kind, at entry */
	u8 swap;			/* device, as in breakdown.h */
	u8 folio_lock;			/* enum vls_folio_lock + 1, if it waited */
};

struct vls_fault *vls_fault_current(bool direct);

#endif /* VLS_FAULT_H */
