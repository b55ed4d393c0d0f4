/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The retries in progress: a record for each task whose swap fault retried, until the task
 * takes mmap_lock for that fault or gives up.
 */
#ifndef VLS_RETRIES_H
#define VLS_RETRIES_H

#include <linux/types.h>

#include "track/folio_waits.h"

struct vls_retry {
	u64 released_ns;	/* when the fault lock was dropped, if times are taken */
	struct vls_vma vma;	/* of the fault */
	unsigned long address;	/* of the fault */
	u32 epoch;		/* in which it retried */
	u32 mm_lock_seq;	/* of the mm when it retried */
	u8 swap;		/* swap device, as in breakdown.h */
};

/* What the task has done since the retry. */
enum vls_retry_state {
	VLS_RETRY_NONE,		/* no record */
	VLS_RETRY_FILLING,	/* the record is being written, by its own task */
	VLS_RETRY_VMA,		/* retried under the VMA lock; mmap_lock comes next */
	VLS_RETRY_MMAP,		/* retried under mmap_lock, which comes next again */
	VLS_RETRY_FALLBACK,	/* in lock_mm_and_find_vma() after VLS_RETRY_VMA */
};

/**
 * vls_retries_init() - allocate the table
 * @max_faults: records that nearly always find a slot
 *
 * Process context, while nothing is hooked. Return: 0 or -ENOMEM, after which
 * vls_retries_exit() frees what has been allocated.
 */
int vls_retries_init(unsigned int max_faults);

/**
 * vls_retries_exit() - free the table
 *
 * Process context, while nothing is hooked.
 */
void vls_retries_exit(void);

/**
 * vls_retries_size() - the memory that the table will take
 * @max_faults: as for vls_retries_init()
 *
 * Process context. Return: bytes.
 */
size_t vls_retries_size(unsigned int max_faults);

/**
 * vls_retries_bytes() - the memory of the table
 *
 * Process context. Return: bytes.
 */
size_t vls_retries_bytes(void);

/**
 * vls_retry_find() - find the record of the current task
 *
 * In a handler. Return: its slot, for the functions below, or -1 if the task has none.
 */
int vls_retry_find(void);

/**
 * vls_retry_put() - record a retry of the current task
 * @rec: what to remember of it
 * @state: VLS_RETRY_VMA or VLS_RETRY_MMAP, by the lock that it was under
 * @was: filled in with the state of the record that this one replaces
 * @old: filled in with that record, unless @was is VLS_RETRY_NONE
 *
 * In a handler. Return: false when no slot in the window of the task is free.
 */
bool vls_retry_put(const struct vls_retry *rec, enum vls_retry_state state,
		   enum vls_retry_state *was, struct vls_retry *old);

/**
 * vls_retry_state() - what the current task has done since the retry
 * @slot: of its record, or -1
 *
 * In a handler. Return: the state, VLS_RETRY_NONE for -1.
 */
enum vls_retry_state vls_retry_state(int slot);

/**
 * vls_retry_at() - the record at a slot
 * @slot: of the current task's record
 *
 * In a handler. Return: the record, valid until vls_retry_drop().
 */
const struct vls_retry *vls_retry_at(int slot);

/**
 * vls_retry_set_fallback() - set the state to VLS_RETRY_FALLBACK
 * @slot: of its record
 *
 * In a handler.
 */
void vls_retry_set_fallback(int slot);

/**
 * vls_retry_drop() - free the record
 * @slot: of the current task's record
 *
 * In a handler.
 */
void vls_retry_drop(int slot);

/**
 * vls_retry_count() - count the records in the state VLS_RETRY_VMA
 * @epoch: in which the tasks retried
 *
 * Process context. Return: their number.
 */
u64 vls_retry_count(u32 epoch);

/**
 * vls_retry_reap() - free the records of dead tasks
 *
 * A task that dies before it takes mmap_lock may leave its record behind. Retries of the
 * current epoch among these are counted as abandoned.
 *
 * Process context; it may sleep.
 */
void vls_retry_reap(void);

#endif /* VLS_RETRIES_H */
