/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_SWAP_DEVICE_H
#define VLS_SWAP_DEVICE_H

#include <linux/types.h>

/* What swap is on: a block device, or a file, which has a number on its device. */
struct vls_swap_device {
	dev_t dev;		/* 0: not known */
	unsigned long ino;	/* 0: a block device */
};

/* Of the swap entries of @type. */
struct vls_swap_device vls_swap_device(unsigned int type);

#endif /* VLS_SWAP_DEVICE_H */
