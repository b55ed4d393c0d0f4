// SPDX-License-Identifier: GPL-2.0-only
/*
 * The life cycle of the hooks: attached at load, armed and disarmed together, detached at
 * unload.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compat.h"
#include "hooks/descriptions.h"
#include "hooks/direct.h"
#include "hooks/hook.h"
#include "hooks/hooks.h"

struct vls_hook vls_hooks[VLS_HOOK_NR] = {
	[VLS_HOOK_DO_SWAP_PAGE] = { .desc = &vls_do_swap_page },
	[VLS_HOOK_FOLIO_LOCK_OR_RETRY] = { .desc = &vls_folio_lock_or_retry },
	[VLS_HOOK_LOCK_MM_AND_FIND_VMA] = { .desc = &vls_lock_mm_and_find_vma },
	[VLS_HOOK_GET_SIGNAL] = { .desc = &vls_get_signal },
	[VLS_HOOK_SHMEM_SWAPIN_FOLIO] = { .desc = &vls_shmem_swapin_folio },
	[VLS_HOOK_SWAP_READ] = { .desc = &vls_swap_read },
	[VLS_HOOK_SWAP_READ_UNPLUG] = { .desc = &vls_swap_read_unplug },
	[VLS_HOOK_ZSWAP_LOAD] = { .desc = &vls_zswap_load },
	[VLS_HOOK_MEMCG_RECLAIM] = { .desc = &vls_memcg_reclaim },
	[VLS_HOOK_DIRECT_RECLAIM] = { .desc = &vls_direct_reclaim },
	[VLS_HOOK_MEMCG_THROTTLE] = { .desc = &vls_memcg_throttle },
	[VLS_HOOK_VMA_START_WRITE] = { .desc = &vls_vma_start_write },
	[VLS_HOOK_SWAP_SHOW] = { .desc = &vls_swap_show },
	[VLS_HOOK_LOCK_VMA_UNDER_RCU] = { .desc = &vls_lock_vma_under_rcu },
	[VLS_HOOK_HANDLE_MM_FAULT] = { .desc = &vls_handle_mm_fault },
};

#define for_each_hook(hook) \
	for (hook = vls_hooks; hook < vls_hooks + VLS_HOOK_NR; hook++)

static bool hook_attached(const struct vls_hook *hook)
{
	return hook->state > VLS_HOOK_UNAVAILABLE;
}

static bool hook_armed(const struct vls_hook *hook)
{
	return hook->state == VLS_HOOK_ARMED || hook->state == VLS_HOOK_MISMATCH;
}

enum vls_hook_state vls_hook_state_now(enum vls_hook_id id)
{
	const struct vls_hook *hook = &vls_hooks[id];

	if (hook->state == VLS_HOOK_ARMED && !hook->backend->live(hook))
		return VLS_HOOK_SILENT;
	return READ_ONCE(hook->state);
}

u64 vls_hook_missed(enum vls_hook_id id)
{
	const struct vls_hook *hook = &vls_hooks[id];

	return hook_attached(hook) ? hook->backend->missed(hook) - hook->missed_before : 0;
}

void vls_hooks_forget_missed(void)
{
	struct vls_hook *hook;

	for_each_hook(hook)
		if (hook_attached(hook))
			hook->missed_before = hook->backend->missed(hook);
}

size_t vls_hooks_bytes(void)
{
	struct vls_hook *hook;
	size_t bytes = 0;

	for_each_hook(hook)
		if (hook_attached(hook))
			bytes += hook->backend->bytes(hook);
	return bytes;
}

const char *vls_hook_why(enum vls_hook_id id)
{
	switch (vls_hooks[id].error) {
	case 0:
		return NULL;
	case -ENOENT:
		return vls_hooks[id].desc->tracepoint ? "this kernel has no such tracepoint" :
							"this kernel has no such function";
	case -EPROTOTYPE:
		return "this kernel declares it in a way that is not known here";
	case -EINVAL:
		return "this kernel does not allow a probe there";
	case -EADDRNOTAVAIL:
		return "this kernel has several functions of that name";
	case -ENODEV:
		return "ftrace cannot call it directly, load without direct=1";
	case -EOPNOTSUPP:
		return "this kernel has no kprobes or has them switched off";
	default:
		return "registering the probe failed";
	}
}

static const struct vls_backend *backend_of(const struct vls_hook_desc *desc, bool direct)
{
	if (desc->called)
		return &vls_kprobe_backend;
	if (desc->tracepoint)
		return &vls_tracepoint_backend;
	return direct && desc->direct ? &vls_direct_backend : &vls_kretprobe_backend;
}

static unsigned int max_calls_of(const struct vls_hook_desc *desc, unsigned int max_faults)
{
	return DIV_ROUND_UP(max_faults, desc->divisor ?: 1);
}

size_t vls_hooks_estimate(unsigned int max_faults, bool direct)
{
	const struct vls_backend *backend;
	struct vls_hook *hook;
	size_t bytes = 0;

	for_each_hook(hook) {
		backend = backend_of(hook->desc, direct);
		if (hook->state != VLS_HOOK_UNWANTED && backend->estimate)
			bytes += backend->estimate(hook->desc,
						   max_calls_of(hook->desc, max_faults));
	}
	return bytes;
}

static int attach(struct vls_hook *hook, unsigned int max_faults)
{
	const char *const *other = hook->desc->other_symbols;
	unsigned int max_calls = max_calls_of(hook->desc, max_faults);
	int ret, i;

	hook->symbol = hook->desc->symbol;
	ret = hook->backend->attach(hook, max_calls);
	for (i = 0; i < VLS_OTHER_SYMBOLS && other[i] && ret == -ENOENT; i++) {
		hook->symbol = other[i];
		ret = hook->backend->attach(hook, max_calls);
	}
	if (ret)
		hook->symbol = hook->desc->symbol;
	/* The function exists, but its arguments are not what the handlers expect. */
	if (!ret && hook->desc->mismatched) {
		hook->backend->detach(hook);
		ret = -EPROTOTYPE;
	}
	return ret;
}

