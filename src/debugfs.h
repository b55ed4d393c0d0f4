/* SPDX-License-Identifier: GPL-2.0-only */
/* The directory in debugfs. */
#ifndef VLS_DEBUGFS_H
#define VLS_DEBUGFS_H

/**
 * vls_debugfs_init() - make the directory and its files
 *
 * Process context. Return: 0, or an error of debugfs with a line in the log, after which
 * nothing of it is left.
 */
int vls_debugfs_init(void);

/**
 * vls_debugfs_exit() - remove them; no reader is in them any more when it returns
 *
 * Process context.
 */
void vls_debugfs_exit(void);

#endif /* VLS_DEBUGFS_H */
