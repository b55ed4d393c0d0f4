/* SPDX-License-Identifier: GPL-2.0-only */
/* The directory in debugfs. */
#ifndef VLS_DEBUGFS_H
#define VLS_DEBUGFS_H

/**
 * vls_debugfs_init() - make the directory and its files
 *
 * Process context. Return: 0, or an error of debugfs with a line in the log, after which the
 * directory is gone.
 */
int vls_debugfs_init(void);

/**
 * vls_debugfs_exit() - remove the directory and its files
 *
 * Process context. No read is in progress when it returns.
 */
void vls_debugfs_exit(void);

#endif /* VLS_DEBUGFS_H */
