// SPDX-License-Identifier: GPL-2.0-only
/* The backends for kprobes and kretprobes. */
#include <linux/kprobes.h>
#include <linux/percpu.h>

#include "compat.h"
#include "hooks/hook.h"
#include "hooks/kretprobe.h"

DEFINE_PER_CPU(struct vls_quota, vls_quota);
/* What no CPU has taken of each quota. */
static atomic_t quota[VLS_HOOK_NR];

/* Of two CPUs that try to take the last one at the same time, both may fail. */
bool vls_kretprobe_admit_slow(enum vls_hook_id id, struct vls_bank __percpu *bank)
{
	this_cpu_inc(vls_quota.left[id]);
	if (atomic_dec_return(&quota[id]) >= 0) {
		vls_count(bank, calls[id]);
		return true;
	}
	atomic_inc(&quota[id]);
	vls_count(bank, missed[id]);
	return false;
}
NOKPROBE_SYMBOL(vls_kretprobe_admit_slow);

int vls_kretprobe_give_back(enum vls_hook_id id)
{
	this_cpu_dec(vls_quota.left[id]);
	atomic_inc(&quota[id]);
	return 0;
}
NOKPROBE_SYMBOL(vls_kretprobe_give_back);

/* All of the quota: what the CPUs keep, and what they are about to give back, is in it. */
static unsigned int quota_nr(enum vls_hook_id id, unsigned int max_calls)
{
	return max_calls + num_possible_cpus() * (vls_quota_kept(id) + 1);
}

/*
 * One instance more is needed for each CPU, as the handler returns the quota before the
 * kernel returns the instance.
 */
static unsigned int instances_nr(enum vls_hook_id id, unsigned int max_calls)
{
	return quota_nr(id, max_calls) + num_possible_cpus();
}

static void quota_set(enum vls_hook_id id, unsigned int max_calls)
{
	int cpu;

	for_each_possible_cpu(cpu)
		per_cpu_ptr(&vls_quota, cpu)->left[id] = 0;
	atomic_set(&quota[id], quota_nr(id, max_calls));
}

static int kretprobe_attach(struct vls_hook *hook, unsigned int max_calls)
{
	quota_set(hook->desc->id, max_calls);
	hook->rp = (struct kretprobe){
		.kp = { .symbol_name = hook->symbol, .flags = KPROBE_FLAG_DISABLED },
		.entry_handler = hook->desc->kretprobe->enter,
		.handler = hook->desc->kretprobe->leave,
		.data_size = hook->desc->kretprobe->data_size,
		.maxactive = instances_nr(hook->desc->id, max_calls),
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

static size_t kretprobe_estimate(const struct vls_hook_desc *desc, unsigned int max_calls)
{
	return vls_compat_kretprobe_bytes(instances_nr(desc->id, max_calls),
					  desc->kretprobe->data_size);
}

static size_t kretprobe_bytes(const struct vls_hook *hook)
{
	return vls_compat_kretprobe_bytes(hook->rp.maxactive, hook->rp.data_size);
}

/* Of a kprobe as well: a kretprobe begins with one. */
static bool probe_live(const struct vls_hook *hook)
{
	return vls_compat_probe_live(&hook->kp);
}

const struct vls_backend vls_kretprobe_backend = {
	.attach = kretprobe_attach,
	.detach = kretprobe_detach,
	.arm = kretprobe_arm,
	.disarm = kretprobe_disarm,
	.missed = kretprobe_missed,
	.estimate = kretprobe_estimate,
	.bytes = kretprobe_bytes,
	.live = probe_live,
};

static int kprobe_attach(struct vls_hook *hook, unsigned int max_calls)
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
	.live = probe_live,
};
