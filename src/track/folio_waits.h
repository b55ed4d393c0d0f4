/* SPDX-License-Identifier: GPL-2.0-only */
/* Waits for a folio after dropping the VMA lock, and the writers that they would block. */
#ifndef VLS_FOLIO_WAITS_H
#define VLS_FOLIO_WAITS_H

#include <linux/percpu.h>
#include <linux/types.h>

struct vls_bank;

/*
 * A VMA whose lock the current task has dropped. It must not be accessed: its address is only
 * a name.
 */
struct vls_vma {
	const void *vma;	/* NULL: not known */
	u32 lock_seq;		/* of its last write lock before that */
};

/* A wait for a folio after dropping the VMA lock. */
struct vls_folio_wait {
	u64 writer_ns;		/* how long the writer would have waited for it */
	u32 mm_lock_seq;	/* of the mm when it began */
	u32 slot;		/* its slot in the table plus 1, or 0 */
	bool lost;		/* the table had no free slot */
	bool blocking;		/* a writer of the VMA came during the wait */
	bool last;		/* the last of the waits in its slot to end */
	bool mm_writer;		/* a writer held mmap_lock during the wait */
};

/**
 * vls_folio_waits_init() - allocate the table
 * @max_faults: waits that nearly always find a slot, even when each is on another VMA
 *
 * Process context, while nothing is hooked. Return: 0 or -ENOMEM.
 */
int vls_folio_waits_init(unsigned int max_faults);

/**
 * vls_folio_waits_exit() - free the table
 *
 * Process context, while nothing is hooked.
 */
void vls_folio_waits_exit(void);

/**
 * vls_folio_waits_size() - the memory that the table will take
 * @max_faults: as for vls_folio_waits_init()
 *
 * Process context. Return: bytes.
 */
size_t vls_folio_waits_size(unsigned int max_faults);

/**
 * vls_folio_waits_bytes() - the memory of the table
 *
 * Process context. Return: bytes.
 */
size_t vls_folio_waits_bytes(void);

/**
 * vls_folio_wait_begin() - enter a fault that is about to drop the VMA lock and to wait
 * @wait: of the fault, zeroed; filled in
 * @vma: of the fault, which still holds its lock
 * @epoch: of the fault
 *
 * In a handler.
 */
void vls_folio_wait_begin(struct vls_folio_wait *wait, const void *vma, u32 epoch);

/**
 * vls_folio_wait_end() - remove a fault whose wait is over
 * @wait: which vls_folio_wait_begin() has filled in, or zeroed; filled in further
 *
 * In a handler.
 */
void vls_folio_wait_end(struct vls_folio_wait *wait);

/**
 * vls_folio_wait_count() - count an ended wait, together with its fault
 * @wait: which vls_folio_wait_end() has filled in
 * @bank: of the fault
 *
 * In a handler. Return: true if a writer would have waited for it, and for no later one.
 */
bool vls_folio_wait_count(const struct vls_folio_wait *wait, struct vls_bank __percpu *bank);

/**
 * vls_folio_wait_writer() - hide the waits on a VMA from later writers
 * @vma: which the current task has locked for writing
 * @counted: whether its write lock is counted; false if it began in an earlier epoch
 *
 * In a handler.
 */
void vls_folio_wait_writer(const void *vma, bool counted);

#endif /* VLS_FOLIO_WAITS_H */
