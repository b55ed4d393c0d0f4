// SPDX-License-Identifier: GPL-2.0-only
/*
 * The counters: one set of cells per CPU, written by the handlers without any
 * lock, and the moments at which all of them start, stop or go to zero.
 *
 * Those moments are taken with all CPUs stopped. They are rare (somebody
 * asked for one) and it makes each a single point in time: no handler is half
 * way through, so no identity between cells can break.
 */
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/stop_machine.h>

#include "breakdown.h"
#include "hook.h"
#include "pending.h"
#include "stats.h"
#include "times.h"

struct vls_cells __percpu *vls_cells;
u32 vls_period;

/* The number of the last period, also while counting is off. */
static u32 last_period;
static u64 zeroed_at;
/* One switch at a time; handlers never take it. */
static DEFINE_MUTEX(switch_lock);

#define CELLS_FAULTS	(offsetof(struct vls_cells, entered) / sizeof(u64))
#define CELLS_ALL	(sizeof(struct vls_cells) / sizeof(u64))

static void sum_cells(struct vls_cells *sum, size_t from, size_t to)
{
	u64 *dst = (u64 *)sum;
	size_t i;
	int cpu;

	for_each_possible_cpu(cpu) {
		const u64 *src = (const u64 *)per_cpu_ptr(vls_cells, cpu);

		for (i = from; i < to; i++)
			dst[i] += READ_ONCE(src[i]);
	}
}

static u64 faults_returned(const struct vls_cells *cells)
{
	const u64 *fault = &cells->fault[0][0][0];
	u64 sum = 0;
	size_t i;

	for (i = 0; i < sizeof(cells->fault) / sizeof(u64); i++)
		sum += fault[i];
	return sum;
}

static u64 faults_in_flight(const struct vls_cells *cells)
{
	return cells->entered[VLS_HOOK_DO_SWAP_PAGE] - faults_returned(cells);
}

static void new_period(void)
{
	if (!++last_period)
		last_period = 1;
}

static int start_stopped(void *unused)
{
	new_period();
	WRITE_ONCE(vls_period, last_period);
	return 0;
}

/*
 * What is under way will not be seen to end: a fault in flight is taken back,
 * a retry whose fallback is still to come becomes untracked.
 */
static int stop_stopped(void *sum)
{
	struct vls_cells *cells = this_cpu_ptr(vls_cells);
	u64 in_flight;

	memset(sum, 0, sizeof(struct vls_cells));
	sum_cells(sum, 0, CELLS_ALL);
	in_flight = faults_in_flight(sum);
	cells->entered[VLS_HOOK_DO_SWAP_PAGE] -= in_flight;
	cells->untracked += vls_pending_count(vls_period);
	WRITE_ONCE(vls_period, 0);
	return 0;
}

static int reset_stopped(void *unused)
{
	int cpu;

	for_each_possible_cpu(cpu)
		memset(per_cpu_ptr(vls_cells, cpu), 0, sizeof(struct vls_cells));
	vls_times_zero();
	vls_breakdown_zero();
	vls_hooks_zero_missed();
	new_period();
	if (vls_period)
		WRITE_ONCE(vls_period, last_period);
	WRITE_ONCE(zeroed_at, ktime_get_mono_fast_ns());
	return 0;
}

/* Count from now on. */
void vls_stats_start(void)
{
	mutex_lock(&switch_lock);
	if (!vls_period)
		stop_machine(start_stopped, NULL, NULL);
	mutex_unlock(&switch_lock);
}

/* Count no more; what has been counted stays readable. */
void vls_stats_stop(void)
{
	static struct vls_cells sum;	/* too large for the stack */

	mutex_lock(&switch_lock);
	if (vls_period)
		stop_machine(stop_stopped, &sum, NULL);
	mutex_unlock(&switch_lock);
}

/* Zero everything; what is in flight now is not counted afterwards. */
void vls_stats_reset(void)
{
	mutex_lock(&switch_lock);
	stop_machine(reset_stopped, NULL, NULL);
	mutex_unlock(&switch_lock);
}

/* Fill @snap, which may be large but never slows a fault. */
void vls_stats_snapshot(struct vls_snapshot *snap)
{
	int i;

	memset(snap, 0, sizeof(*snap));
	mutex_lock(&switch_lock);
	snap->counting = vls_period != 0;
	snap->timed = vls_timed();
	snap->period_ns = ktime_get_mono_fast_ns() - zeroed_at;
	/* First, for it moves records of dead tasks into abandoned. */
	snap->retry_pending = vls_pending_reap();
	vls_times_sum(&snap->times);
	sum_cells(&snap->cells, 0, CELLS_FAULTS);
	/* Pairs with the order of a fault: entered, then returned. */
	smp_rmb();
	sum_cells(&snap->cells, CELLS_FAULTS, CELLS_ALL);
	snap->in_flight = faults_in_flight(&snap->cells);
	for (i = 0; i < VLS_HOOK_NR; i++)
		snap->missed[i] = vls_hook_missed(i, &snap->cells);
	snap->cells.vma_lock[VLS_VMA_LOCK_ATTEMPT] =
		snap->cells.entered[VLS_HOOK_VMA_LOCK] +
		snap->missed[VLS_HOOK_VMA_LOCK];
	mutex_unlock(&switch_lock);
}

void vls_stats_lock(void)
{
	mutex_lock(&switch_lock);
}

void vls_stats_unlock(void)
{
	mutex_unlock(&switch_lock);
}

int vls_stats_init(void)
{
	vls_cells = alloc_percpu(struct vls_cells);
	if (!vls_cells)
		return -ENOMEM;
	zeroed_at = ktime_get_mono_fast_ns();
	return 0;
}

void vls_stats_exit(void)
{
	free_percpu(vls_cells);
}
