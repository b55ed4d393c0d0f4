/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_DEBUGFS_H
#define VLS_DEBUGFS_H

int vls_debugfs_init(void);
void vls_debugfs_exit(void);

#endif /* VLS_DEBUGFS_H */
