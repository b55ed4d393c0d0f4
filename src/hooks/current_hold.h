/* SPDX-License-Identifier: GPL-2.0-only */
/* The fault lock that the current task holds, for the hooks on what it does in the meantime. */
#ifndef VLS_CURRENT_HOLD_H
#define VLS_CURRENT_HOLD_H

#include "track/hold.h"

/**
 * vls_current_hold() - the hold of the fault that the current task is executing
 *
 * In a handler, while times are taken. Return: its record, or NULL if the task is executing
 * neither do_swap_page() nor shmem_swapin_folio() for a fault, if that fault is not counted,
 * or if it has dropped its lock.
 */
struct vls_hold *vls_current_hold(void);

#endif /* VLS_CURRENT_HOLD_H */
