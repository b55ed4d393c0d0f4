// SPDX-License-Identifier: GPL-2.0-only
/*
 * Start, stop, reset and snapshot: whatever concerns the counters, the tables and the hooks
 * together. Only debugfs, the parameters and main.c are above this file.
 *
 * No CPU is stopped. The point in time of a start, stop or reset is one store to vls_epoch,
 * which each handler reads once: a call that entered in another epoch is not counted at
 * return. Handlers run with preemption off, so after an RCU grace period none of them can be
 * using the bank of the previous epoch.
 */
#include <linux/cpumask.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <linux/utsname.h>

#include "compat.h"
#include "control.h"
#include "counters.h"
#include "hooks/direct.h"
#include "hooks/hook.h"
#include "hooks/hooks.h"
#include "hooks/kretprobe.h"
#include "track/active_faults.h"
#include "track/folio_waits.h"
#include "track/longest.h"
#include "track/retries.h"
#include "track/sampler.h"

/* Serialises start, stop, reset and snapshot. Handlers never take it. */
static DEFINE_MUTEX(control_lock);

/* The number of the last epoch, without the bit of its bank. */
static u32 epochs;
/* The index of the bank in use, which stays while counting is off. */
static unsigned int bank;
static u64 reset_ns;
static unsigned int stacks_ms;

static void epoch_begin(void)
{
	/* The epoch must not become 0 by overflow: 0 means that counting is off. */
	if (!(++epochs & (~0U / VLS_BANKS)))
		epochs = 1;
	/* A handler that reads it finds the bank, zeroed: its address depends on the epoch. */
	smp_store_release(&vls_epoch, epochs * VLS_BANKS + bank);
}

static u64 shmem_in_flight(const struct vls_cells *cells)
{
	u64 returned = 0;
	int lock, outcome;

	for (lock = 0; lock < VLS_LOCK_NR; lock++)
		for (outcome = 0; outcome < VLS_OUTCOME_NR; outcome++)
			returned += cells->fault[lock][VLS_KIND_SHMEM][outcome];
	return cells->calls[VLS_HOOK_SHMEM_SWAPIN_FOLIO] - returned;
}

static u64 faults_in_flight(const struct vls_cells *cells)
{
	const u64 *fault = &cells->fault[0][0][0];
	u64 returned = 0, calls;
	size_t i;

	for (i = 0; i < sizeof(cells->fault) / sizeof(u64); i++)
		returned += fault[i];
	/* Other CPUs may see a return before its call. */
	calls = cells->calls[VLS_HOOK_DO_SWAP_PAGE] + cells->calls[VLS_HOOK_SHMEM_SWAPIN_FOLIO];
	return calls > returned ? calls - returned : 0;
}

/*
 * End the epoch and keep its bank. Calls that are in flight will not be counted at return:
 * subtract the faults among them, and count retries without a fallback as untracked.
 */
static void epoch_end(void)
{
	static struct vls_cells sum;	/* too large for the stack */
	struct vls_cells *cells;
	u32 epoch = vls_epoch;

	if (!epoch)
		return;
	WRITE_ONCE(vls_epoch, 0);
	synchronize_rcu();
	vls_counters_sum(bank, &sum, NULL);
	cells = &per_cpu_ptr(vls_banks[bank], cpumask_first(cpu_possible_mask))->cells;
	cells->calls[VLS_HOOK_SHMEM_SWAPIN_FOLIO] -= shmem_in_flight(&sum);
	cells->calls[VLS_HOOK_DO_SWAP_PAGE] -= faults_in_flight(&sum) - shmem_in_flight(&sum);
	cells->untracked += vls_retry_count(epoch);
}

static int start(void)
{
	int ret;

	vls_clock_choose();
	ret = vls_hooks_arm();
	if (!ret)
		epoch_begin();
	return ret;
}

static void stop(void)
{
	epoch_end();
	vls_hooks_disarm();
}

