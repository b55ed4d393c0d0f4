/* SPDX-License-Identifier: GPL-2.0-only */
/* Which fault each task is executing, where no kretprobe keeps that. */
#ifndef VLS_ACTIVE_FAULTS_H
#define VLS_ACTIVE_FAULTS_H

#include <linux/types.h>

/**
 * vls_active_faults_init() - allocate the table
 * @max_faults: faults that find a slot, nearly always; with 0 nothing is allocated
 *
 * Process context, while nothing is hooked. Return: 0 or -ENOMEM.
 */
int vls_active_faults_init(unsigned int max_faults);

/**
 * vls_active_faults_exit() - free the table
 *
 * Process context, while nothing is hooked.
 */
void vls_active_faults_exit(void);

/**
 * vls_active_faults_bytes() - memory of the table
 *
 * Any context. Return: bytes.
 */
size_t vls_active_faults_bytes(void);

/**
 * vls_active_fault_put() - the current task begins a fault
 * @fault: its record, on the stack of the task
 *
 * In a handler. Return: its slot, for vls_active_fault_drop(), or NULL when none is free
 * where the task may have one.
 */
void *vls_active_fault_put(void *fault);

/**
 * vls_active_fault_drop() - the current task's fault ends
 * @slot: from vls_active_fault_put()
 *
 * In a handler.
 */
void vls_active_fault_drop(void *slot);

/**
 * vls_active_fault_get() - the fault that the current task is executing
 *
 * In a handler. Return: its record, or NULL.
 */
void *vls_active_fault_get(void);

#endif /* VLS_ACTIVE_FAULTS_H */
