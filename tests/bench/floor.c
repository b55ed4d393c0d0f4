// SPDX-License-Identifier: GPL-2.0-only
/*
 * The least that a probe on do_swap_page() costs: a bare kprobe, or a
 * kretprobe with empty handlers. What the benchmark holds the module against.
 */
#include <linux/kprobes.h>
#include <linux/module.h>

static bool with_return;
module_param(with_return, bool, 0444);
MODULE_PARM_DESC(with_return, "An empty kretprobe instead of a bare kprobe");

static int empty_pre(struct kprobe *kp, struct pt_regs *regs)
{
	return 0;
}

static int empty_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	return 0;
}

static struct kprobe bare = {
	.symbol_name = "do_swap_page",
	.pre_handler = empty_pre,
};

static struct kretprobe empty = {
	.kp.symbol_name = "do_swap_page",
	.entry_handler = empty_return,
	.handler = empty_return,
	.maxactive = 64,
};

static int __init floor_init(void)
{
	return with_return ? register_kretprobe(&empty) : register_kprobe(&bare);
}

static void __exit floor_exit(void)
{
	if (with_return)
		unregister_kretprobe(&empty);
	else
		unregister_kprobe(&bare);
}

module_init(floor_init);
module_exit(floor_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("The vmalockstat developers");
MODULE_DESCRIPTION("The least that a probe on do_swap_page costs");
