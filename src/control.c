// SPDX-License-Identifier: GPL-2.0-only
/*
 * The moments that concern all of the module: start, stop, reset and snapshot. The only
 * file that knows all others.
 *
 * No CPU is stopped for any of them. Each is one store to vls_epoch, which every handler
 * reads once: what began in another epoch is not counted any more. After a grace period of
 * RCU no handler can be using the bank of the epoch before, for they run with preemption
 * off.
 */
#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <linux/utsname.h>

#include "compat.h"
#include "control.h"
#include "counters.h"
#include "hooks/hook.h"
#include "track/active_faults.h"
#include "track/folio_waits.h"
#include "track/retries.h"

/* One of these moments at a time. Handlers never take it. */
static DEFINE_MUTEX(control_lock);

/* Of epochs so far. */
static u32 epochs;
/* The bank that is being counted in, also while counting is off. The other is clear. */
static unsigned int bank;
static u64 reset_ns;

static void epoch_begin(void)
{
	/* Never 0, which means that counting is off. */
	if (!(++epochs & (~0U / VLS_BANKS)))
		epochs = 1;
	WRITE_ONCE(vls_epoch, epochs * VLS_BANKS + bank);
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
	u64 returned = 0;
	size_t i;

	for (i = 0; i < sizeof(cells->fault) / sizeof(u64); i++)
		returned += fault[i];
	return cells->calls[VLS_HOOK_DO_SWAP_PAGE] +
	       cells->calls[VLS_HOOK_SHMEM_SWAPIN_FOLIO] - returned;
}

/*
 * What is under way will not be seen to end: a fault in flight is taken back, a retry whose
 * fallback is still to come becomes untracked.
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
	int ret = vls_hooks_arm();

	if (!ret && !vls_epoch)
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
	/* Arming anew would not help, and disarming would end what can come back by itself. */
	if (vls_epoch && !vls_hooks_live()) {
		pr_err("probes are switched off: kernel.ftrace_enabled, or kprobes/enabled in debugfs, is 0\n");
		return -EOPNOTSUPP;
	}
	return start();
}

int vls_control_enable(bool on)
{
	int ret;

	mutex_lock(&control_lock);
	ret = enable(on);
	mutex_unlock(&control_lock);
	return ret;
}

/* A call under way has no time of entry, or one that will not be used: it is not counted. */
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

/* Nothing that has begun without breakdowns ends with them, and the other way round. */
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

void vls_control_reset(void)
{
	unsigned int old;

	mutex_lock(&control_lock);
	old = bank;
	bank = (bank + 1) % VLS_BANKS;
	reset_ns = vls_clock();
	if (vls_epoch)
		epoch_begin();
	vls_hooks_forget_missed();
	vls_breakdown_new_bank();
	synchronize_rcu();
	vls_counters_clear(old);
	vls_breakdown_clear(old);
	mutex_unlock(&control_lock);
}

static void read_header(struct vls_header *head)
{
	int i;

	strscpy(head->kernel, init_utsname()->release, sizeof(head->kernel));
	head->vma_lock = VLS_HAVE_VMA_LOCK;
	head->counting = vls_epoch;
	head->timing = vls_timed();
	head->experiment = VLS_EXPERIMENT_NONE;
	for (i = 0; i < VLS_HOOK_NR; i++)
		head->hooks[i] = vls_hook_state_now(i);
	head->taken_ns = vls_clock();
	head->since_reset_ns = head->taken_ns - reset_ns;
}

/* What is no cell of a CPU, or not only. */
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
			.why = hook->error ? vls_hook_why(hook->error) : NULL,
			.error = hook->error,
		};
	}
	reading->direct = static_key_enabled(&vls_direct_key);
	reading->cpus = num_possible_cpus();
	reading->cpu_bytes = VLS_BANKS * sizeof(struct vls_bank) +
			     sizeof(struct vls_quota) + vls_breakdown_cpu_bytes();
	reading->shared_bytes = vls_compat_module_bytes() + vls_hooks_bytes() + vls_retries_bytes() +
				vls_active_faults_bytes() + vls_folio_waits_bytes() +
				vls_breakdown_bytes();
}

void vls_control_read(struct vls_reading *reading)
{
	struct vls_snapshot *snap = &reading->snap;

	mutex_lock(&control_lock);
	if (vls_epoch)
		vls_hooks_arm_late();
	read_header(&snap->head);
	/* First, for it moves records of dead tasks into abandoned. */
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

void vls_control_init(void)
{
	reset_ns = vls_clock();
}
