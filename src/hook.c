// SPDX-License-Identifier: GPL-2.0-only
/*
 * The life cycle that all hooks share: registered disarmed at load, armed and
 * disarmed together, unregistered at unload.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "hook.h"

static struct vls_hook *const hooks[VLS_HOOK_NR] = {
	[VLS_HOOK_DO_SWAP_PAGE]	= &vls_hook_do_swap_page,
	[VLS_HOOK_FOLIO_LOCK]	= &vls_hook_folio_lock,
	[VLS_HOOK_FALLBACK]	= &vls_hook_fallback,
	[VLS_HOOK_SIGNAL]	= &vls_hook_signal,
};

static bool sees_return(const struct vls_hook *hook)
{
	return hook->rp.handler;
}

int vls_hook_called(struct kprobe *kp, struct pt_regs *regs)
{
	const struct vls_hook *hook = container_of(kp, struct vls_hook, kp);

	if (READ_ONCE(vls_period))
		vls_count(called[hook->id]);
	return 0;
}
NOKPROBE_SYMBOL(vls_hook_called);

const struct vls_hook *vls_hook(enum vls_hook_id id)
{
	return hooks[id];
}

bool vls_hook_available(enum vls_hook_id id)
{
	return hooks[id]->registered;
}

/*
 * Calls that @id could not see to the end: no kretprobe instance was free, or
 * the call came while a kprobe handler ran on the same CPU.
 */
u64 vls_hook_missed(enum vls_hook_id id, const struct vls_cells *cells)
{
	const struct vls_hook *hook = hooks[id];
	u64 missed = READ_ONCE(hook->kp.nmissed);

	if (sees_return(hook))
		missed += cells->called[id] - cells->entered[id];
	return missed;
}

void vls_hooks_zero_missed(void)
{
	int i;

	for (i = 0; i < VLS_HOOK_NR; i++)
		WRITE_ONCE(hooks[i]->kp.nmissed, 0);
}

static int hook_register(struct vls_hook *hook, unsigned int max_faults)
{
	int ret;

	if (sees_return(hook)) {
		hook->rp.kp.symbol_name = hook->kp.symbol_name;
		hook->rp.kp.flags = KPROBE_FLAG_DISABLED;
		hook->rp.maxactive = max_faults;
		ret = register_kretprobe(&hook->rp);
		if (ret)
			return ret;
	}
	hook->kp.flags = KPROBE_FLAG_DISABLED;
	ret = register_kprobe(&hook->kp);
	if (ret && sees_return(hook))
		unregister_kretprobe(&hook->rp);
	return ret;
}

static void hook_unregister(struct vls_hook *hook)
{
	unregister_kprobe(&hook->kp);
	if (sees_return(hook))
		unregister_kretprobe(&hook->rp);
}

static int hook_arm(struct vls_hook *hook)
{
	int ret;

	ret = enable_kprobe(&hook->kp);
	if (ret)
		return ret;
	if (sees_return(hook)) {
		ret = enable_kretprobe(&hook->rp);
		if (ret)
			disable_kprobe(&hook->kp);
	}
	return ret;
}

static void hook_disarm(struct vls_hook *hook)
{
	if (sees_return(hook))
		disable_kretprobe(&hook->rp);
	disable_kprobe(&hook->kp);
}

/* Arm all registered hooks, or none. */
int vls_hooks_arm(void)
{
	int i, ret;

	for (i = 0; i < VLS_HOOK_NR; i++) {
		if (!hooks[i]->registered || hooks[i]->armed)
			continue;
		ret = hook_arm(hooks[i]);
		if (ret) {
			pr_err("cannot arm the hook on %s (error %d)\n",
			       hooks[i]->kp.symbol_name, ret);
			vls_hooks_disarm();
			return ret;
		}
		hooks[i]->armed = true;
	}
	return 0;
}

void vls_hooks_disarm(void)
{
	int i;

	for (i = 0; i < VLS_HOOK_NR; i++) {
		if (!hooks[i]->armed)
			continue;
		hook_disarm(hooks[i]);
		hooks[i]->armed = false;
	}
}

static int want_hook(const char *name)
{
	int i;

	for (i = 0; i < VLS_HOOK_NR; i++) {
		if (!strcmp(name, vls_hook_id_name(i))) {
			hooks[i]->wanted = true;
			return 0;
		}
	}
	pr_err("hooks: there is no hook '%s'; known are do_swap_page (always on), folio_lock_or_retry, lock_mm_and_find_vma, get_signal, or all\n",
	       name);
	return -EINVAL;
}

/* Parse the comma-separated names of the hooks to arm. */
static int want_hooks(const char *wanted)
{
	char *list, *rest, *name;
	int i, ret = 0;

	for (i = 0; i < VLS_HOOK_NR; i++)
		hooks[i]->wanted = hooks[i]->required || !strcmp(wanted, "all");
	if (!strcmp(wanted, "all"))
		return 0;
	list = kstrdup(wanted, GFP_KERNEL);
	if (!list)
		return -ENOMEM;
	rest = list;
	while (!ret && (name = strsep(&rest, ",")))
		ret = want_hook(name);
	kfree(list);
	return ret;
}

/**
 * vls_hooks_init() - register the hooks, disarmed
 * @max_faults: instances of each kretprobe
 * @wanted: names of the hooks to register, or "all"
 *
 * Return: 0 when all required hooks could be registered; others that could
 * not are left out, with a line in the log.
 */
int vls_hooks_init(unsigned int max_faults, const char *wanted)
{
	int i, ret;

	ret = want_hooks(wanted);
	if (ret)
		return ret;
	for (i = 0; i < VLS_HOOK_NR; i++) {
		struct vls_hook *hook = hooks[i];

		if (!hook->wanted)
			continue;
		hook->error = hook_register(hook, max_faults);
		hook->registered = !hook->error;
		if (hook->registered)
			continue;
		if (hook->required || hook->error == -ENOMEM) {
			pr_err("cannot hook %s (error %d%s): not loaded\n",
			       hook->kp.symbol_name, hook->error,
			       hook->error == -ENOENT ?
			       ", this kernel has no such function" : "");
			ret = hook->error;
			vls_hooks_exit();
			return ret;
		}
		pr_warn("cannot hook %s (error %d): what depends on it is left out\n",
			hook->kp.symbol_name, hook->error);
	}
	return 0;
}

/* No handler runs any more when this returns. */
void vls_hooks_exit(void)
{
	int i;

	vls_hooks_disarm();
	for (i = VLS_HOOK_NR - 1; i >= 0; i--) {
		if (!hooks[i]->registered)
			continue;
		hook_unregister(hooks[i]);
		hooks[i]->registered = false;
	}
}
