/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A hook is a function of the kernel whose calls, and for most hooks whose returns, are
 * handled, or a pair of tracepoints at the beginning and the end of what it does.
 *
 * Its description is const (struct vls_hook_desc, in the file that is named after the
 * function); what changes is one state (struct vls_hook). A backend makes the kernel call
 * the handlers, which do not know which backend it is.
 */
#ifndef VLS_HOOK_H
#define VLS_HOOK_H

#include <linux/kprobes.h>
#include <linux/ptrace.h>
#include <linux/types.h>

#include "counters.h"
#include "vmalockstat/labels.h"

struct vls_direct_desc;
struct vls_kretprobe_desc;
struct vls_tracepoint_desc;
struct tracepoint;

/* Names of a function on other kernels, besides the newest. */
#define VLS_OTHER_SYMBOLS	2

/* When a hook is wanted. */
enum vls_opt_in {
	VLS_OPT_IN_NOT,		/* with hooks=all, or by its name */
	VLS_OPT_IN_READ,	/* with hooks=read, or by its name */
	VLS_OPT_IN_ALL_FAULTS,	/* with all_faults=1, or by its name */
};

struct vls_hook_desc {
	const char *symbol;
	const char *other_symbols[VLS_OTHER_SYMBOLS];	/* tried next, as far as not NULL */
	enum vls_hook_id id;
	bool required;		/* the module does not load without it */
	bool optional;		/* not every kernel has it: do not warn in the log */
	u8 opt_in;		/* enum vls_opt_in */
	u8 divisor;		/* max_faults / this are followed at once; 0 counts as 1 */
	bool timing_only;	/* serves nothing but times */
	void (*prepare)(void);	/* called before it is attached, if not NULL */
	bool (*of_use)(void);	/* is it of use to arm it now? NULL: always */
	bool mismatched;	/* declared here in a way that compat.h does not know */
	/* One of these three is set. */
	kprobe_pre_handler_t called;	/* the call is all that matters */
	const struct vls_tracepoint_desc *tracepoint;
	const struct vls_kretprobe_desc *kretprobe;
	const struct vls_direct_desc *direct;	/* NULL: a kretprobe with direct=1 too */
};

struct vls_backend;

/* The two tracepoints of a hook that is on a pair of them. */
struct vls_tracepoints {
	struct tracepoint *begin;
	struct tracepoint *end;
};

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
		struct vls_tracepoints tracepoints;
	};
	void *backend_data;		/* of a backend that needs more */
};

/* How the kernel is made to call the handlers of a hook. Process context. */
struct vls_backend {
	/* Find the function and prepare to be called. Return: 0 or an error of the kernel. */
	int (*attach)(struct vls_hook *hook, unsigned int max_calls);
	void (*detach)(struct vls_hook *hook);
	/* Have the handlers called from now on. Return: 0 or an error of the kernel. */
	int (*arm)(struct vls_hook *hook);
	void (*disarm)(struct vls_hook *hook);
	/* Calls that the kernel did not pass to the handlers, since attach(). */
	u64 (*missed)(const struct vls_hook *hook);
	/* Memory that attach() will take, in bytes. NULL: next to none. */
	size_t (*estimate)(const struct vls_hook_desc *desc, unsigned int max_calls);
	/* Memory for calls that are followed to their return, in bytes. */
	size_t (*bytes)(const struct vls_hook *hook);
	/* Are the handlers called, when they are armed? Not while probes are switched off. */
	bool (*live)(const struct vls_hook *hook);
};

extern const struct vls_backend vls_kprobe_backend;
extern const struct vls_backend vls_kretprobe_backend;
extern const struct vls_backend vls_direct_backend;
extern const struct vls_backend vls_tracepoint_backend;

/* By enum vls_hook_id. */
extern struct vls_hook vls_hooks[VLS_HOOK_NR];

/* What a hooked function is called with. */
struct vls_args {
	unsigned long arg[6];
	bool direct;		/* in a direct call */
	struct pt_regs *regs;	/* NULL in a direct call */
};

/* The stack pointer of the function, or of the handler in a direct call. */
static __always_inline unsigned long vls_args_sp(const struct vls_args *args)
{
	return args->direct ? current_stack_pointer : kernel_stack_pointer(args->regs);
}

/* Functions that run with a fault lock held, which vls_holder_put() is to be told. */
#define VLS_HOOK_HOLDS_LOCK(id)						\
	((id) == VLS_HOOK_DO_SWAP_PAGE || (id) == VLS_HOOK_SHMEM_SWAPIN_FOLIO)

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
static __always_inline void vls_hook_mismatch(enum vls_hook_id id,
					      struct vls_bank __percpu *bank)
{
	if (READ_ONCE(vls_hooks[id].state) != VLS_HOOK_MISMATCH)
		WRITE_ONCE(vls_hooks[id].state, VLS_HOOK_MISMATCH);
	vls_count(bank, missed[id]);
}

#endif /* VLS_HOOK_H */
