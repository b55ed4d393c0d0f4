// SPDX-License-Identifier: GPL-2.0-only
/*
 * The least that it costs to see do_swap_page(): a bare kprobe, a kretprobe with
 * empty handlers, or a direct call of ftrace with empty functions before and after,
 * which is what BPF's fexit is made of. What the benchmarks hold the module against.
 * For the tests there is also a kprobe with a post handler, beside which ftrace refuses
 * direct calls.
 *
 * Unloading it while a fault is inside is not safe: the direct call is on its way back.
 */
#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/string.h>

#include "floor.h"

static char *how = "kprobe";
module_param(how, charp, 0444);
MODULE_PARM_DESC(how, "kprobe, post, kretprobe or direct");

static int empty_pre(struct kprobe *kp, struct pt_regs *regs)
{
	return 0;
}

static void empty_post(struct kprobe *kp, struct pt_regs *regs, unsigned long flags)
{
}

static int empty_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	return 0;
}

static struct kprobe bare = {
	.symbol_name = "do_swap_page",
	.pre_handler = empty_pre,
};

static struct kprobe post = {
	.symbol_name = "do_swap_page",
	.pre_handler = empty_pre,
	.post_handler = empty_post,
};

static struct kretprobe empty = {
	.kp.symbol_name = "do_swap_page",
	.entry_handler = empty_return,
	.handler = empty_return,
	.maxactive = 64,
};

#if defined(CONFIG_X86_64) && defined(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS)
#include <asm/ibt.h>
#include <asm/linkage.h>
#include <linux/objtool.h>

void notrace floor_enter(void *vmf)
{
}

void notrace floor_return(unsigned long ret)
{
}

#if defined(CONFIG_MITIGATION_RETPOLINE) || defined(CONFIG_RETPOLINE)
#define FLOOR_CALL_RAX	"call __x86_indirect_thunk_rax"
#else
#define FLOOR_CALL_RAX	"call *%rax"
#endif

/*
 * Comes from the first instruction of do_swap_page(): on the stack are where that goes
 * on, and where it returns to. One argument, so one register to keep.
 */
asm(
"	.pushsection .text, \"ax\", @progbits\n"
"	.globl floor_direct\n"
"	.type floor_direct, @function\n"
"floor_direct:\n"
	ASM_ENDBR
"	pushq %rbp\n"
"	movq %rsp, %rbp\n"
"	pushq %rdi\n"
"	call floor_enter\n"
"	movq (%rsp), %rdi\n"
"	movq 8(%rbp), %rax\n"
"	" FLOOR_CALL_RAX "\n"
"	movq %rax, (%rsp)\n"
"	movq %rax, %rdi\n"
"	call floor_return\n"
"	popq %rax\n"
"	popq %rbp\n"
"	addq $8, %rsp\n"
	ASM_RET
"	.size floor_direct, .-floor_direct\n"
"	.popsection\n"
);

/* It returns to the caller of do_swap_page(), not to where it came from. */
STACK_FRAME_NON_STANDARD(floor_direct);

static struct ftrace_ops direct;

static int direct_register(void)
{
	char name[] = "do_swap_page";
	int ret = ftrace_set_filter(&direct, name, strlen(name), 1);

	return ret ? ret : register_ftrace_direct(&direct, (unsigned long)floor_direct);
}

static void direct_unregister(void)
{
	unregister_ftrace_direct(&direct, (unsigned long)floor_direct, true);
}
#else
static int direct_register(void)
{
	return -EOPNOTSUPP;
}

static void direct_unregister(void)
{
}
#endif

static int __init floor_init(void)
{
	if (!strcmp(how, "kprobe"))
		return register_kprobe(&bare);
	if (!strcmp(how, "post"))
		return register_kprobe(&post);
	if (!strcmp(how, "kretprobe"))
		return register_kretprobe(&empty);
	if (!strcmp(how, "direct"))
		return direct_register();
	return -EINVAL;
}

static void __exit floor_exit(void)
{
	if (!strcmp(how, "kprobe"))
		unregister_kprobe(&bare);
	else if (!strcmp(how, "post"))
		unregister_kprobe(&post);
	else if (!strcmp(how, "kretprobe"))
		unregister_kretprobe(&empty);
	else
		direct_unregister();
}

module_init(floor_init);
module_exit(floor_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("The vmalockstat developers");
MODULE_DESCRIPTION("The least that it costs to see do_swap_page()");
