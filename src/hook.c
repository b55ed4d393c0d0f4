// SPDX-License-Identifier: GPL-2.0-only
/*
 * The life cycle that all hooks share: registered disarmed at load, armed and
 * disarmed together, unregistered at unload.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compat.h"
#include "hook.h"
#include "times.h"

static struct vls_hook *const hooks[VLS_HOOK_NR] = {
	[VLS_HOOK_DO_SWAP_PAGE]	= &vls_hook_do_swap_page,
	[VLS_HOOK_FOLIO_LOCK]	= &vls_hook_folio_lock,
	[VLS_HOOK_FALLBACK]	= &vls_hook_fallback,
	[VLS_HOOK_SIGNAL]	= &vls_hook_signal,
	[VLS_HOOK_SWAP_READ]	= &vls_hook_swap_read,
	[VLS_HOOK_WRITER]	= &vls_hook_writer,
	[VLS_HOOK_SWAPS]	= &vls_hook_swaps,
	[VLS_HOOK_VMA_LOCK]	= &vls_hook_vma_lock,
	[VLS_HOOK_MM_FAULT]	= &vls_hook_mm_fault,
};

struct vls_room __percpu *vls_room;
bool vls_direct;

/*
 * This CPU has no room left: take some of the rest, if there is any. Two CPUs
 * that take the last of it at once may both come away without.
 */
bool vls_hook_enter_slow(enum vls_hook_id id)
{
	struct vls_hook *hook = hooks[id];

	if (atomic_sub_return(VLS_ROOM_BATCH, &hook->room) >= 0) {
		this_cpu_add(vls_room->left[id], VLS_ROOM_BATCH);
		vls_count(entered[id]);
		return true;
	}
	atomic_add(VLS_ROOM_BATCH, &hook->room);
	this_cpu_inc(vls_room->left[id]);
	vls_count(missed[id]);
	return false;
}
NOKPROBE_SYMBOL(vls_hook_enter_slow);

/* More calls return on this CPU than enter. */
void vls_hook_give_back(enum vls_hook_id id)
{
	this_cpu_sub(vls_room->left[id], VLS_ROOM_BATCH);
	atomic_add(VLS_ROOM_BATCH, &hooks[id]->room);
}
NOKPROBE_SYMBOL(vls_hook_give_back);

/* Is it called directly, and not by its probe? */
static bool hook_direct(const struct vls_hook *hook)
{
	return vls_direct && hook->direct;
}

/*
 * @max_faults are sure to find room, whatever the CPUs keep for themselves.
 * One instance more for each CPU, which gives back the room before the kernel
 * gives back the instance.
 */
static void hook_make_room(struct vls_hook *hook, unsigned int max_faults)
{
	unsigned int cpus = num_possible_cpus();
	unsigned int room = max_faults + (2 * cpus + 1) * VLS_ROOM_BATCH;
	int cpu;

	for_each_possible_cpu(cpu)
		per_cpu_ptr(vls_room, cpu)->left[hook->id] = 0;
	atomic_set(&hook->room, room);
	/* Of a kretprobe that is never armed, as few as there can be. */
	hook->rp.maxactive = hook_direct(hook) ? 1 : room + cpus;
}

const struct vls_hook *vls_hook(enum vls_hook_id id)
{
	return hooks[id];
}

bool vls_hook_available(enum vls_hook_id id)
{
	return hooks[id]->registered;
}

/*
 * Calls that @id did not follow to their return: there was no room, or the
 * call came while a kprobe handler ran on the same CPU.
 */
u64 vls_hook_missed(enum vls_hook_id id, const struct vls_cells *cells)
{
	const struct vls_hook *hook = hooks[id];
	u64 missed = cells->missed[id] + READ_ONCE(hook->kp.nmissed);

	if (hook->sees_return)
		missed += READ_ONCE(hook->rp.nmissed);
	return missed;
}

void vls_hooks_zero_missed(void)
{
	int i;

	for (i = 0; i < VLS_HOOK_NR; i++) {
		WRITE_ONCE(hooks[i]->kp.nmissed, 0);
		if (hooks[i]->sees_return)
			WRITE_ONCE(hooks[i]->rp.nmissed, 0);
	}
}

size_t vls_hooks_bytes(void)
{
	size_t bytes = 0;
	int i;

	for (i = 0; i < VLS_HOOK_NR; i++)
		if (hooks[i]->registered && hooks[i]->sees_return)
			bytes += hooks[i]->rp.maxactive *
				 (sizeof(struct kretprobe_instance) +
				  hooks[i]->rp.data_size);
	return bytes;
}

static int hook_register_symbol(struct vls_hook *hook, unsigned int max_faults)
{
	hook->kp.symbol_name = hook->symbol;
	hook->kp.flags = KPROBE_FLAG_DISABLED;
	if (!hook->sees_return)
		return register_kprobe(&hook->kp);
	hook_make_room(hook, max_faults);
	return register_kretprobe(&hook->rp);
}