bool vls_hooks_live(void)
{
	int i;

	for (i = 0; i < VLS_HOOK_NR; i++)
		if (vls_hook_state_now(i) == VLS_HOOK_SILENT)
			return false;
	return true;
}

/* Would it see anything, were it armed now? */
static bool hook_of_use(const struct vls_hook *hook)
{
	if (hook->desc->timing_only && !vls_timed())
		return false;
	return !hook->desc->of_use || hook->desc->of_use();
}

static int arm_hook(struct vls_hook *hook)
{
	int ret;

	if (hook->state != VLS_HOOK_OFF || !hook_of_use(hook))
		return 0;
	ret = hook->backend->arm(hook);
	if (ret)
		pr_err("cannot arm the hook on %s (error %d)\n", hook->symbol, ret);
	else
		hook->state = VLS_HOOK_ARMED;
	return ret;
}

void vls_hooks_arm_late(void)
{
	struct vls_hook *hook;

	for_each_hook(hook)
		if (hook->desc->of_use)
			arm_hook(hook);
}

int vls_hooks_arm(void)
{
	struct vls_hook *hook;
	int ret;

	for_each_hook(hook) {
		ret = arm_hook(hook);
		if (ret) {
			vls_hooks_disarm();
			return ret;
		}
	}
	if (!vls_hooks_live()) {
		pr_err("probes are switched off: kernel.ftrace_enabled, or kprobes/enabled in debugfs, is 0\n");
		vls_hooks_disarm();
		return -EOPNOTSUPP;
	}
	return 0;
}

void vls_hooks_disarm(void)
{
	struct vls_hook *hook;

	for_each_hook(hook) {
		if (!hook_armed(hook))
			continue;
		hook->backend->disarm(hook);
		hook->state = VLS_HOOK_OFF;
	}
}

