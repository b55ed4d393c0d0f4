/* SPDX-License-Identifier: GPL-2.0-only */
/* The fault that each task is executing, with direct=1. */
#ifndef VLS_ACTIVE_FAULTS_H
#define VLS_ACTIVE_FAULTS_H

#include <linux/types.h>

/**
 * vls_active_faults_init() - allocate the table
 * @max_faults: faults that nearly always find a slot; 0 to allocate nothing
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
 * vls_active_faults_size() - the memory that the table will take
 * @max_faults: as for vls_active_faults_init()
 *
 * Process context. Return: bytes.
 */
size_t vls_active_faults_size(unsigned int max_faults);

/**
 * vls_active_faults_bytes() - the memory of the table
 *
 * Process context. Return: bytes.
 */
size_t vls_active_faults_bytes(void);

/**
 * vls_active_fault_put() - enter a fault that the current task begins
 * @fault: its record, on the stack of the task
 *
 * In a handler. Return: its slot, for vls_active_fault_drop(), or NULL when no slot in the
 * window of the task is free.
 */
void *vls_active_fault_put(void *fault);

/**
 * vls_active_fault_drop() - remove a fault that the current task ends
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
