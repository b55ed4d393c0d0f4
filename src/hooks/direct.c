// SPDX-License-Identifier: GPL-2.0-only
/*
 * The backend for direct calls of ftrace. A kprobe is registered as well, and never enabled:
 * it finds the function, and the address that ftrace knows it by.
 */
#include <linux/delay.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "compat.h"
#include "hooks/direct.h"
#include "hooks/hook.h"

DEFINE_STATIC_KEY_FALSE(vls_direct_key);

#if VLS_HAVE_DIRECT

struct vls_direct_calls __percpu *vls_direct_calls;

/* The target of the static calls until direct_arm() sets it. It is never called. */
unsigned long vls_direct_nothing(unsigned long a, unsigned long b, unsigned long c,
				 unsigned long d, unsigned long e, unsigned long f)
{
	return 0;
}

static int direct_attach(struct vls_hook *hook, unsigned int max_calls)
{
	struct ftrace_ops *ops = kzalloc(sizeof(*ops), GFP_KERNEL);
	int ret;

	if (!ops)
		return -ENOMEM;
	hook->kp = (struct kprobe){
		.symbol_name = hook->symbol,
		.flags = KPROBE_FLAG_DISABLED,
	};
	ret = register_kprobe(&hook->kp);
	if (!ret && !(hook->kp.flags & KPROBE_FLAG_FTRACE)) {
		pr_err("ftrace cannot call the hook of %s directly, load without direct=1\n",
		       hook->symbol);
		unregister_kprobe(&hook->kp);
		ret = -ENODEV;
	}
	if (ret)
		kfree(ops);
	else
		hook->backend_data = ops;
	return ret;
}

static void direct_detach(struct vls_hook *hook)
{
	struct ftrace_ops *ops = hook->backend_data;

	ftrace_free_filter(ops);
	unregister_kprobe(&hook->kp);
	kfree(ops);
	hook->backend_data = NULL;
}

static int direct_arm(struct vls_hook *hook)
{
	const struct vls_direct_desc *desc = hook->desc->direct;
	unsigned long ip = (unsigned long)hook->kp.addr;
	struct ftrace_ops *ops = hook->backend_data;
	int ret;

	desc->set_function((vls_direct_fn *)(ip + MCOUNT_INSN_SIZE));
	ret = ftrace_set_filter_ip(ops, ip, 0, 1);
	if (ret)
		return ret;
	ret = vls_compat_register_direct(ops, (unsigned long)desc->entry);
	if (ret == -EBUSY)
		pr_err("%s has another user that changes its calls: a BPF program (fentry, fexit), a livepatch, or a kprobe with a post handler; remove it, or load without direct=1\n",
		       hook->symbol);
	return ret;
}

static void direct_disarm(struct vls_hook *hook)
{
	vls_compat_unregister_direct((struct ftrace_ops *)hook->backend_data,
				     (unsigned long)hook->desc->direct->entry);
}

static u64 direct_missed(const struct vls_hook *hook)
{
	return 0;
}

/* The data of a call is on the stack of the task. */
static size_t direct_bytes(const struct vls_hook *hook)
{
	return 0;
}

static bool direct_live(const struct vls_hook *hook)
{
	return vls_compat_probe_live(&hook->kp);
}

const struct vls_backend vls_direct_backend = {
	.attach = direct_attach,
	.detach = direct_detach,
	.arm = direct_arm,
	.disarm = direct_disarm,
	.missed = direct_missed,
	.bytes = direct_bytes,
	.live = direct_live,
};

/*
 * On a kernel that tracks the depth of calls each function has to count its calls, which
 * direct_entry.S does not.
 */
int vls_direct_init(void)
{
	if (vls_compat_call_depth_tracked()) {
		pr_err("direct: this kernel tracks the depth of calls (retbleed=stuff), load without direct=1\n");
		return -EOPNOTSUPP;
	}
	vls_direct_calls = alloc_percpu(struct vls_direct_calls);
	if (!vls_direct_calls)
		return -ENOMEM;
	static_branch_enable(&vls_direct_key);
	return 0;
}

static long calls_under_way(void)
{
	long calls = 0;
	int cpu, id;

	for_each_possible_cpu(cpu)
		for (id = 0; id < VLS_HOOK_NR; id++)
			calls -= READ_ONCE(per_cpu_ptr(vls_direct_calls, cpu)->of[id]);
	return calls;
}

void vls_direct_exit(void)
{
	unsigned long said = jiffies;

	if (!vls_direct_calls)
		return;
	/* A task may be in direct_entry.S and not have counted its call yet. */
	synchronize_rcu_tasks();
	while (calls_under_way()) {
		if (time_after(jiffies, said + 10 * HZ)) {
			pr_info("waiting for %ld calls of hooked functions to return before the module can be unloaded\n",
				calls_under_way());
			said = jiffies;
		}
		schedule_timeout_idle(HZ / 50 + 1);
	}
	/* A task that has counted its return may not have left the code of the module yet. */
	synchronize_rcu_tasks();
	static_branch_disable(&vls_direct_key);
	free_percpu(vls_direct_calls);
	vls_direct_calls = NULL;
}

#else

int vls_direct_init(void)
{
	pr_err("direct: this kernel or architecture has no direct calls that are known here, load without direct=1\n");
	return -EOPNOTSUPP;
}

void vls_direct_exit(void)
{
}

/* Never used, as vls_direct_init() refuses. */
const struct vls_backend vls_direct_backend = {};

#endif
