/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_HOOK_H
#define VLS_HOOK_H

#include <linux/kprobes.h>

#include "stats.h"

/*
 * A hooked function: a kprobe that sees every call of it and, where the return
 * matters too, a kretprobe.
 *
 * Two probes, because a kretprobe that has run out of instances calls no
 * handler, and counts that in a plain int that CPUs write at once. What the
 * kprobe saw less what the kretprobe saw is exact. Nothing here may depend on
 * which of the two is called first.
 */
struct vls_hook {
	struct kprobe kp;
	struct kretprobe rp;
	enum vls_hook_id id;
	bool required;		/* no loading without it */
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

/* The pre_handler of a hook with nothing to do at the call but to count it. */
int vls_hook_called(struct kprobe *kp, struct pt_regs *regs);

int vls_hooks_init(unsigned int max_faults, const char *wanted);
void vls_hooks_exit(void);
int vls_hooks_arm(void);
void vls_hooks_disarm(void);

const struct vls_hook *vls_hook(enum vls_hook_id id);
/* Is the hook there, armed or not? */
bool vls_hook_available(enum vls_hook_id id);
u64 vls_hook_missed(enum vls_hook_id id, const struct vls_cells *cells);
void vls_hooks_zero_missed(void);

#endif /* VLS_HOOK_H */
