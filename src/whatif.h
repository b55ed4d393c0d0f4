/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_WHATIF_H
#define VLS_WHATIF_H

#include <linux/types.h>

/*
 * A VMA that the current task has let go: its address is only a name from then
 * on, and the number is of the write lock that it had last.
 */
struct vls_vma {
	const void *vma;	/* NULL: not known */
	u32 lock_seq;
};

/* A wait for a folio with the VMA lock let go. */
struct vls_wait {
	u64 writer_ns;		/* how long its writer had to wait, if it is the last */
	u32 mm_lock_seq;	/* when it began */
	u32 slot;		/* in the table, from 1 on; 0 if in none */
	bool lost;		/* the table had no room */
	bool blocking;		/* a writer of the VMA came meanwhile */
	bool last;		/* of the waits that it came into */
	bool mm_writer;		/* somebody had mmap_lock for writing meanwhile */
};

int vls_whatif_init(unsigned int max_faults);
void vls_whatif_exit(void);
/* Of memory. */
size_t vls_whatif_bytes(void);

/*
 * For handlers. The wait begins before the VMA is let go, and ends when its
 * folio is unlocked.
 */
void vls_whatif_wait_begin(struct vls_wait *wait, const void *vma);
void vls_whatif_wait_end(struct vls_wait *wait);
/*
 * The fault that waited is counted, and this with it. Return: true for the last
 * that a writer would have waited for.
 */
bool vls_whatif_wait_count(const struct vls_wait *wait);
/* A writer has locked @vma, in this period or in one that is over. */
void vls_whatif_writer(const void *vma, bool counted);

#endif /* VLS_WHATIF_H */
