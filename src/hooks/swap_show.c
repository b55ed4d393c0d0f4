// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on swap_show(), which prints a line of /proc/swaps: the type of the swap entries of
 * each swap device, which the kernel does not export otherwise.
 */
#include <linux/fs.h>
#include <linux/kprobes.h>
#include <linux/seq_file.h>
#include <linux/swap.h>

#include "breakdown/swap_device.h"
#include "compat.h"
#include "hooks/descriptions.h"
#include "hooks/hook.h"

/* The swap device cannot go away: the caller holds the mutex of swapon and swapoff. */
static int swap_show_called(struct kprobe *kp, struct pt_regs *regs)
{
	const struct swap_info_struct *si =
		(const struct swap_info_struct *)regs_get_kernel_argument(regs, 1);
	u32 epoch = READ_ONCE(vls_epoch);
	const struct inode *inode;

	if (epoch)
		vls_count(vls_bank_of(epoch), calls[VLS_HOOK_SWAP_SHOW]);
	if (si == SEQ_START_TOKEN || !si->swap_file)
		return 0;
	inode = file_inode(si->swap_file);
	if (S_ISBLK(inode->i_mode))
		vls_swap_device_set(si->type, inode->i_rdev, 0);
	else
		vls_swap_device_set(si->type, inode->i_sb->s_dev, inode->i_ino);
	return 0;
}
NOKPROBE_SYMBOL(swap_show_called);

const struct vls_hook_desc vls_swap_show = {
	.symbol = VLS_SYMBOL_SWAPS,
	.id = VLS_HOOK_SWAP_SHOW,
	.called = swap_show_called,
};
