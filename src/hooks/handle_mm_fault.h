/* SPDX-License-Identifier: GPL-2.0-only */
/* Any page fault, with all_faults=1, for the hooks on what handle_mm_fault() calls. */
#ifndef VLS_HANDLE_MM_FAULT_H
#define VLS_HANDLE_MM_FAULT_H

/**
 * vls_handle_mm_fault_swap_retried() - the current task's do_swap_page() returned a retry
 *
 * In a handler. The retry that handle_mm_fault() returns is counted as that of a swap fault.
 */
void vls_handle_mm_fault_swap_retried(void);

#endif /* VLS_HANDLE_MM_FAULT_H */
