/* SPDX-License-Identifier: GPL-2.0-only */
/* The waits for a folio after dropping the VMA lock, and the writers they would block. */
#ifndef VLS_FOLIO_WAITS_H
#define VLS_FOLIO_WAITS_H

#include <linux/percpu.h>
#include <linux/types.h>

struct vls_bank;

/*
 * A VMA whose lock the current task has dropped: its address is only a name from then on,
 * and the number is of the write lock that it had last.
 */
struct vls_vma {
	const void *vma;	/* NULL: not known */
	u32 lock_seq;
};

/* A wait for a folio after dropping the VMA lock. */
struct vls_folio_wait {
	u64 writer_ns;		/* how long its writer would have waited, if it is the last */
	u32 mm_lock_seq;	/* when it began */
	u32 slot;		/* in the table, from 1 on; 0 if in none */
	bool lost;		/* the table had no free slot */
	bool blocking;		/* a writer of the VMA came during the wait */
	bool last;		/* the last of the waits that this writer came during */
	bool mm_writer;		/* a writer held mmap_lock during the wait */
};

/**
 * vls_folio_waits_init() - allocate the table
 * @max_faults: waits that find a slot, nearly always, even with a VMA each
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
 * vls_folio_waits_bytes() - memory of the table
 *
 * Any context. Return: bytes.
 */
size_t vls_folio_waits_bytes(void);

/**
 * vls_folio_wait_begin() - the current fault is about to drop the VMA lock and to wait
 * @wait: of the fault, zeroed; filled in
 * @vma: which it is on and still has locked
 * @epoch: of the fault
 *
 * In a handler.
 */
void vls_folio_wait_begin(struct vls_folio_wait *wait, const void *vma, u32 epoch);

/**
 * vls_folio_wait_end() - the folio is unlocked
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
 * In a handler. Return: true for the last wait that a writer would have waited for.
 */
bool vls_folio_wait_count(const struct vls_folio_wait *wait, struct vls_bank __percpu *bank);

/**
 * vls_folio_wait_writer() - a writer has locked a VMA
 * @vma: which
 * @counted: whether its write lock is counted, or began in an earlier epoch
 *
 * In a handler.
 */
void vls_folio_wait_writer(const void *vma, bool counted);

#endif /* VLS_FOLIO_WAITS_H */
