/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The retries in progress: of each task whose swap fault retried a record, until it takes
 * mmap_lock for that fault or gives up.
 */
#ifndef VLS_RETRIES_H
#define VLS_RETRIES_H

#include <linux/types.h>

#include "track/folio_waits.h"

struct vls_retry {
	u64 released_ns;	/* when the fault lock was dropped, if times are taken */
	struct vls_vma vma;	/* that the fault was on */
	unsigned long address;	/* of the fault */
	u32 epoch;		/* in which it retried */
	u32 mm_lock_seq;	/* of the mm when it retried */
	u8 swap;		/* swap device, as in breakdown.h */
};

/* What the task has done since its retry. */
enum vls_retry_state {
	VLS_RETRY_NONE,		/* no record */
	VLS_RETRY_FILLING,	/* the record is being written, by its own task */
	VLS_RETRY_VMA,		/* retried under the VMA lock, not at mmap_lock yet */
	VLS_RETRY_MMAP,		/* retried under mmap_lock, not there again yet */
	VLS_RETRY_FALLBACK,	/* in lock_mm_and_find_vma() for the retry */
};

/**
 * vls_retries_init() - allocate the table
 * @max_faults: records that are sure to find a slot, nearly always
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
 * vls_retries_bytes() - memory of the table
 *
 * Any context. Return: bytes.
 */
size_t vls_retries_bytes(void);

/**
 * vls_retry_find() - the record of the current task
 *
 * In a handler. Return: its slot, for the functions below, or -1 if the task has none.
 */
int vls_retry_find(void);

/**
 * vls_retry_put() - the current task's swap fault retried
 * @rec: what to remember of it
 * @state: under which lock: VLS_RETRY_VMA or VLS_RETRY_MMAP
 * @was: filled in with the state of the record that the task still had
 * @old: filled in with that record, unless @was is VLS_RETRY_NONE
 *
 * In a handler. Return: false when no slot is free where the task may have one.
 */
bool vls_retry_put(const struct vls_retry *rec, enum vls_retry_state state,
		   enum vls_retry_state *was, struct vls_retry *old);

/**
 * vls_retry_state() - what the current task has done since its retry
 * @slot: of its record, or -1
 *
 * In a handler. Return: the state, VLS_RETRY_NONE for -1.
 */
enum vls_retry_state vls_retry_state(int slot);

/**
 * vls_retry_at() - the record at a slot
 * @slot: of the current task's record
 *
 * In a handler. Return: the record; it stays until vls_retry_drop().
 */
const struct vls_retry *vls_retry_at(int slot);

/**
 * vls_retry_set_fallback() - the current task has come to mmap_lock
 * @slot: of its record
 *
 * In a handler.
 */
void vls_retry_set_fallback(int slot);

/**
 * vls_retry_drop() - the record has served
 * @slot: of the current task's record
 *
 * In a handler.
 */
void vls_retry_drop(int slot);

/**
 * vls_retry_count() - tasks between a retry under the VMA lock and mmap_lock
 * @epoch: in which they retried
 *
 * Process context. Return: their number.
 */
u64 vls_retry_count(u32 epoch);

/**
 * vls_retry_reap() - free the records of dead tasks
 *
 * A task leaves its record behind when it dies before it takes mmap_lock and no hook saw
 * it. Retries of the current epoch among them are counted as abandoned. Process context.
 */
void vls_retry_reap(void);

#endif /* VLS_RETRIES_H */