static int enable(bool on)
{
	if (!on) {
		stop();
		return 0;
	}
	if (!vls_epoch)
		return start();
	/*
	 * Leave the hooks armed: they see calls again once probes are switched on, and arming
	 * them anew would not help.
	 */
	if (!vls_hooks_live()) {
		pr_err("probes are switched off: kernel.ftrace_enabled, or kprobes/enabled in debugfs, is 0\n");
		return -EOPNOTSUPP;
	}
	vls_hooks_arm_late();
	return 0;
}

int vls_control_enable(bool on)
{
	int ret;

	mutex_lock(&control_lock);
	ret = enable(on);
	mutex_unlock(&control_lock);
	return ret;
}

/* A call in flight has no time of entry, or should have none: end the epoch. */
static int timing(bool on)
{
	bool counting = vls_epoch;

	if (vls_timed() == on)
		return 0;
	if (counting)
		stop();
	vls_timing_switch(on);
	return counting ? start() : 0;
}

int vls_control_timing(bool on)
{
	int ret;

	mutex_lock(&control_lock);
	ret = timing(on);
	mutex_unlock(&control_lock);
	return ret;
}

/* No fault may begin without breakdowns and end with them, or the reverse: end the epoch. */
static int breakdown(bool on)
{
	bool counting = vls_epoch;
	int ret = on ? vls_breakdown_alloc() : 0;

	if (ret || on == vls_breakdown_on())
		return ret;
	if (counting)
		epoch_end();
	vls_breakdown_switch(on, bank);
	if (counting)
		epoch_begin();
	return 0;
}

int vls_control_breakdown(bool on)
{
	int ret;

	mutex_lock(&control_lock);
	ret = breakdown(on);
	mutex_unlock(&control_lock);
	return ret;
}

bool vls_control_counting(void)
{
	return READ_ONCE(vls_epoch);
}

static int reset(void)
{
	unsigned int old = bank, new = (bank + 1) % VLS_BANKS;

	if (vls_counters_alloc(new))
		return -ENOMEM;
	if (vls_epoch)
		vls_hooks_arm_late();
	bank = new;
	reset_ns = ktime_get_ns();
	if (vls_epoch)
		epoch_begin();
	vls_hooks_forget_missed();
	vls_breakdown_new_bank();
	synchronize_rcu();
	vls_counters_free(old);
	vls_breakdown_clear(old);
	vls_sampler_clear();
	return 0;
}

int vls_control_reset(void)
{
	int ret;

	mutex_lock(&control_lock);
	ret = reset();
	mutex_unlock(&control_lock);
	return ret;
}

static void read_header(struct vls_header *head)
{
	int i;

	strscpy(head->kernel, init_utsname()->release, sizeof(head->kernel));
	head->vma_lock = VLS_HAVE_VMA_LOCK;
	head->run_delay = VLS_HAVE_RUN_DELAY;
	head->counting = vls_epoch;
	head->timing = vls_timed();
	head->experiment = VLS_EXPERIMENT_NONE;
	for (i = 0; i < VLS_HOOK_NR; i++)
		head->hooks[i] = vls_hook_state_now(i);
	head->taken_ns = ktime_get_ns();
	head->since_reset_ns = head->taken_ns - reset_ns;
}

/* The values that are not, or not only, sums of cells. */
static void read_gauges(struct vls_cells *cells)
{
	int i;

	cells->retry_pending = vls_epoch ? vls_retry_count(vls_epoch) : 0;
	cells->in_flight = faults_in_flight(cells);
	for (i = 0; i < VLS_HOOK_NR; i++)
		cells->missed[i] += vls_hook_missed(i);
	cells->vma_lock_asked[VLS_VMA_LOCK_ATTEMPT] =
		cells->calls[VLS_HOOK_LOCK_VMA_UNDER_RCU] +
		cells->missed[VLS_HOOK_LOCK_VMA_UNDER_RCU];
}

