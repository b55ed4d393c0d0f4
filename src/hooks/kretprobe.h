/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The backend for kretprobes.
 *
 * A kretprobe that has run out of instances does not call its handlers, and counts that in a
 * plain int, which is not exact when CPUs write it at the same time. So it must not run out:
 * it has more instances than there are calls that are followed at once. The entry handler
 * sees each call, admits it by a quota, and counts those that it does not admit.
 *
 * The quota is shared by the CPUs. A CPU keeps a little of it, so that most calls do not
 * write to a shared cache line: those that return on the CPU on which they entered, before
 * many others enter. What it keeps has to be there besides, so for functions that are
 * called seldom it keeps nothing.
 */
#ifndef VLS_KRETPROBE_H
#define VLS_KRETPROBE_H

#include <linux/kprobes.h>
#include <linux/percpu.h>
#include <linux/types.h>

#include "counters.h"
#include "hooks/hook.h"
#include "track/holders.h"
#include "vmalockstat/labels.h"

struct vls_kretprobe_desc {
	kretprobe_handler_t enter;
	kretprobe_handler_t leave;
	size_t data_size;
};

static __always_inline int vls_quota_kept(enum vls_hook_id id)
{
	switch (id) {
	case VLS_HOOK_SHMEM_SWAPIN_FOLIO:
	case VLS_HOOK_LOCK_MM_AND_FIND_VMA:
	case VLS_HOOK_MEMCG_THROTTLE:
		return 0;
	default:
		return 2;
	}
}

/* What a CPU has taken of the quota of each hook, and has not used. */
struct vls_quota {
	int left[VLS_HOOK_NR];
};

DECLARE_PER_CPU(struct vls_quota, vls_quota);

/**
 * vls_kretprobe_admit_slow() - take one more of the quota, and admit a call
 * @id: of the hook, of whose quota this CPU has nothing left
 * @bank: in which to count the call, as followed or as missed
 *
 * In a handler. Return: true if the call is to be followed.
 */
bool vls_kretprobe_admit_slow(enum vls_hook_id id, struct vls_bank __percpu *bank);

/**
 * vls_kretprobe_give_back() - return one of the quota that this CPU does not keep
 * @id: of the hook
 *
 * In a handler. Return: 0.
 */
int vls_kretprobe_give_back(enum vls_hook_id id);

/*
 * Admit a call by what this CPU has left of the quota, and count it as followed. Only handlers
 * change that, and they do not interrupt each other. Return: false if nothing is left, and
 * vls_kretprobe_admit_slow() has to follow.
 */
static __always_inline bool vls_kretprobe_admit(enum vls_hook_id id,
						struct vls_bank __percpu *bank)
{
	if (unlikely(--this_cpu_ptr(&vls_quota)->left[id] < 0))
		return false;
	vls_count(bank, calls[id]);
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
	this_cpu_inc(vls_quota.left[id]);
	if (unlikely(this_cpu_read(vls_quota.left[id]) > vls_quota_kept(id)))
		return vls_kretprobe_give_back(id);
	return 0;
}

/*
 * The two handlers of a hook, and for each of them a second one with what is seldom done. The
 * first one ends with the call of the second, if it calls it at all, so it needs no stack
 * frame.
 */
#define VLS_KRETPROBE_HANDLERS(name, id, type, timed, follow, fast)	\
static noinline int name##_kretprobe_enter_slow(struct kretprobe_instance *ri, \
						bool admitted)		\
{									\
	type *data = (type *)ri->data;					\
									\
	if (!admitted && !vls_kretprobe_admit_slow(id, data->call.bank)) \
		return 1;						\
	follow(data, vls_timed(), true);				\
	if ((timed) && vls_timed())					\
		data->call.entered_ns = vls_clock();			\
	return 0;							\
}									\
NOKPROBE_SYMBOL(name##_kretprobe_enter_slow);				\
									\
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
	struct vls_bank __percpu *bank;					\
									\
	if (!vls_call_begin(&data->call, &bank) || !name##_enter(data, &args)) \
		return 1;						\
	if (unlikely(!vls_kretprobe_admit(id, bank)))			\
		return name##_kretprobe_enter_slow(ri, false);		\
	if (VLS_HOOK_HOLDS_LOCK(id) && vls_holders_on())		\
		return name##_kretprobe_enter_slow(ri, true);		\
	if ((timed) && vls_timed()) {					\
		if (!vls_clock_inline())				\
			return name##_kretprobe_enter_slow(ri, true);	\
		follow(data, true, false);				\
		data->call.entered_ns = vls_clock_fast();		\
		return 0;						\
	}								\
	follow(data, (timed) ? false : vls_timed(), false);		\
	return 0;							\
}									\
NOKPROBE_SYMBOL(name##_kretprobe_enter);				\
									\
static noinline int name##_kretprobe_leave_slow(struct kretprobe_instance *ri, \
						unsigned long ret)	\
{									\
	name##_return((type *)ri->data, ret);				\
	return vls_kretprobe_leave(id);					\
}									\
NOKPROBE_SYMBOL(name##_kretprobe_leave_slow);				\
									\
static int name##_kretprobe_leave(struct kretprobe_instance *ri,	\
				  struct pt_regs *regs)			\
{									\
	unsigned long ret = regs_return_value(regs);			\
									\
	if (!fast((type *)ri->data, ret))				\
		return name##_kretprobe_leave_slow(ri, ret);		\
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
