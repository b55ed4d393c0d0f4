// SPDX-License-Identifier: GPL-2.0-only
/* The backends for kprobes and kretprobes. */
#include <linux/kprobes.h>
#include <linux/percpu.h>

#include "compat.h"
#include "hooks/hook.h"
#include "hooks/kretprobe.h"

struct vls_quota __percpu *vls_quota;
/* What no CPU has taken of each quota. */
static atomic_t quota[VLS_HOOK_NR];

/*
 * Of two CPUs that try to take the last batch at the same time, both may fail. quota_set()
 * makes the quota large enough for that.
 */
bool vls_kretprobe_admit_slow(enum vls_hook_id id, struct vls_bank __percpu *bank)
{
	if (atomic_sub_return(VLS_QUOTA_BATCH, &quota[id]) >= 0) {
		this_cpu_add(vls_quota->left[id], VLS_QUOTA_BATCH);
		vls_count(bank, calls[id]);
		return true;
	}
	atomic_add(VLS_QUOTA_BATCH, &quota[id]);
	this_cpu_inc(vls_quota->left[id]);
	vls_count(bank, missed[id]);
	return false;
}
NOKPROBE_SYMBOL(vls_kretprobe_admit_slow);

int vls_kretprobe_return_batch(enum vls_hook_id id)
{
	this_cpu_sub(vls_quota->left[id], VLS_QUOTA_BATCH);
	atomic_add(VLS_QUOTA_BATCH, &quota[id]);
	return 0;
}
NOKPROBE_SYMBOL(vls_kretprobe_return_batch);

int vls_kretprobe_stamp(struct vls_call *call)
{
	call->entered_ns = vls_clock();
	return 0;
}
NOKPROBE_SYMBOL(vls_kretprobe_stamp);

/*
 * Make the quota so large that @max_faults calls are admitted, whatever the CPUs have taken
 * and not used. One more instance is needed for each CPU, as the handler returns the quota
 * before the kernel returns the instance.
 */
static unsigned int quota_set(enum vls_hook_id id, unsigned int max_faults)
{
	unsigned int cpus = num_possible_cpus();
	unsigned int all = max_faults + (2 * cpus + 1) * VLS_QUOTA_BATCH;
	int cpu;

	for_each_possible_cpu(cpu)
		per_cpu_ptr(vls_quota, cpu)->left[id] = 0;
	atomic_set(&quota[id], all);
	return all + cpus;
}

static int kretprobe_attach(struct vls_hook *hook, unsigned int max_faults)
{
	hook->rp = (struct kretprobe){
		.kp = { .symbol_name = hook->symbol, .flags = KPROBE_FLAG_DISABLED },
		.entry_handler = hook->desc->kretprobe->enter,
		.handler = hook->desc->kretprobe->leave,
		.data_size = hook->desc->kretprobe->data_size,
		.maxactive = quota_set(hook->desc->id, max_faults),
	};
	return register_kretprobe(&hook->rp);
}

static void kretprobe_detach(struct vls_hook *hook)
{
	unregister_kretprobe(&hook->rp);
}

static int kretprobe_arm(struct vls_hook *hook)
{
	return enable_kretprobe(&hook->rp);
}

static void kretprobe_disarm(struct vls_hook *hook)
{
	disable_kretprobe(&hook->rp);
}

/* Calls made while the handler of another probe was running on the CPU, for the most part. */
static u64 kretprobe_missed(const struct vls_hook *hook)
{
	return READ_ONCE(hook->kp.nmissed) + (u64)READ_ONCE(hook->rp.nmissed);
}

static size_t kretprobe_bytes(const struct vls_hook *hook)
{
	return vls_compat_kretprobe_bytes(&hook->rp);
}

const struct vls_backend vls_kretprobe_backend = {
	.attach = kretprobe_attach,
	.detach = kretprobe_detach,
	.arm = kretprobe_arm,
	.disarm = kretprobe_disarm,
	.missed = kretprobe_missed,
	.bytes = kretprobe_bytes,
};

static int kprobe_attach(struct vls_hook *hook, unsigned int max_faults)
{
	hook->kp = (struct kprobe){
		.symbol_name = hook->symbol,
		.flags = KPROBE_FLAG_DISABLED,
		.pre_handler = hook->desc->called,
	};
	return register_kprobe(&hook->kp);
}

static void kprobe_detach(struct vls_hook *hook)
{
	unregister_kprobe(&hook->kp);
}

static int kprobe_arm(struct vls_hook *hook)
{
	return enable_kprobe(&hook->kp);
}

static void kprobe_disarm(struct vls_hook *hook)
{
	disable_kprobe(&hook->kp);
}

static u64 kprobe_missed(const struct vls_hook *hook)
{
	return READ_ONCE(hook->kp.nmissed);
}

static size_t kprobe_bytes(const struct vls_hook *hook)
{
	return 0;
}

const struct vls_backend vls_kprobe_backend = {
	.attach = kprobe_attach,
	.detach = kprobe_detach,
	.arm = kprobe_arm,
	.disarm = kprobe_disarm,
	.missed = kprobe_missed,
	.bytes = kprobe_bytes,
};

int vls_kretprobe_init(void)
{
	vls_quota = alloc_percpu(struct vls_quota);
	return vls_quota ? 0 : -ENOMEM;
}

void vls_kretprobe_exit(void)
{
	free_percpu(vls_quota);
	vls_quota = NULL;
}