/* A name is that of the hook, or one of the symbols that it may be on. */
static bool hook_is_named(unsigned int id, const char *name)
{
	const struct vls_hook_desc *desc = vls_hooks[id].desc;
	int i;

	for (i = 0; i < VLS_OTHER_SYMBOLS; i++)
		if (desc->other_symbols[i] && !strcmp(name, desc->other_symbols[i]))
			return true;
	return !strcmp(name, vls_hook_id_name(id)) || !strcmp(name, desc->symbol);
}

/* The hooks that @opt_in is about are wanted too. */
static void want_opt_in(enum vls_opt_in opt_in)
{
	struct vls_hook *hook;

	for_each_hook(hook)
		if (hook->desc->opt_in == opt_in)
			hook->state = VLS_HOOK_OFF;
}

/* @name is that of a hook, or of several. */
static int want_hook(const char *name)
{
	int i;

	if (!strcmp(name, "all")) {
		want_opt_in(VLS_OPT_IN_NOT);
		return 0;
	}
	if (!strcmp(name, "read")) {
		want_opt_in(VLS_OPT_IN_READ);
		return 0;
	}
	for (i = 0; i < VLS_HOOK_NR; i++) {
		if (hook_is_named(i, name)) {
			vls_hooks[i].state = VLS_HOOK_OFF;
			return 0;
		}
	}
	pr_err("hooks: there is no hook '%s'; known are all, read" VLS_HOOKS(VLS_LIST_ENTRY) "\n",
	       name);
	return -EINVAL;
}

/* Set the hooks that are to be attached to OFF, the others to UNWANTED. */
int vls_hooks_want(const char *wanted, bool all_faults)
{
	char *list, *next, *name;
	struct vls_hook *hook;
	int ret = 0;

	for_each_hook(hook)
		hook->state = hook->desc->required ? VLS_HOOK_OFF : VLS_HOOK_UNWANTED;
	if (all_faults)
		want_opt_in(VLS_OPT_IN_ALL_FAULTS);
	if (!*wanted)
		return 0;
	list = kstrdup(wanted, GFP_KERNEL);
	if (!list)
		return -ENOMEM;
	next = list;
	while (!ret && (name = strsep(&next, ",")))
		ret = want_hook(name);
	kfree(list);
	return ret;
}

static void detach_all(void)
{
	struct vls_hook *hook;

	for_each_hook(hook) {
		if (hook_attached(hook) && hook->backend)
			hook->backend->detach(hook);
		hook->state = VLS_HOOK_UNWANTED;
	}
}

static int attach_all(unsigned int max_faults, bool direct)
{
	struct vls_hook *hook;

	for_each_hook(hook) {
		hook->symbol = hook->desc->symbol;
		if (hook->state == VLS_HOOK_UNWANTED)
			continue;
		hook->backend = backend_of(hook->desc, direct);
		if (hook->desc->prepare)
			hook->desc->prepare();
		hook->error = attach(hook, max_faults);
		if (!hook->error)
			continue;
		hook->state = VLS_HOOK_UNAVAILABLE;
		if (hook->desc->required || hook->error == -ENOMEM) {
			pr_err("cannot hook %s (error %d%s): not loaded\n", hook->symbol,
			       hook->error, hook->error == -ENOENT ?
			       ", this kernel has no such function" : "");
			return hook->error;
		}
		if (hook->desc->optional && hook->error == -ENOENT)
			continue;
		pr_warn("cannot hook %s (error %d): what depends on it is left out\n",
			hook->symbol, hook->error);
	}
	return 0;
}

/* Detach the hooks before the one that failed; those after it have no backend yet. */
static void attach_failed(void)
{
	struct vls_hook *hook;

	for_each_hook(hook)
		if (!hook->backend)
			hook->state = VLS_HOOK_UNWANTED;
	detach_all();
	vls_direct_exit();
}

int vls_hooks_init(unsigned int max_faults, bool direct)
{
	int ret = direct ? vls_direct_init() : 0;

	if (ret)
		return ret;
	ret = attach_all(max_faults, direct);
	if (ret)
		attach_failed();
	return ret;
}

void vls_hooks_exit(void)
{
	vls_hooks_disarm();
	vls_direct_exit();
	detach_all();
}
