/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A hook: a function of the kernel whose calls, and mostly their returns, are handled.
 *
 * What a hook is never changes (struct vls_hook_desc, in the file that is named after the
 * function). What has become of it is one state (struct vls_hook). How the kernel is made
 * to call its handlers is the business of a backend; the handlers do not know which.
 */
#ifndef VLS_HOOK_H
#define VLS_HOOK_H

#include <linux/kprobes.h>
#include <linux/types.h>

#include "counters.h"
#include "hooks/direct.h"
#include "hooks/kretprobe.h"
#include "vmalockstat/labels.h"

/* Names of a function on other kernels, besides the newest. */
#define VLS_OTHER_SYMBOLS	2

struct vls_hook_desc {
	const char *symbol;
	const char *other_symbols[VLS_OTHER_SYMBOLS];	/* tried next, as far as not NULL */
	enum vls_hook_id id;
	bool required;		/* the module does not load without it */
	bool optional;		/* not every kernel has it: no warning in the log */
	bool opt_in;		/* only with all_faults=1, or by its name */
	bool timing_only;	/* serves nothing but times */
	bool (*of_use)(void);	/* is it of use to arm it now? NULL: always */
	bool mismatched;	/* declared here in a way that compat.h does not know */
	/* The call is all that matters; else both of the next are set. */
	kprobe_pre_handler_t called;
	const struct vls_kretprobe_desc *kretprobe;
	const struct vls_direct_desc *direct;	/* NULL: kretprobe is used with direct=1 too */
};

struct vls_backend;

struct vls_hook {
	const struct vls_hook_desc *desc;
	const struct vls_backend *backend;
	const char *symbol;		/* which of the names this kernel has */
	enum vls_hook_state state;	/* never SILENT, which is found out when it is read */
	int error;			/* why it is UNAVAILABLE */
	u64 missed_before;		/* what the kernel had missed at the last reset */
	union {
		struct kprobe kp;	/* the first member of rp too */
		struct kretprobe rp;
	};
	struct vls_direct direct;
};

/* How the kernel is made to call the handlers of a hook. Process context. */
struct vls_backend {
	/* Get it ready, not called yet. Return: 0 or the error of the kernel. */
	int (*attach)(struct vls_hook *hook, unsigned int max_faults);
	void (*detach)(struct vls_hook *hook);
	/* Have the handlers called from now on. Return: 0 or an error. */
	int (*arm)(struct vls_hook *hook);
	void (*disarm)(struct vls_hook *hook);
	/* Calls that the kernel itself did not pass on. */
	u64 (*missed)(const struct vls_hook *hook);
	/* Memory for calls that are followed to their return, in bytes. */
	size_t (*bytes)(const struct vls_hook *hook);
};

extern const struct vls_backend vls_kprobe_backend;
extern const struct vls_backend vls_kretprobe_backend;
extern const struct vls_backend vls_direct_backend;

/* By enum vls_hook_id. */
extern struct vls_hook vls_hooks[VLS_HOOK_NR];

/* What a hooked function is called with. */
struct vls_args {
	unsigned long arg[6];
	struct pt_regs *regs;	/* NULL in a direct call */
};

/* For VLS_HOOK_HANDLERS: nothing is left to do once a call is followed. */
#define vls_follow_nothing(data)	((void)(data))

/*
 * The handlers of the hook @id, which begin with @name, for all backends. Between them
 * they have data of @type, which begins with a member struct vls_call call. With @timed
 * call.entered_ns is set while times are taken.
 *
 * bool name_enter(type *data, const struct vls_args *args);
 *	A call, of the epoch in data->call. To be followed to its return?
 * follow(data)
 *	It is followed and counted: the last moment before the function runs.
 * void name_return(type *data, unsigned long ret);
 *	The return of one that is followed.
 *
 * All of them run with preemption off, in the task that calls the function.
 */
#define VLS_HOOK_HANDLERS(name, id, type, timed, follow)		\
	VLS_KRETPROBE_HANDLERS(name, id, type, timed, follow)		\
	VLS_DIRECT_HANDLERS(name, id, type, timed, follow)

/* Is there a hook, armed or not? Any context. */
static __always_inline bool vls_hook_exists(enum vls_hook_id id)
{
	return READ_ONCE(vls_hooks[id].state) > VLS_HOOK_UNAVAILABLE;
}

/**
 * vls_hook_mismatch() - a function was called with arguments that are not known
 * @id: of its hook
 * @bank: to count it as missed
 *
 * In a handler.
 */
void vls_hook_mismatch(enum vls_hook_id id, struct vls_bank __percpu *bank);

/**
 * vls_hooks_init() - attach the hooks, not armed
 * @max_faults: calls of each that can be followed at once
 * @wanted: names or symbols of those wanted, with commas, or "all"
 * @all_faults: attach those that see every fault too
 * @direct: use direct calls of ftrace where a hook has them
 *
 * Process context. Return: 0 when all required hooks are there; others that could not be
 * attached are left out, with a line in the log. -EINVAL for an unknown name, -ENOENT
 * without do_swap_page(), -ENOMEM, or another error of the kernel: nothing is attached
 * then, and the log says why.
 */
int vls_hooks_init(unsigned int max_faults, const char *wanted, bool all_faults,
		   bool direct);

/**
 * vls_hooks_exit() - disarm and detach all hooks
 *
 * Process context. No handler runs any more when it returns.
 */
void vls_hooks_exit(void);

/**
 * vls_hooks_arm() - arm all attached hooks that are of use now, or none
 *
 * Process context. Return: 0, an error of the kernel, or -EOPNOTSUPP when probes are
 * switched off for the whole system; the log says why.
 */
int vls_hooks_arm(void);

/**
 * vls_hooks_arm_late() - arm the hooks that have come to be of use since
 *
 * Process context, while the others are armed. One that cannot be armed stays off, with a
 * line in the log.
 */
void vls_hooks_arm_late(void);

/**
 * vls_hooks_disarm() - have no handler called any more
 *
 * Process context. With direct=1 calls that are under way still come back to us.
 */
void vls_hooks_disarm(void);

/**
 * vls_hooks_live() - are armed hooks called?
 *
 * Process context. Return: false when probes are switched off for the whole system, in
 * which case armed hooks see nothing.
 */
bool vls_hooks_live(void);

/**
 * vls_hook_state_now() - what has become of a hook
 * @id: which
 *
 * Process context. Return: its state, VLS_HOOK_SILENT included.
 */
enum vls_hook_state vls_hook_state_now(enum vls_hook_id id);

/**
 * vls_hook_missed() - calls that the kernel did not pass on to a hook since the last reset
 * @id: which
 *
 * Process context. Return: their number, without those that a handler has counted.
 */
u64 vls_hook_missed(enum vls_hook_id id);

/**
 * vls_hooks_forget_missed() - vls_hook_missed() starts from 0
 *
 * Process context.
 */
void vls_hooks_forget_missed(void);

/**
 * vls_hooks_bytes() - memory for calls that are followed
 *
 * Process context. Return: bytes, of all hooks.
 */
size_t vls_hooks_bytes(void);

/**
 * vls_hook_why() - why a hook is unavailable, in words
 * @error: of the hook
 *
 * Any context. Return: a string that stays.
 */
const char *vls_hook_why(int error);

#endif /* VLS_HOOK_H */
