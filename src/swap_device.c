// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which swap device has which type of swap entry? The kernel tells nobody, but it
 * goes through them when /proc/swaps is read: the hook on swap_show(), which
 * prints a line of it, looks on.
 */
#include <linux/fs.h>
#include <linux/kprobes.h>
#include <linux/seq_file.h>
#include <linux/swap.h>

#include "compat.h"
#include "hook.h"
#include "stats.h"
#include "swap_device.h"

/* One that is gone keeps its place: what was counted for it is there still. */
static struct vls_swap_device devices[MAX_SWAPFILES];

/* It holds the mutex of swapon and swapoff: what it shows cannot go away. */
static int swap_shown(struct kprobe *kp, struct pt_regs *regs)
{
	const struct swap_info_struct *si =
		(const struct swap_info_struct *)regs_get_kernel_argument(regs, 1);
	const struct inode *inode;
	struct vls_swap_device *device;

	if (READ_ONCE(vls_period))
		vls_count(entered[VLS_HOOK_SWAPS]);
	if (si == SEQ_START_TOKEN || (unsigned int)si->type >= MAX_SWAPFILES ||
	    !si->swap_file)
		return 0;
	inode = file_inode(si->swap_file);
	device = &devices[si->type];
	if (S_ISBLK(inode->i_mode)) {
		WRITE_ONCE(device->dev, inode->i_rdev);
		WRITE_ONCE(device->ino, 0);
	} else {
		WRITE_ONCE(device->dev, inode->i_sb->s_dev);
		WRITE_ONCE(device->ino, inode->i_ino);
	}
	return 0;
}
NOKPROBE_SYMBOL(swap_shown);

struct vls_swap_device vls_swap_device(unsigned int type)
{
	struct vls_swap_device device = {};

	if (type < MAX_SWAPFILES) {
		device.dev = READ_ONCE(devices[type].dev);
		device.ino = READ_ONCE(devices[type].ino);
	}
	return device;
}

struct vls_hook vls_hook_swaps = {
	.symbol = VLS_SYMBOL_SWAPS,
	.id = VLS_HOOK_SWAPS,
	.kp.pre_handler = swap_shown,
};
