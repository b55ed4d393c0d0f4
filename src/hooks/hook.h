/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A hook is a function of the kernel whose calls, and for most hooks whose returns, are
 * handled.
 *
 * Its description is const (struct vls_hook_desc, in the file that is named after the
 * function); what changes is one state (struct vls_hook). A backend makes the kernel call
 * the handlers, which do not know which backend it is.
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
	bool optional;		/* not every kernel has it: do not warn in the log */
	bool opt_in;		/* only with all_faults=1, or by its name */
	bool timing_only;	/* serves nothing but times */
	bool (*of_use)(void);	/* is it of use to arm it now? NULL: always */
	bool mismatched;	/* declared here in a way that compat.h does not know */
	/* The call is all that matters; else both of the next are set. */
	kprobe_pre_handler_t called;
	const struct vls_kretprobe_desc *kretprobe;
	const struct vls_direct_desc *direct;	/* NULL: a kretprobe with direct=1 too */
};

struct vls_backend;

struct vls_hook {
	const struct vls_hook_desc *desc;
	const struct vls_backend *backend;
	const char *symbol;		/* which of the names this kernel has */
	enum vls_hook_state state;	/* never SILENT, which is found out when it is read */
	int error;			/* why it is UNAVAILABLE */
	u64 missed_before;		/* backend->missed() at the last reset */
	union {
		struct kprobe kp;	/* rp begins with one as well */
		struct kretprobe rp;
	};
	struct vls_direct direct;
};

/* How the kernel is made to call the handlers of a hook. Process context. */
struct vls_backend {
	/* Find the function and prepare to be called. Return: 0 or an error of the kernel. */
	int (*attach)(struct vls_hook *hook, unsigned int max_faults);
	void (*detach)(struct vls_hook *hook);
	/* Have the handlers called from now on. Return: 0 or an error of the kernel. */
	int (*arm)(struct vls_hook *hook);
	void (*disarm)(struct vls_hook *hook);
	/* Calls that the kernel did not pass to the handlers, since attach(). */
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

/* For VLS_HOOK_HANDLERS(): a hook that has nothing to do once a call is followed. */
#define vls_follow_nothing(data)	((void)(data))

/*
 * Define the handlers of the hook @id for all backends, from functions whose names begin
 * with @name. They share data of @type, whose first member is struct vls_call call. With
 * @timed, call.entered_ns is set while times are taken.
 *
 * bool name_enter(type *data, const struct vls_args *args);
 *	The function is called. Return whether to follow the call to its return; data->call
 *	has its epoch and bank.
 * follow(data)
 *	The call is followed, and counted in calls. The function runs after this.
 * void name_return(const type *data, unsigned long ret);
 *	A call that is followed returns.
 *
 * All of them run with preemption off, in the task that calls the function.
 */
#define VLS_HOOK_HANDLERS(name, id, type, timed, follow)		\
	VLS_KRETPROBE_HANDLERS(name, id, type, timed, follow)		\
	VLS_DIRECT_HANDLERS(name, id, type, timed, follow)

/**
 * vls_hook_exists() - whether a hook is attached
 * @id: which
 *
 * Any context. Return: true if it is, armed or not.
 */
static __always_inline bool vls_hook_exists(enum vls_hook_id id)
{
	return READ_ONCE(vls_hooks[id].state) > VLS_HOOK_UNAVAILABLE;
}

/**
 * vls_hook_mismatch() - handle a call with arguments of an unknown kind
 * @id: of the hook
 * @bank: in which to count the call as missed
 *
 * In a handler.
 */
void vls_hook_mismatch(enum vls_hook_id id, struct vls_bank __percpu *bank);

/**
 * vls_hooks_init() - attach the hooks, not armed
 * @max_faults: calls of each that can be followed at once
 * @wanted: names or symbols, separated by commas, or "all"
 * @all_faults: also attach those that see every page fault
 * @direct: use direct calls of ftrace for the hooks that have them
 *
 * Process context. Return: 0 when all required hooks are attached; others that could not be
 * attached are left out, with a line in the log. -EINVAL for an unknown name, -ENOENT
 * without do_swap_page(), -ENOMEM, or another error of the kernel: then nothing is attached,
 * and the log says why.
 */
int vls_hooks_init(unsigned int max_faults, const char *wanted, bool all_faults,
		   bool direct);

/**
 * vls_hooks_exit() - disarm and detach all hooks
 *
 * Process context. No handler is running when it returns. With direct=1 it sleeps until no
 * task is executing a hooked function.
 */
void vls_hooks_exit(void);

/**
 * vls_hooks_arm() - arm all attached hooks, except those for times while none are taken
 *
 * Process context. Return: 0, an error of the kernel, or -EOPNOTSUPP when probes are
 * switched off for the whole system. After an error no hook is armed, and the log says why.
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
 * Process context. No handler is called for new calls when it returns. With direct=1 calls in
 * flight still return to the module.
 */
void vls_hooks_disarm(void);

/**
 * vls_hooks_live() - whether armed hooks are called
 *
 * Process context. Return: false when probes are switched off for the whole system.
 */
bool vls_hooks_live(void);

/**
 * vls_hook_state_now() - the state of a hook
 * @id: which
 *
 * Process context. Return: its state, VLS_HOOK_SILENT included.
 */
enum vls_hook_state vls_hook_state_now(enum vls_hook_id id);

/**
 * vls_hook_missed() - calls that the kernel did not pass to a hook since the last reset
 * @id: which
 *
 * Process context. Return: their number, without the missed calls that a handler counted.
 */
u64 vls_hook_missed(enum vls_hook_id id);

/**
 * vls_hooks_forget_missed() - let vls_hook_missed() start from 0
 *
 * Process context.
 */
void vls_hooks_forget_missed(void);

/**
 * vls_hooks_bytes() - the memory for calls that are followed
 *
 * Process context. Return: bytes, for all hooks.
 */
size_t vls_hooks_bytes(void);

/**
 * vls_hook_why() - why a hook is unavailable, in words
 * @error: of the hook
 *
 * Any context. Return: a constant string.
 */
const char *vls_hook_why(int error);

#endif /* VLS_HOOK_H */
