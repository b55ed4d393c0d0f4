// SPDX-License-Identifier: GPL-2.0-only
/*
 * The life of a direct call of ftrace. The hook's kprobe is registered all the
 * same, disabled for good: it finds the function and what ftrace calls it by.
 */
#include <linux/delay.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "compat.h"
#include "direct.h"
#include "hook.h"

#if VLS_HAVE_DIRECT

/* What a hook calls until it knows its function, which is never. */
unsigned long vls_direct_nothing(unsigned long a, unsigned long b, unsigned long c,
				 unsigned long d, unsigned long e, unsigned long f)
{
	return 0;
}

/*
 * Where calls are counted against a CPU that guesses returns wrongly, each call
 * has to count itself, and ours does not.
 */
int vls_direct_possible(void)
{
	if (vls_compat_call_depth_tracked()) {
		pr_err("direct: this kernel tracks the depth of calls (retbleed=stuff), load without direct=1\n");
		return -EOPNOTSUPP;
	}
	return 0;
}

int vls_direct_register(struct vls_hook *hook)
{
	struct vls_direct *direct = hook->direct;
	unsigned long ip = (unsigned long)hook->kp.addr;
	int ret;

	direct->set_rest((vls_direct_fn *)(ip + MCOUNT_INSN_SIZE));
	ret = ftrace_set_filter_ip(&direct->ops, ip, 0, 1);
	if (ret)
		return ret;
	ret = vls_compat_register_direct(&direct->ops, (unsigned long)direct->entry);
	if (ret == -EBUSY)
		pr_err("%s has a direct call already, as BPF's fentry and fexit make them: direct=1 cannot be had beside it\n",
		       hook->symbol);
	return ret;
}

/* Calls inside go on, and come back to us. */
void vls_direct_unregister(struct vls_hook *hook)
{
	struct vls_direct *direct = hook->direct;

	vls_compat_unregister_direct(&direct->ops, (unsigned long)direct->entry);
}

void vls_direct_free(struct vls_hook *hook)
{
	ftrace_free_filter(&hook->direct->ops);
}

/* Each call takes one from the room of a CPU and gives one back to a CPU. */
static int calls_inside(void)
{
	int cpu, id, inside = 0;

	for_each_possible_cpu(cpu)
		for (id = 0; id < VLS_HOOK_NR; id++)
			if (vls_hook(id)->direct)
				inside -= READ_ONCE(per_cpu_ptr(vls_room, cpu)->left[id]);
	return inside;
}

void vls_direct_wait(void)
{
	unsigned long told = jiffies;

	/* Who has come in has taken its room, or is on the way: let it get there. */
	synchronize_rcu_tasks();
	while (calls_inside()) {
		if (time_after(jiffies, told + 10 * HZ)) {
			pr_info("%d calls of hooked functions are to come back before the module can go\n",
				calls_inside());
			told = jiffies;
		}
		schedule_timeout_idle(HZ / 50 + 1);
	}
	/* And who has given it back may not have left our code yet. */
	synchronize_rcu_tasks();
}

#else

int vls_direct_possible(void)
{
	pr_err("direct: this kernel or architecture has no direct calls that are known here, load without direct=1\n");
	return -EOPNOTSUPP;
}

int vls_direct_register(struct vls_hook *hook)
{
	return -EOPNOTSUPP;
}

void vls_direct_unregister(struct vls_hook *hook)
{
}

void vls_direct_free(struct vls_hook *hook)
{
}

void vls_direct_wait(void)
{
}

#endif
