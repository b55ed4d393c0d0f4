/* SPDX-License-Identifier: GPL-2.0-only */
/* The life of all hooks: attached at load, armed and disarmed together, detached at unload. */
#ifndef VLS_HOOKS_H
#define VLS_HOOKS_H

#include <linux/types.h>

#include "vmalockstat/labels.h"

/**
 * vls_hooks_want() - say which hooks are to be attached
 * @wanted: names, symbols, "all" or "read", separated by commas
 * @all_faults: also those that see every page fault
 *
 * Process context, before vls_hooks_init(). Return: 0, -EINVAL for an unknown name, with a
 * line in the log, or -ENOMEM.
 */
int vls_hooks_want(const char *wanted, bool all_faults);

/**
 * vls_hooks_estimate() - the memory that vls_hooks_init() will take
 * @max_faults: as there
 * @direct: as there
 *
 * Process context, after vls_hooks_want(). Return: bytes.
 */
size_t vls_hooks_estimate(unsigned int max_faults, bool direct);

/**
 * vls_hooks_init() - attach the hooks that are wanted, not armed
 * @max_faults: faults that can be followed at once; of some hooks fewer calls (divisor)
 * @direct: use direct calls of ftrace for the hooks that have them
 *
 * Process context. Return: 0 when all required hooks are attached; others that could not be
 * attached are left out, with a line in the log. -ENOENT without do_swap_page(), -ENOMEM, or
 * another error of the kernel: then nothing is attached, and the log says why.
 */
int vls_hooks_init(unsigned int max_faults, bool direct);

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
 * @id: which
 *
 * Any context. Return: a constant string, NULL if it is not.
 */
const char *vls_hook_why(enum vls_hook_id id);

#endif /* VLS_HOOKS_H */
