/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_HOOK_H
#define VLS_HOOK_H

#include <linux/kprobes.h>
#include <linux/percpu.h>

#include "direct.h"
#include "stats.h"

/*
 * A hooked function: a kretprobe that sees each call and its return, or a
 * kprobe where the call is all that matters.
 *
 * A kretprobe that has run out of instances calls no handler, and counts that
 * in a plain int that CPUs write at once. So it never runs out here: it has
 * more instances than calls are let in. Each entry handler sees every call,
 * and those that it lets go for want of room are counted exactly.
 *
 * With direct=1 those that are on the way of a swap fault are direct calls of
 * ftrace instead (direct.h), with the same handlers. Their data is on the stack of
 * the task, so that room is not asked for.
 */
struct vls_hook {
	union {
		struct kprobe kp;	/* where there is no handler for returns */
		struct kretprobe rp;
	};
	struct vls_direct *direct;	/* how to call it with direct=1, or NULL */
	const char *symbol;
	const char *old_symbol;	/* on older kernels, or NULL */
	enum vls_hook_id id;
	bool strange;		/* called here with what compat.h does not know */
	bool unknown;		/* declared here in a way that compat.h does not know */
	bool required;		/* no loading without it */
	bool sees_return;
	bool some_kernels;	/* only newer ones have it: no word in the log */
	bool only_timed;	/* serves nothing but times */
	bool on_request;	/* only with all_faults=1, or by its name */
	atomic_t room;		/* calls to be let in that no CPU has taken */
	/* Life cycle, under a lock that handlers never take. */
	bool wanted;		/* the user did not leave it out */
	bool registered;
	bool armed;
	int error;		/* why it is not registered */
};

/* The hooks, each in the file of the function that it is on. */
extern struct vls_hook vls_hook_do_swap_page;
extern struct vls_hook vls_hook_folio_lock;
extern struct vls_hook vls_hook_fallback;
extern struct vls_hook vls_hook_signal;
extern struct vls_hook vls_hook_swap_read;
extern struct vls_hook vls_hook_writer;
extern struct vls_hook vls_hook_swaps;
extern struct vls_hook vls_hook_vma_lock;
extern struct vls_hook vls_hook_mm_fault;

/*
 * Room for calls that a CPU has taken for itself, VLS_ROOM_BATCH at a time, so
 * that nothing shared is written on the way of most calls.
 */
#define VLS_ROOM_BATCH	4

struct vls_room {
	int left[VLS_HOOK_NR];	/* with direct calls, minus those inside */
};

extern struct vls_room __percpu *vls_room;

bool vls_hook_enter_slow(enum vls_hook_id id);
void vls_hook_give_back(enum vls_hook_id id);

/*
 * A call enters: is there room to follow it to its return? It is counted
 * either way. With false, an entry handler has nothing more to do.
 */
static __always_inline bool vls_hook_enter(enum vls_hook_id id, bool direct)
{
	if (!direct && unlikely(this_cpu_dec_return(vls_room->left[id]) < 0))
		return vls_hook_enter_slow(id);
	vls_count(entered[id]);
	return true;
}

/*
 * A call that entered returns, counted or not. Return: true when this CPU now
 * has more room than it needs, and is to give some back.
 */
static __always_inline bool vls_hook_leave_fast(enum vls_hook_id id, bool direct)
{
	return !direct &&
	       this_cpu_inc_return(vls_room->left[id]) > 2 * VLS_ROOM_BATCH;
}

/* The same, and does so. The first of all in a return handler. */
static __always_inline void vls_hook_leave(enum vls_hook_id id, bool direct)
{
	if (unlikely(vls_hook_leave_fast(id, direct)))
		vls_hook_give_back(id);
}

/* What a hooked function is called with; no handler asks for more. */
struct vls_call {
	unsigned long arg[3];
};

static __always_inline struct vls_call vls_call_of(struct pt_regs *regs)
{
	return (struct vls_call){
		.arg = {
			regs_get_kernel_argument(regs, 0),
			regs_get_kernel_argument(regs, 1),
			regs_get_kernel_argument(regs, 2),
		},
	};
}

/*
 * The hook @id, of which @name has the handlers, as a kretprobe calls them and as
 * a direct call does. Both are to be inlined into it, with direct a constant:
 *
 * bool name_enter(type *data, const struct vls_call *call, bool direct);
 *	A call. To be followed to its return? The answer is vls_hook_enter()'s,
 *	or false.
 * void name_return(type *data, unsigned long ret, bool direct);
 *	The return of one that is. Begins with vls_hook_leave().
 */
#define VLS_HOOK_HANDLERS(name, id, type)				\
static int name##_kretprobe_enter(struct kretprobe_instance *ri,	\
				  struct pt_regs *regs)			\
{									\
	struct vls_call call = vls_call_of(regs);			\
									\
	return !name##_enter((type *)ri->data, &call, false);		\
}									\
NOKPROBE_SYMBOL(name##_kretprobe_enter);				\
									\
static int name##_kretprobe_return(struct kretprobe_instance *ri,	\
				   struct pt_regs *regs)		\
{									\
	name##_return((type *)ri->data, regs_return_value(regs), false); \
	return 0;							\
}									\
NOKPROBE_SYMBOL(name##_kretprobe_return);				\
									\
VLS_DIRECT_CALL(name, id, type)

/* Members of struct vls_hook for it. */
#define VLS_HOOK_RETURNS(name, hook_id, type)				\
	.id = hook_id,							\
	.sees_return = true,						\
	.direct = &name##_direct,					\
	.rp = {								\
		.entry_handler = name##_kretprobe_enter,		\
		.handler = name##_kretprobe_return,			\
		.data_size = sizeof(type),				\
	}

/* direct=1 was asked for, and is possible: for the time that the module is there. */
extern bool vls_direct;

int vls_hooks_init(unsigned int max_faults, const char *wanted, bool all_faults,
		   bool direct);
void vls_hooks_exit(void);
int vls_hooks_arm(void);
/* False when the kernel has switched off probes, and so armed hooks see nothing. */
bool vls_hooks_live(void);
void vls_hooks_disarm(void);

const struct vls_hook *vls_hook(enum vls_hook_id id);
/* Is the hook there, armed or not? */
bool vls_hook_available(enum vls_hook_id id);
u64 vls_hook_missed(enum vls_hook_id id, const struct vls_cells *cells);
void vls_hooks_zero_missed(void);
/* Of memory, for the calls that are followed to their return. */
size_t vls_hooks_bytes(void);

#endif /* VLS_HOOK_H */
