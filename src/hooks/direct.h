/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The backend for direct calls of ftrace (direct=1): the first instruction of a function
 * calls the module, which calls the rest of the function. BPF's fentry and fexit do the
 * same. It costs less than a kretprobe; but a function can have only one direct call, and
 * the module can be unloaded only when all calls have returned (docs/direct.md).
 */
#ifndef VLS_DIRECT_H
#define VLS_DIRECT_H

#include <linux/ftrace.h>
#include <linux/percpu.h>
#include <linux/static_call.h>
#include <linux/types.h>

#include "counters.h"
#include "track/active_faults.h"
#include "vmalockstat/labels.h"

#if defined(CONFIG_X86_64) && defined(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS) && \
	defined(CONFIG_HAVE_STATIC_CALL_INLINE)
#define VLS_HAVE_DIRECT	1
#else
#define VLS_HAVE_DIRECT	0
#endif

/*
 * Any of the hooked functions, with all arguments that registers can hold: the function may
 * have more of them than the handlers know, and must receive them.
 */
typedef unsigned long vls_direct_fn(unsigned long, unsigned long, unsigned long,
				    unsigned long, unsigned long, unsigned long);

struct vls_direct_desc {
	void (*entry)(void);		/* what ftrace calls, in direct_entry.S */
	void (*set_function)(vls_direct_fn *function);
};

/* Set with direct=1: the fault that a task is executing is in active_faults.c. */
DECLARE_STATIC_KEY_FALSE(vls_direct_key);

/**
 * vls_direct_init() - check that direct calls are supported, and allocate
 *
 * Process context. Return: 0, -EOPNOTSUPP with a line in the log, or -ENOMEM.
 */
int vls_direct_init(void);

/**
 * vls_direct_exit() - wait until no task is executing a hooked function, and free
 *
 * Process context, with all hooks disarmed. It sleeps as long as such a task does. Without
 * direct=1 it does nothing.
 */
void vls_direct_exit(void);

#if VLS_HAVE_DIRECT
/*
 * The calls of each hook in flight, negated. A call may return on another CPU than the one it
 * was made on, so only the sum over all CPUs is meaningful.
 */
struct vls_direct_calls {
	long of[VLS_HOOK_NR];
};

extern struct vls_direct_calls __percpu *vls_direct_calls;

vls_direct_fn vls_direct_nothing;

/* The hook whose calls vls_fault_current() finds for the other hooks. */
#define VLS_DIRECT_IS_FAULT(id)	((id) == VLS_HOOK_DO_SWAP_PAGE)

/**
 * vls_direct_admit() - admit a call, and enter a fault in the table of active faults
 * @id: of the hook
 * @call: which; it is counted as followed or as missed
 *
 * In a handler. Return: NULL if the call cannot be followed; for a fault its slot in the
 * table, else @call.
 */
static __always_inline void *vls_direct_admit(enum vls_hook_id id, struct vls_call *call)
{
	void *slot = call;

	if (VLS_DIRECT_IS_FAULT(id)) {
		slot = vls_active_fault_put(call);
		if (unlikely(!slot)) {
			vls_count(call->bank, missed[id]);
			return NULL;
		}
	}
	vls_count(call->bank, calls[id]);
	return slot;
}

#define VLS_DIRECT_HANDLERS(name, id, type, timed, follow, fast)		\
void name##_direct_entry(void);						\
vls_direct_fn name##_direct_call;					\
DEFINE_STATIC_CALL(vls_##name##_function, vls_direct_nothing);		\
									\
static void name##_set_function(vls_direct_fn *function)		\
{									\
	static_call_update(vls_##name##_function, function);		\
}									\
									\
__visible unsigned long name##_direct_call(unsigned long a, unsigned long b, \
					   unsigned long c, unsigned long d, \
					   unsigned long e, unsigned long f) \
{									\
	struct vls_args args = {					\
		.arg = { a, b, c, d, e, f },				\
		.direct = true,						\
	};								\
	struct vls_bank __percpu *bank;					\
	unsigned long ret;						\
	void *followed = NULL;						\
	/* Not zeroed by the compiler: the handlers read only what they wrote. */ \
	type data __uninitialized;					\
									\
	preempt_disable_notrace();					\
	this_cpu_dec(vls_direct_calls->of[id]);				\
	if (vls_call_begin(&data.call, &bank) && name##_enter(&data, &args))	\
		followed = vls_direct_admit(id, &data.call);		\
	if (likely(followed)) {						\
		follow(&data, vls_timed(), true);			\
		if ((timed) && vls_timed())				\
			data.call.entered_ns = vls_clock();		\
	}								\
	preempt_enable_notrace();					\
	ret = static_call(vls_##name##_function)(a, b, c, d, e, f);	\
	preempt_disable_notrace();					\
	if (likely(followed)) {						\
		if (VLS_DIRECT_IS_FAULT(id))				\
			vls_active_fault_drop(followed);			\
		if (!fast(&data, ret))					\
			name##_return(&data, ret);			\
	}								\
	this_cpu_inc(vls_direct_calls->of[id]);				\
	preempt_enable_notrace();					\
	return ret;							\
}									\
									\
static const struct vls_direct_desc name##_direct = {			\
	.entry = name##_direct_entry,					\
	.set_function = name##_set_function,				\
}
#else
#define VLS_DIRECT_HANDLERS(name, id, type, timed, follow, fast)		\
static const struct vls_direct_desc name##_direct
#endif

#endif /* VLS_DIRECT_H */
