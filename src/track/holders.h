/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tasks that hold a fault lock in a hooked function, for those who look at them from
 * outside: with stacks=MS. What is read here of a fault is in the table: its record is on the
 * stack of its task, or in an instance of a kretprobe, and may be gone at any time.
 */
#ifndef VLS_HOLDERS_H
#define VLS_HOLDERS_H

#include <linux/jump_label.h>
#include <linux/types.h>

#include "vmalockstat/labels.h"

struct vls_holder;

/* A holder, as it was when it was read. */
struct vls_holder_view {
	u64 start_time;		/* of the task */
	u64 entered_ns;		/* vls_clock() */
	int pid;
	u32 epoch;		/* in which the fault entered */
	u8 lock;		/* enum vls_lock */
};

DECLARE_STATIC_KEY_FALSE(vls_holders_key);

/**
 * vls_holders_on() - whether faults are entered in the table
 *
 * A static key: free while they are not.
 *
 * Any context. Return: true while stacks are sampled.
 */
static __always_inline bool vls_holders_on(void)
{
	return static_branch_unlikely(&vls_holders_key);
}

/**
 * vls_holders_alloc() - allocate the table, if that has not been done
 * @max_faults: faults that nearly always find a slot
 *
 * Process context. Return: 0 or -ENOMEM.
 */
int vls_holders_alloc(unsigned int max_faults);

/**
 * vls_holders_switch() - begin or stop to enter faults in the table
 * @on: whether those that begin from now on are entered
 *
 * Process context, after vls_holders_alloc().
 */
void vls_holders_switch(bool on);

/**
 * vls_holders_exit() - free the table
 *
 * Process context, while nothing is hooked.
 */
void vls_holders_exit(void);

/**
 * vls_holders_bytes() - the memory of the table
 *
 * Process context. Return: bytes, 0 if it has not been allocated.
 */
size_t vls_holders_bytes(void);

/**
 * vls_holder_put() - the current task holds a fault lock from now on
 * @lock: which lock
 * @epoch: of the fault
 *
 * In a handler, while vls_holders_on(). Return: its slot, for vls_holder_drop(), or NULL when
 * no slot in the window of the task is free: then nobody sees it.
 */
struct vls_holder *vls_holder_put(enum vls_lock lock, u32 epoch);

/**
 * vls_holder_drop() - the current task does not hold the lock any more
 * @holder: from vls_holder_put()
 *
 * In a handler.
 */
void vls_holder_drop(struct vls_holder *holder);

/**
 * vls_holders_nr() - the number of slots
 *
 * Any context. Return: the number.
 */
unsigned int vls_holders_nr(void);

/**
 * vls_holder_read() - read a slot that its task may be writing to
 * @i: which, below vls_holders_nr()
 * @view: filled in
 *
 * Any context. Return: false if it is free, or was changed in between.
 */
bool vls_holder_read(unsigned int i, struct vls_holder_view *view);

/**
 * vls_holder_is() - whether a slot is still what it was
 * @i: which
 * @view: from vls_holder_read()
 *
 * Any context. Return: true if the same fault has held its lock ever since.
 */
bool vls_holder_is(unsigned int i, const struct vls_holder_view *view);

#endif /* VLS_HOLDERS_H */
