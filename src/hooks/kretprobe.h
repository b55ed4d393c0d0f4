/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The backend for kretprobes.
 *
 * A kretprobe that has run out of instances does not call its handlers, and counts that in a
 * plain int, which is not exact when CPUs write it at the same time. So it must not run out:
 * it has more instances than there are calls that are followed at once. The entry handler
 * sees each call, admits it by a quota, and counts those that it does not admit.
 *
 * The quota is shared by the CPUs. Each CPU takes VLS_QUOTA_BATCH of it at a time, so that
 * most calls do not write to a shared cache line.
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

/* What a CPU has taken of the quota of each hook, and has not used. */
struct vls_quota {
	int left[VLS_HOOK_NR];
};

extern struct vls_quota __percpu *vls_quota;

/**
 * vls_kretprobe_init() - allocate the quotas of the CPUs
 *
 * Process context. Return: 0 or -ENOMEM.
 */
int vls_kretprobe_init(void);

/**
 * vls_kretprobe_exit() - free the quotas of the CPUs
 *
 * Process context, while nothing is hooked.
 */
void vls_kretprobe_exit(void);

/**
 * vls_kretprobe_admit_slow() - take a batch of the quota, and admit a call
 * @id: of the hook, of whose quota this CPU has nothing left
 * @bank: in which to count the call, as followed or as missed
 *
 * In a handler. Return: true if the call is to be followed.
 */
bool vls_kretprobe_admit_slow(enum vls_hook_id id, struct vls_bank __percpu *bank);

/**
 * vls_kretprobe_return_batch() - return a batch of the quota that this CPU does not need
 * @id: of the hook
 *
 * In a handler. Return: 0.
 */
int vls_kretprobe_return_batch(enum vls_hook_id id);

/**
 * vls_kretprobe_stamp() - set the time of entry of a call
 * @call: which
 *
 * Out of line, so that a handler needs no stack frame while no times are taken.
 *
 * In a handler. Return: 0, for the kretprobe.
 */
int vls_kretprobe_stamp(struct vls_call *call);

/**
 * vls_kretprobe_admit() - admit a call by the quota
 * @id: of the hook
 * @call: which; it is counted as followed or as missed
 *
 * In a handler. Return: true if the call is to be followed.
 */
static __always_inline bool vls_kretprobe_admit(enum vls_hook_id id,
						const struct vls_call *call)
{
	if (unlikely(this_cpu_dec_return(vls_quota->left[id]) < 0))
		return vls_kretprobe_admit_slow(id, call->bank);
	vls_count(call->bank, calls[id]);
	return true;
}

/**
 * vls_kretprobe_leave() - return what an admitted call took of the quota
 * @id: of the hook
 *
 * In a handler. Return: 0, for the kretprobe.
 */
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
