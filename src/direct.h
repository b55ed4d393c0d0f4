/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_DIRECT_H
#define VLS_DIRECT_H

#include <linux/ftrace.h>
#include <linux/static_call.h>
#include <linux/types.h>

/*
 * The other way to hook a function, with direct=1: ftrace lets it call us as its
 * first deed, and we call the rest of it. That is what BPF's fentry and fexit do,
 * and takes a tenth of the instructions of a kretprobe; but a function has one such
 * call only, and the module can go only when all calls have come back.
 */
#if defined(CONFIG_X86_64) && defined(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS) && \
	defined(CONFIG_HAVE_STATIC_CALL_INLINE)
#define VLS_HAVE_DIRECT	1
#else
#define VLS_HAVE_DIRECT	0
#endif

/*
 * Any of the hooked functions, with all that can be in the registers of a call: some
 * may have arguments that nobody here knows of, and are to get them.
 */
typedef unsigned long vls_direct_fn(unsigned long, unsigned long, unsigned long,
				    unsigned long, unsigned long, unsigned long);

struct vls_direct {
	void (*entry)(void);		/* what ftrace calls, in direct_entry.S */
	void (*set_rest)(vls_direct_fn *rest);
	struct ftrace_ops ops;
};

struct vls_hook;

/* Can this kernel, on this machine? 0 or an error. */
int vls_direct_possible(void);
int vls_direct_register(struct vls_hook *hook);
void vls_direct_unregister(struct vls_hook *hook);
/* It is not to be registered any more. */
void vls_direct_free(struct vls_hook *hook);
/* No call is inside any more when this returns. */
void vls_direct_wait(void);

#if VLS_HAVE_DIRECT
vls_direct_fn vls_direct_nothing;

/*
 * The function that direct_entry.S calls for the hook @id of which @name has the
 * handlers: name_enter() and name_return(), with data of @type between them.
 */
#define VLS_DIRECT_CALL(name, id, type)					\
void name##_direct_entry(void);						\
vls_direct_fn name##_direct_call;					\
DEFINE_STATIC_CALL(vls_##name##_rest, vls_direct_nothing);		\
									\
static void name##_set_rest(vls_direct_fn *rest)			\
{									\
	static_call_update(vls_##name##_rest, rest);			\
}									\
									\
__visible unsigned long name##_direct_call(unsigned long a, unsigned long b, \
					   unsigned long c, unsigned long d, \
					   unsigned long e, unsigned long f) \
{									\
	struct vls_call call = { .arg = { a, b, c } };			\
	unsigned long ret;						\
	bool follow;							\
	/* Read only where a handler has written: not to be zeroed before. */ \
	type data __uninitialized;					\
									\
	preempt_disable_notrace();					\
	this_cpu_dec(vls_room->left[id]);				\
	follow = name##_enter(&data, &call, true);			\
	preempt_enable_notrace();					\
	ret = static_call(vls_##name##_rest)(a, b, c, d, e, f);		\
	preempt_disable_notrace();					\
	if (likely(follow))						\
		name##_return(&data, ret, true);			\
	this_cpu_inc(vls_room->left[id]);				\
	preempt_enable_notrace();					\
	return ret;							\
}									\
									\
static struct vls_direct name##_direct = {				\
	.entry = name##_direct_entry,					\
	.set_rest = name##_set_rest,					\
}
#else
#define VLS_DIRECT_CALL(name, id, type)					\
static struct vls_direct name##_direct
#endif

#endif /* VLS_DIRECT_H */
