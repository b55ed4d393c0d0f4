/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The backend for kretprobes.
 *
 * A kretprobe that has run out of instances calls no handler, and counts that in a plain
 * int that CPUs write at once. So it never runs out here: it has more instances than
 * calls are admitted. Each entry handler sees every call, and those that are not admitted
 * are counted exactly.
 *
 * The quota of calls that may be followed at once is shared by the CPUs; each takes
 * VLS_QUOTA_BATCH of it at a time, so that no shared cache line is written for most calls.
 */
#ifndef VLS_KRETPROBE_H
#define VLS_KRETPROBE_H

#include <linux/kprobes.h>
#include <linux/percpu.h>
#include <linux/types.h>

#include "counters.h"
#include "vmalockstat/labels.h"

struct vls_kretprobe_desc {
	kretprobe_handler_t enter;
	kretprobe_handler_t leave;
	size_t data_size;
};

#define VLS_QUOTA_BATCH	4

/* What a CPU has of the quota of each hook. */
struct vls_quota {
	int left[VLS_HOOK_NR];
};

extern struct vls_quota __percpu *vls_quota;

/**
 * vls_kretprobe_init() - allocate what the CPUs have of the quotas
 *
 * Process context. Return: 0 or -ENOMEM.
 */
int vls_kretprobe_init(void);

/**
 * vls_kretprobe_exit() - free it
 *
 * Process context, while nothing is hooked.
 */
void vls_kretprobe_exit(void);

/**
 * vls_kretprobe_admit_slow() - this CPU has nothing left of a quota: take a batch
 * @id: of the hook
 * @bank: to count the call in, followed or missed
 *
 * In a handler. Return: is the call to be followed?
 */
bool vls_kretprobe_admit_slow(enum vls_hook_id id, struct vls_bank __percpu *bank);

/**
 * vls_kretprobe_return_batch() - this CPU has more of a quota than it needs
 * @id: of the hook
 *
 * In a handler. Return: 0.
 */
int vls_kretprobe_return_batch(enum vls_hook_id id);

/**
 * vls_kretprobe_stamp() - set the time of entry of a call
 * @call: which
 *
 * In a handler. Out of line, so that those without times need no stack frame. Return: 0.
 */
int vls_kretprobe_stamp(struct vls_call *call);

/* A call that is wanted: may it be followed? It is counted either way. */
static __always_inline bool vls_kretprobe_admit(enum vls_hook_id id,
						const struct vls_call *call)
{
	if (unlikely(this_cpu_dec_return(vls_quota->left[id]) < 0))
		return vls_kretprobe_admit_slow(id, call->bank);
	vls_count(call->bank, calls[id]);
	return true;
}

/* A call that was followed has returned. Return: 0. */
static __always_inline int vls_kretprobe_leave(enum vls_hook_id id)
{
	if (unlikely(this_cpu_inc_return(vls_quota->left[id]) > 2 * VLS_QUOTA_BATCH))
		return vls_kretprobe_return_batch(id);
	return 0;
}

#define VLS_KRETPROBE_HANDLERS(name, id, type, timed, follow)		\
static int name##_kretprobe_enter(struct kretprobe_instance *ri,	\
				  struct pt_regs *regs)			\
{									\
	type *data = (type *)ri->data;					\
	struct vls_args args = {					\
		.arg = {						\
			regs_get_kernel_argument(regs, 0),		\
			regs_get_kernel_argument(regs, 1),		\
			regs_get_kernel_argument(regs, 2),		\
			regs_get_kernel_argument(regs, 3),		\
			regs_get_kernel_argument(regs, 4),		\
			regs_get_kernel_argument(regs, 5),		\
		},							\
		.regs = regs,						\
	};								\
									\
	if (!vls_call_begin(&data->call) || !name##_enter(data, &args) || \
	    !vls_kretprobe_admit(id, &data->call))			\
		return 1;						\
	follow(data);							\
	return (timed) && vls_timed() ? vls_kretprobe_stamp(&data->call) : 0; \
}									\
NOKPROBE_SYMBOL(name##_kretprobe_enter);				\
									\
static int name##_kretprobe_leave(struct kretprobe_instance *ri,	\
				  struct pt_regs *regs)			\
{									\
	name##_return((type *)ri->data, regs_return_value(regs));	\
	return vls_kretprobe_leave(id);					\
}									\
NOKPROBE_SYMBOL(name##_kretprobe_leave);				\
									\
static const struct vls_kretprobe_desc name##_kretprobe = {		\
	.enter = name##_kretprobe_enter,				\
	.leave = name##_kretprobe_leave,				\
	.data_size = sizeof(type),					\
};

#endif /* VLS_KRETPROBE_H */
