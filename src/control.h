/* SPDX-License-Identifier: GPL-2.0-only */
/* Start, stop, reset and snapshot: the moments that concern all of the module. */
#ifndef VLS_CONTROL_H
#define VLS_CONTROL_H

#include "breakdown/breakdown.h"
#include "show/show.h"

/**
 * vls_control_enable() - count or not
 * @on: whether the hooks are armed and count; what has been counted stays readable
 *
 * Process context. Return: 0, or an error of vls_hooks_arm(), after which nothing has
 * changed.
 */
int vls_control_enable(bool on);

/**
 * vls_control_timing() - take times or not
 * @on: whether times are taken from now on
 *
 * Process context. Calls that are under way are not counted. Return: 0, or an error of
 * vls_hooks_arm(), after which counting is off.
 */
int vls_control_timing(bool on);

/**
 * vls_control_breakdown() - break down or not
 * @on: whether faults are broken down from now on
 *
 * Process context. Calls that are under way are not counted. Return: 0 or -ENOMEM.
 */
int vls_control_breakdown(bool on);

/**
 * vls_control_counting() - is counting on?
 *
 * Process context. Return: true if it is.
 */
bool vls_control_counting(void);

/**
 * vls_control_reset() - all counters start from 0, at one point in time
 *
 * Process context. Calls that are under way are not counted. It waits for a grace period
 * of RCU and stops no CPU.
 */
void vls_control_reset(void);

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
 * Process context. Return: to be freed with kvfree(), or an ERR_PTR() of -ENOMEM.
 */
struct vls_breakdown *vls_control_read_breakdown(enum vls_breakdown_id id);

/**
 * vls_control_init() - the time of the first reset is now
 *
 * Process context, before anything counts.
 */
void vls_control_init(void);

#endif /* VLS_CONTROL_H */
