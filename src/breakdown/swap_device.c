// SPDX-License-Identifier: GPL-2.0-only
/* The swap devices by the type of their entries, from the hook on swap_show(). */
#include <linux/kprobes.h>
#include <linux/swap.h>

#include "breakdown/swap_device.h"

/* A device stays here after swapoff, as its row does. */
static struct vls_swap_device devices[MAX_SWAPFILES];

void vls_swap_device_set(unsigned int type, dev_t dev, unsigned long ino)
{
	if (type >= MAX_SWAPFILES)
		return;
	WRITE_ONCE(devices[type].dev, dev);
	WRITE_ONCE(devices[type].ino, ino);
}
NOKPROBE_SYMBOL(vls_swap_device_set);

struct vls_swap_device vls_swap_device(unsigned int type)
{
	struct vls_swap_device device = {};

	if (type < MAX_SWAPFILES) {
		device.dev = READ_ONCE(devices[type].dev);
		device.ino = READ_ONCE(devices[type].ino);
	}
	return device;
}
