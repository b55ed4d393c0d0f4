/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_PENDING_H
#define VLS_PENDING_H

#include <linux/types.h>

#include "whatif.h"

/*
 * The record of a task whose swap fault retried, until it takes mmap_lock for
 * it or gives up.
 */
struct vls_pending {
	u64 released_ns;	/* when it let its lock go */
	struct vls_vma vma;	/* that it was on */
	unsigned long address;	/* of the fault */
	u32 period;		/* in which it retried */
	u32 mm_lock_seq;	/* of the mm when it retried */
	u8 swap;		/* the fault's device, as in breakdown.h */
};

/* What the task has done since its retry. */
enum vls_pending_state {
	VLS_PENDING_NONE,	/* no record */
	VLS_PENDING_FILLING,	/* being written, by its own task */
	VLS_PENDING_RETRIED,	/* under the VMA lock; not at mmap_lock yet */
	VLS_PENDING_AGAIN,	/* under mmap_lock; not there again yet */
	VLS_PENDING_FALLBACK,	/* inside lock_mm_and_find_vma() for it */
};

int vls_pending_init(unsigned int max_faults);
void vls_pending_exit(void);

/*
 * For handlers; they touch the record of the current task only.
 * vls_pending_put() returns false when there is no room.
 */
bool vls_pending_put(const struct vls_pending *rec,
		     enum vls_pending_state state,
		     enum vls_pending_state *was, struct vls_pending *old);
int vls_pending_find(void);
enum vls_pending_state vls_pending_state(int slot);
const struct vls_pending *vls_pending_at(int slot);
void vls_pending_set_fallback(int slot);
void vls_pending_drop(int slot);

/* For the reader, and for the moment when counting stops. */
u64 vls_pending_count(u32 period);
u64 vls_pending_reap(void);

/* Of memory. */
size_t vls_pending_bytes(void);

#endif /* VLS_PENDING_H */