static void read_hooks(struct vls_reading *reading)
{
	int i;

	for (i = 0; i < VLS_HOOK_NR; i++) {
		const struct vls_hook *hook = &vls_hooks[i];

		reading->hooks[i] = (struct vls_hook_report){
			.symbol = hook->symbol,
			.why = vls_hook_why(i),
			.error = hook->error,
		};
	}
	reading->direct = static_key_enabled(&vls_direct_key);
	reading->clock = vls_clock_name();
	reading->cpus = num_possible_cpus();
	reading->cpu_bytes = sizeof(struct vls_bank) +
			     sizeof(struct vls_quota) + vls_breakdown_cpu_bytes();
	reading->shared_bytes = vls_compat_module_bytes() + vls_hooks_bytes() + vls_retries_bytes() +
				vls_active_faults_bytes() + vls_folio_waits_bytes() +
				vls_breakdown_bytes() + vls_sampler_bytes();
}

void vls_control_read(struct vls_reading *reading)
{
	struct vls_snapshot *snap = &reading->snap;

	mutex_lock(&control_lock);
	if (vls_epoch)
		vls_hooks_arm_late();
	read_header(&snap->head);
	/* Before the sum: it counts the retries of dead tasks as abandoned. */
	vls_retry_reap();
	vls_counters_sum(bank, &snap->cells, &snap->times);
	read_gauges(&snap->cells);
	read_hooks(reading);
	mutex_unlock(&control_lock);
}

struct vls_breakdown *vls_control_read_breakdown(enum vls_breakdown_id id)
{
	struct vls_breakdown *b;
	unsigned int nr;

	mutex_lock(&control_lock);
	nr = vls_breakdown_rows(id);
	b = kvzalloc(struct_size(b, rows, nr), GFP_KERNEL);
	if (b) {
		read_header(&b->head);
		vls_breakdown_fill(b, id, bank);
	}
	mutex_unlock(&control_lock);
	return b ?: ERR_PTR(-ENOMEM);
}

struct vls_longest_reading *vls_control_read_longest(void)
{
	struct vls_longest_reading *reading = kvzalloc(sizeof(*reading), GFP_KERNEL);
	int lock;

	if (!reading)
		return ERR_PTR(-ENOMEM);
	mutex_lock(&control_lock);
	read_header(&reading->head);
	for (lock = 0; lock < VLS_LOCK_NR; lock++)
		vls_longest_read(vls_banks[bank], lock, &reading->of[lock]);
	mutex_unlock(&control_lock);
	return reading;
}

static int start_stacks(unsigned int ms)
{
	int ret;

	if (!VLS_HAVE_STACKS) {
		pr_err("stacks: this kernel does not export stack_trace_save_tsk(), or did not say so when the module was built\n");
		return -EOPNOTSUPP;
	}
	/* A task that waits without the lock would be taken for one that holds it. */
	if (!vls_hook_exists(VLS_HOOK_FOLIO_LOCK_OR_RETRY)) {
		pr_err("stacks: the hook folio_lock_or_retry is needed, and is not there\n");
		return -EOPNOTSUPP;
	}
	ret = vls_sampler_start(ms);
	if (ret)
		pr_err("not enough memory for stacks\n");
	return ret;
}

int vls_control_stacks(unsigned int ms)
{
	int ret = 0;

	mutex_lock(&control_lock);
	if (ms)
		ret = start_stacks(ms);
	else
		vls_sampler_stop();
	if (!ret)
		stacks_ms = ms;
	mutex_unlock(&control_lock);
	return ret;
}

struct vls_stacks_reading *vls_control_read_stacks(void)
{
	struct vls_stacks_reading *reading = kvzalloc(sizeof(*reading), GFP_KERNEL);

	if (!reading)
		return ERR_PTR(-ENOMEM);
	mutex_lock(&control_lock);
	read_header(&reading->head);
	reading->ms = stacks_ms;
	vls_sampler_read(&reading->stacks);
	mutex_unlock(&control_lock);
	return reading;
}

int vls_control_init(void)
{
	reset_ns = ktime_get_ns();
	return vls_counters_alloc(bank);
}

void vls_control_exit(void)
{
	vls_counters_free(bank);
}
