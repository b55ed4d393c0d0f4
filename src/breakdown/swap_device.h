/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_SWAP_DEVICE_H
#define VLS_SWAP_DEVICE_H

#include <linux/types.h>

/* A swap device: a block device, or a file on one. */
struct vls_swap_device {
	dev_t dev;		/* 0: not known */
	unsigned long ino;	/* of the file; 0: a block device */
};

/**
 * vls_swap_device_set() - remember the device of a type of swap entries
 * @type: of the entries; one that is out of range is ignored
 * @dev: the block device, or that of the file system of a swap file
 * @ino: the inode number of a swap file, or 0
 *
 * In a handler.
 */
void vls_swap_device_set(unsigned int type, dev_t dev, unsigned long ino);

/**
 * vls_swap_device() - the device of a type of swap entries
 * @type: of the entries
 *
 * Any context. Return: the device, with dev 0 when it is not known.
 */
struct vls_swap_device vls_swap_device(unsigned int type);

#endif /* VLS_SWAP_DEVICE_H */