static void hook_unregister(struct vls_hook *hook)
{
	if (hook_direct(hook))
		vls_direct_free(hook);
	if (hook->sees_return)
		unregister_kretprobe(&hook->rp);
	else
		unregister_kprobe(&hook->kp);
}

static int hook_register(struct vls_hook *hook, unsigned int max_faults)
{
	int ret = hook_register_symbol(hook, max_faults);

	if (ret == -ENOENT && hook->old_symbol) {
		swap(hook->symbol, hook->old_symbol);
		/* What the first try found does not hold for the second. */
		hook->kp.addr = NULL;
		ret = hook_register_symbol(hook, max_faults);
		if (ret)
			swap(hook->symbol, hook->old_symbol);
	}
	/* It is there, but is it what the handlers take it for? */
	if (!ret && hook->unknown) {
		hook_unregister(hook);
		ret = -EPROTOTYPE;
	}
	if (!ret && hook_direct(hook) && !(hook->kp.flags & KPROBE_FLAG_FTRACE)) {
		pr_err("ftrace cannot call the hook of %s directly, load without direct=1\n",
		       hook->symbol);
		hook_unregister(hook);
		ret = -ENODEV;
	}
	return ret;
}

static int hook_arm(struct vls_hook *hook)
{
	if (hook_direct(hook))
		return vls_direct_register(hook);
	return hook->sees_return ? enable_kretprobe(&hook->rp) :
				   enable_kprobe(&hook->kp);
}

static void hook_disarm(struct vls_hook *hook)
{
	if (hook_direct(hook))
		vls_direct_unregister(hook);
	else if (hook->sees_return)
		disable_kretprobe(&hook->rp);
	else
		disable_kprobe(&hook->kp);
}

/*
 * Armed hooks are called, unless probes were switched off for the whole system, which
 * the kernel tells nobody who arms one.
 */
bool vls_hooks_live(void)
{
	int i;

	for (i = 0; i < VLS_HOOK_NR; i++)
		if (hooks[i]->armed && !vls_probe_live(&hooks[i]->kp))
			return false;
	return true;
}

/* Arm all registered hooks, or none. */
int vls_hooks_arm(void)
{
	int i, ret;

	for (i = 0; i < VLS_HOOK_NR; i++) {
		if (!hooks[i]->registered || hooks[i]->armed)
			continue;
		if (hooks[i]->only_timed && !vls_timed())
			continue;
		ret = hook_arm(hooks[i]);
		if (ret) {
			pr_err("cannot arm the hook on %s (error %d)\n",
			       hooks[i]->symbol, ret);
			vls_hooks_disarm();
			return ret;
		}
		hooks[i]->armed = true;
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
	pr_err("hooks: there is no hook '%s'; known are all" VLS_HOOKS(VLS_LIST_ENTRY) "\n",
	       name);
	return -EINVAL;
}

/* Parse the comma-separated names of the hooks to arm. */
static int want_hooks(const char *wanted, bool all_faults)
{
	bool all = !strcmp(wanted, "all");
	char *list, *rest, *name;
	int i, ret = 0;

	for (i = 0; i < VLS_HOOK_NR; i++)
		hooks[i]->wanted = hooks[i]->on_request ? all_faults :
				   hooks[i]->required || all;
	if (all)
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
 * @all_faults: also those that see every fault
 * @direct: with direct calls of ftrace, those that can
 *
 * Return: 0 when all required hooks could be registered; others that could
 * not are left out, with a line in the log.
 */
int vls_hooks_init(unsigned int max_faults, const char *wanted, bool all_faults,
		   bool direct)
{
	int i, ret;

	ret = want_hooks(wanted, all_faults);
	if (!ret && direct)
		ret = vls_direct_possible();
	if (ret)
		return ret;
	vls_room = alloc_percpu(struct vls_room);
	if (!vls_room)
		return -ENOMEM;
	vls_direct = direct;
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
			       hook->symbol, hook->error,
			       hook->error == -ENOENT ?
			       ", this kernel has no such function" : "");
			ret = hook->error;
			vls_hooks_exit();
			return ret;
		}
		if (hook->some_kernels && hook->error == -ENOENT)
			continue;
		pr_warn("cannot hook %s (error %d): what depends on it is left out\n",
			hook->symbol, hook->error);
	}
	return 0;
}

/* No handler runs any more when this returns. */
void vls_hooks_exit(void)
{
	int i;

	vls_hooks_disarm();
	if (vls_direct)
		vls_direct_wait();
	for (i = VLS_HOOK_NR - 1; i >= 0; i--) {
		if (!hooks[i]->registered)
			continue;
		hook_unregister(hooks[i]);
		hooks[i]->registered = false;
	}
	free_percpu(vls_room);
}
