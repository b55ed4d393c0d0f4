/* SPDX-License-Identifier: GPL-2.0-only */
/* A fault in shmem_swapin_folio(), for the hooks on what it calls. */
#ifndef VLS_SHMEM_SWAPIN_FOLIO_H
#define VLS_SHMEM_SWAPIN_FOLIO_H

struct vls_hold;

/**
 * vls_shmem_swapin_hold() - the hold of the fault that is swapping shared memory in
 *
 * In a handler. Return: its record, or NULL if the current task is not executing
 * shmem_swapin_folio() for a fault, or if that fault is not counted.
 */
struct vls_hold *vls_shmem_swapin_hold(void);

#endif /* VLS_SHMEM_SWAPIN_FOLIO_H */
