/* SPDX-License-Identifier: GPL-2.0-only */
/* The descriptions of the hooks, each in the file that is named after the function. */
#ifndef VLS_DESCRIPTIONS_H
#define VLS_DESCRIPTIONS_H

struct vls_hook_desc;

extern const struct vls_hook_desc vls_do_swap_page;
extern const struct vls_hook_desc vls_folio_lock_or_retry;
extern const struct vls_hook_desc vls_lock_mm_and_find_vma;
extern const struct vls_hook_desc vls_get_signal;
extern const struct vls_hook_desc vls_shmem_swapin_folio;
extern const struct vls_hook_desc vls_swap_read;
extern const struct vls_hook_desc vls_swap_read_unplug;
extern const struct vls_hook_desc vls_zswap_load;
extern const struct vls_hook_desc vls_memcg_reclaim;
extern const struct vls_hook_desc vls_direct_reclaim;
extern const struct vls_hook_desc vls_memcg_throttle;
extern const struct vls_hook_desc vls_vma_start_write;
extern const struct vls_hook_desc vls_swap_show;
extern const struct vls_hook_desc vls_lock_vma_under_rcu;
extern const struct vls_hook_desc vls_handle_mm_fault;

#endif /* VLS_DESCRIPTIONS_H */
