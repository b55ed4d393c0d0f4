/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The longest hold under each lock, of each CPU: its record is part of the bank, beside the
 * histogram whose maximum it explains. So a fault writes to no memory of another CPU, and a
 * reset, which begins a new bank, begins new records. A fault that was in flight at the
 * reset is not counted, and so leaves none.
 */
#ifndef VLS_TRACK_LONGEST_H
#define VLS_TRACK_LONGEST_H

#include <linux/percpu.h>
#include <linux/types.h>

#include "counters.h"

/**
 * vls_longest_is() - whether a hold is the longest of this CPU
 * @bank: of the call
 * @lock: which lock
 * @held: how long, in nanoseconds
 *
 * In a handler. Return: true if it is, and vls_longest_set() has to follow.
 */
static __always_inline bool vls_longest_is(struct vls_bank __percpu *bank, enum vls_lock lock,
					   u64 held)
{
	return unlikely(held > this_cpu_ptr(bank)->longest[lock].hold.held_ns);
}

/**
 * vls_longest_set() - remember the longest hold of this CPU
 * @bank: of the call
 * @lock: which lock
 * @hold: the hold, by the current task, that has just ended. Who the task is and when it
 *	ended are filled in.
 *
 * In a handler.
 */
void vls_longest_set(struct vls_bank __percpu *bank, enum vls_lock lock,
		     struct vls_longest *hold);

/**
 * vls_longest_read() - the longest hold of all CPUs
 * @bank: which handlers may be using
 * @lock: which lock
 * @longest: filled in
 *
 * Process context.
 */
void vls_longest_read(const struct vls_bank __percpu *bank, enum vls_lock lock,
		      struct vls_longest *longest);

#endif /* VLS_TRACK_LONGEST_H */
