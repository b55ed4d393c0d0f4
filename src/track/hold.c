// SPDX-License-Identifier: GPL-2.0-only
/* Splits the time that a fault lock was held. */
#include <linux/kprobes.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "track/hold.h"

/* A clock may step back by a little when a task moves to another CPU. */
static u64 difference(u64 from, u64 to)
{
	return (s64)(to - from) > 0 ? to - from : 0;
}
NOKPROBE_SYMBOL(difference);

/* @now - @from. What the task has run since the last tick is lost where clocks differ. */
static u64 off_cpu_between(const struct vls_task_times *from, const struct vls_task_times *now)
{
#if VLS_TASK_CLOCKS_DIFFER
	if (from->migrations != now->migrations)
		return difference(now->ran - from->ran, vls_elapsed(from->now, now->now));
#endif
	return difference(from->off_cpu, now->off_cpu);
}
NOKPROBE_SYMBOL(off_cpu_between);

/* A task that was not switched since the lock was taken was on its CPU all the time. */
static struct vls_task_times task_times_now(const struct vls_hold *hold)
{
	return vls_hold_switched(hold) ? vls_task_times_now() : hold->begin;
}
NOKPROBE_SYMBOL(task_times_now);

static struct vls_task_times task_times_since(const struct vls_hold *hold,
					      const struct vls_task_times *from)
{
	struct vls_task_times now;

	if (!vls_hold_switched(hold))
		return (struct vls_task_times){};
	now = vls_task_times_now();

	now.off_cpu = off_cpu_between(from, &now);
	now.run_delay = difference(from->run_delay, now.run_delay);
	return now;
}
NOKPROBE_SYMBOL(task_times_since);

/*
 * Add the time since hold->since_ns to what the task is doing. It waits for a folio from the
 * entry of the function that waits until do_swap_page() returns, as no hook sees it wake up:
 * of that only the time that it slept counts.
 */
static void measure(struct vls_hold *hold, u64 now)
{
	struct vls_task_times spent;
	u64 ns;

	if (hold->doing == VLS_HELD_NONE)
		return;
	spent = task_times_since(hold, &hold->since);
	ns = vls_elapsed(hold->since_ns, now);
	if (hold->doing == VLS_HELD_FOLIO_WAIT) {
		ns = difference(spent.run_delay, spent.off_cpu);
		spent = (struct vls_task_times){ .off_cpu = ns };
	}
	hold->measured_ns[hold->doing] += ns;
	hold->measured.off_cpu += spent.off_cpu;
	hold->measured.run_delay += spent.run_delay;
}
NOKPROBE_SYMBOL(measure);

static void set_doing(struct vls_hold *hold, u8 what, u64 now)
{
	hold->doing = what;
	hold->since_ns = now;
	hold->since = task_times_now(hold);
}
NOKPROBE_SYMBOL(set_doing);

u8 vls_hold_enter(struct vls_hold *hold, u8 what, u64 now)
{
	u8 before = hold->doing;

	if (!(hold->flags & VLS_HOLD_MEASURED))
		vls_hold_measure(hold);
	measure(hold, now);
	set_doing(hold, what, now);
	return before;
}
NOKPROBE_SYMBOL(vls_hold_enter);

void vls_hold_leave(struct vls_hold *hold, u8 before, u64 now)
{
	measure(hold, now);
	set_doing(hold, before, now);
}
NOKPROBE_SYMBOL(vls_hold_leave);

void vls_hold_end(struct vls_hold *hold, u64 now)
{
	if (hold->flags & VLS_HOLD_ENDED)
		return;
	measure(hold, now);
	hold->doing = VLS_HELD_NONE;
	hold->begin = task_times_since(hold, &hold->begin);
	hold->flags |= VLS_HOLD_ENDED;
}
NOKPROBE_SYMBOL(vls_hold_end);

/* Move up to @want from @rest to @ns. */
static void take(u64 *ns, u64 want, u64 *rest)
{
	u64 n = min(want, *rest);

	*ns += n;
	*rest -= n;
}
NOKPROBE_SYMBOL(take);

void vls_hold_split(const struct vls_hold *hold, u64 held, enum vls_held asleep,
		    u64 ns[VLS_HELD_NR])
{
	struct vls_task_times rest = hold->begin;
	int i;

	memset(ns, 0, VLS_HELD_NR * sizeof(*ns));
	if (hold->flags & VLS_HOLD_MEASURED) {
		for (i = 0; i < VLS_HELD_MEASURED; i++)
			take(&ns[i], hold->measured_ns[i], &held);
		rest.off_cpu = difference(hold->measured.off_cpu, rest.off_cpu);
		rest.run_delay = difference(hold->measured.run_delay, rest.run_delay);
	}
	rest.run_delay = min(rest.run_delay, rest.off_cpu);
	take(&ns[VLS_HELD_RUNNABLE], rest.run_delay, &held);
	take(&ns[asleep], rest.off_cpu - rest.run_delay, &held);
	ns[VLS_HELD_CPU] += held;
}
NOKPROBE_SYMBOL(vls_hold_split);

void vls_hold_count(struct vls_hold *hold, struct vls_bank __percpu *bank, enum vls_lock lock,
		    enum vls_held asleep, u64 held, u64 now, u64 ns[VLS_HELD_NR])
{
	int i;

	vls_hold_end(hold, now);
	vls_hold_split(hold, held, asleep, ns);
	for (i = 0; i < VLS_HELD_NR; i++)
		if (ns[i])
			this_cpu_add(bank->cells.hold_ns[lock][i], ns[i]);
}
NOKPROBE_SYMBOL(vls_hold_count);
