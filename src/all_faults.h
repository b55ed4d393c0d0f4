/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_ALL_FAULTS_H
#define VLS_ALL_FAULTS_H

/* The current task's do_swap_page() returns a retry. */
void vls_all_faults_swap_retried(void);

#endif /* VLS_ALL_FAULTS_H */
