/* SPDX-License-Identifier: GPL-2.0-only */
/* Start, stop, reset and snapshot. */
#ifndef VLS_CONTROL_H
#define VLS_CONTROL_H

#include "breakdown/breakdown.h"
#include "show/show.h"

/**
 * vls_control_enable() - start or stop counting
 * @on: whether to arm the hooks and count; what has been counted stays readable
 *
 * Process context. Return: 0, or an error of vls_hooks_arm(), after which nothing has
 * changed.
 */
int vls_control_enable(bool on);

/**
 * vls_control_timing() - begin or stop to take times
 * @on: whether times are taken from now on
 *
 * Process context. Calls in flight are not counted. Return: 0, or an error of
 * vls_hooks_arm(), after which counting is off.
 */
int vls_control_timing(bool on);

/**
 * vls_control_breakdown() - begin or stop to break faults down
 * @on: whether faults are broken down from now on
 *
 * Process context. Calls in flight are not counted. Return: 0, or -ENOMEM with a line in
 * the log.
 */
int vls_control_breakdown(bool on);

/**
 * vls_control_counting() - whether counting is on
 *
 * Process context. Return: true if it is.
 */
bool vls_control_counting(void);

/**
 * vls_control_reset() - let all counters start from 0, at one point in time
 *
 * Process context. Calls in flight are not counted. It sleeps for an RCU grace period, and
 * stops no CPU. Return: 0, or -ENOMEM, after which nothing has changed.
 */
int vls_control_reset(void);

/**
 * vls_control_read() - take a snapshot
 * @reading: filled in
 *
 * Process context.
 */
void vls_control_read(struct vls_reading *reading);

/**
 * vls_control_read_breakdown() - take a snapshot of a breakdown
 * @id: which
 *
 * Process context. Return: the breakdown, to be freed with kvfree(), or an ERR_PTR() of
 * -ENOMEM.
 */
struct vls_breakdown *vls_control_read_breakdown(enum vls_breakdown_id id);

/**
 * vls_control_read_longest() - take a snapshot of the longest holds
 *
 * Process context. Return: the snapshot, to be freed with kvfree(), or an ERR_PTR() of
 * -ENOMEM.
 */
struct vls_longest_reading *vls_control_read_longest(void);

/**
 * vls_control_stacks() - begin or stop to sample the stacks of tasks that hold a fault lock
 * @ms: those that have held it for longer than this many milliseconds; 0 for none
 *
 * Process context. Return: 0, or -EOPNOTSUPP or -ENOMEM with a line in the log, after which
 * nothing has changed.
 */
int vls_control_stacks(unsigned int ms);

/**
 * vls_control_read_stacks() - take a snapshot of the stacks that were sampled
 *
 * Process context. Return: the snapshot, to be freed with kvfree(), or an ERR_PTR() of
 * -ENOMEM.
 */
struct vls_stacks_reading *vls_control_read_stacks(void);

/**
 * vls_control_init() - allocate the counters, with the time of the load as the first reset
 *
 * Process context, before anything is hooked. Return: 0 or -ENOMEM.
 */
int vls_control_init(void);

/**
 * vls_control_exit() - free the counters
 *
 * Process context, while nothing is hooked, also after vls_control_init() has failed.
 */
void vls_control_exit(void);

#endif /* VLS_CONTROL_H */
