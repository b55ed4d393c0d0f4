/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a task did while it held a fault lock: the split of one sample of hold.*.
 *
 * Reading, reclaim and throttling are measured between the entry and the return of what does
 * them. The rest is split with what the scheduler knows of the task: the time that it was off
 * the CPU, and how much of that it was ready to run.
 */
#ifndef VLS_HOLD_H
#define VLS_HOLD_H

#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/types.h>

#include "compat.h"
#include "counters.h"
#include "vmalockstat/labels.h"

/* Those that are measured: the first of enum vls_held. */
#define VLS_HELD_MEASURED	VLS_HELD_CPU
/* None of these is going on. */
#define VLS_HELD_NONE		VLS_HELD_NR

#define VLS_HOLD_MEASURED	0x1	/* something was measured: measured_ns is valid */
#define VLS_HOLD_ENDED		0x2	/* before the function returns: the lock was dropped */
#define VLS_HOLD_READ		0x4	/* the task has read from swap */

/*
 * With these options the scheduler's clock leaves out interrupts, or what a hypervisor gives
 * to others, of each CPU: that of two CPUs may differ by minutes.
 */
#if defined(CONFIG_IRQ_TIME_ACCOUNTING) || defined(CONFIG_PARAVIRT_TIME_ACCOUNTING)
#define VLS_TASK_CLOCKS_DIFFER	1
#else
#define VLS_TASK_CLOCKS_DIFFER	0
#endif

/* Of the current task at some time, all in nanoseconds but of no known origin. */
struct vls_task_times {
	u64 off_cpu;		/* how long it has been off the CPU */
	u64 run_delay;		/* how much of that it was ready to run */
#if VLS_TASK_CLOCKS_DIFFER
	u64 ran;		/* how long it has run, until the last tick or switch */
	u64 migrations;		/* how often it has moved to another CPU */
	u64 now;		/* vls_clock() */
#endif
};

struct vls_hold {
	/* From vls_hold_begin() on. */
	struct vls_task_times begin;	/* after vls_hold_end(): from begin to end */
	unsigned long switches;		/* context switches of the task */
	u8 doing;			/* enum vls_held, or VLS_HELD_NONE */
	u8 resume;			/* what reclaim has interrupted */
	u8 flags;			/* VLS_HOLD_* */
	u8 unused;			/* so that the four are written at once */
	/* From the first vls_hold_enter() on. */
	u64 measured_ns[VLS_HELD_MEASURED];
	struct vls_task_times measured;	/* in all of these */
	u64 since_ns;			/* when the task began what it is doing */
	struct vls_task_times since;
};

/*
 * The two sums of the scheduler change by the same amount while the task runs, whenever they
 * are updated, and only exec_start does while it does not. A tick may update them in between
 * the two reads: read again. Another CPU may too, one after the other; then the difference
 * is wrong by the time since the last update, for some nanoseconds.
 */
static __always_inline u64 vls_task_off_cpu(void)
{
	const struct sched_entity *se = &current->se;
	u64 start, sum;

	do {
		start = READ_ONCE(se->exec_start);
		sum = READ_ONCE(se->sum_exec_runtime);
	} while (unlikely(READ_ONCE(se->exec_start) != start));
	return start - sum;
}

static __always_inline struct vls_task_times vls_task_times_now(void)
{
	return (struct vls_task_times){
		.off_cpu = vls_task_off_cpu(),
		.run_delay = vls_compat_run_delay(),
#if VLS_TASK_CLOCKS_DIFFER
		.ran = READ_ONCE(current->se.sum_exec_runtime),
		.migrations = READ_ONCE(current->se.nr_migrations),
		.now = vls_clock(),
#endif
	};
}

static __always_inline unsigned long vls_task_switches(void)
{
	return current->nvcsw + current->nivcsw;
}

/* Was the current task switched to another one since vls_hold_begin()? */
static __always_inline bool vls_hold_switched(const struct vls_hold *hold)
{
	return hold->switches != vls_task_switches();
}

/**
 * vls_hold_begin() - the current task holds a fault lock
 * @hold: of its fault, filled in
 *
 * In a handler, while times are taken.
 */
static __always_inline void vls_hold_begin(struct vls_hold *hold)
{
	hold->begin = vls_task_times_now();
	hold->switches = vls_task_switches();
	hold->doing = VLS_HELD_NONE;
	hold->resume = VLS_HELD_NONE;
	hold->flags = 0;
	hold->unused = 0;
}

/* Nothing has been measured yet: make the fields valid that need it. */
static __always_inline void vls_hold_measure(struct vls_hold *hold)
{
	int i;

	for (i = 0; i < VLS_HELD_MEASURED; i++)
		hold->measured_ns[i] = 0;
	hold->measured = (struct vls_task_times){};
	hold->flags |= VLS_HOLD_MEASURED;
}

/**
 * vls_hold_enter() - begin to measure what the task does
 * @hold: of its fault
 * @what: of the first VLS_HELD_MEASURED; no time counts twice, so what the task was doing
 *	before is interrupted
 * @now: vls_clock()
 *
 * In a handler. Return: what it was doing before, for vls_hold_leave().
 */
u8 vls_hold_enter(struct vls_hold *hold, u8 what, u64 now);

/**
 * vls_hold_leave() - end what vls_hold_enter() began
 * @hold: of its fault
 * @before: what it returned
 * @now: vls_clock()
 *
 * In a handler.
 */
void vls_hold_leave(struct vls_hold *hold, u8 before, u64 now);

/*
 * vls_hold_enter() and vls_hold_leave() for a task that was running all the time and has
 * nothing measured yet, in a few instructions.
 */
static __always_inline u8 vls_hold_enter_fast(struct vls_hold *hold, u8 what, u64 now)
{
	if (unlikely(hold->flags || vls_hold_switched(hold)))
		return vls_hold_enter(hold, what, now);
	vls_hold_measure(hold);
	hold->doing = what;
	hold->since_ns = now;
	hold->since = hold->begin;
	return VLS_HELD_NONE;
}

static __always_inline void vls_hold_leave_fast(struct vls_hold *hold, u8 what, u8 before,
						u64 now)
{
	if (unlikely(before != VLS_HELD_NONE || hold->doing != what ||
		     hold->flags & VLS_HOLD_ENDED || vls_hold_switched(hold))) {
		vls_hold_leave(hold, before, now);
		return;
	}
	hold->measured_ns[what] += vls_elapsed(hold->since_ns, now);
	hold->doing = VLS_HELD_NONE;
}

/**
 * vls_hold_end() - the fault lock has been dropped, or is about to be
 * @hold: of the fault
 * @now: vls_clock()
 *
 * In a handler.
 */
void vls_hold_end(struct vls_hold *hold, u64 now);

/**
 * vls_hold_split() - split the time that a fault lock was held
 * @hold: of the fault, ended
 * @held: how long it was held, in nanoseconds
 * @asleep: what the task did while it slept: VLS_HELD_ASLEEP if that is not known
 * @ns: filled in; the sum is @held
 *
 * Any context.
 */
void vls_hold_split(const struct vls_hold *hold, u64 held, enum vls_held asleep,
		    u64 ns[VLS_HELD_NR]);

/**
 * vls_hold_count() - end a hold, split it and count it
 * @hold: of the fault
 * @bank: in which to count
 * @lock: which lock
 * @asleep: as for vls_hold_split()
 * @held: how long it was held, in nanoseconds
 * @now: vls_clock()
 * @ns: filled in, as by vls_hold_split()
 *
 * In a handler, when the function returns.
 */
void vls_hold_count(struct vls_hold *hold, struct vls_bank __percpu *bank, enum vls_lock lock,
		    enum vls_held asleep, u64 held, u64 now, u64 ns[VLS_HELD_NR]);

/**
 * vls_hold_on_cpu() - whether the task was running all the time, and nothing was measured
 * @hold: of its fault
 *
 * In a handler, when the function returns. Return: true if VLS_HELD_CPU is all there is.
 */
static __always_inline bool vls_hold_on_cpu(const struct vls_hold *hold)
{
	return !hold->flags && !vls_hold_switched(hold);
}

/**
 * vls_hold_only_read() - whether the task was running all the time, and read for some of it
 * @hold: of its fault
 *
 * In a handler, when the function returns. Return: true if VLS_HELD_READ, which is
 * hold->measured_ns[VLS_HELD_READ], and VLS_HELD_CPU are all there is, and nothing else was
 * measured.
 */
static __always_inline bool vls_hold_only_read(const struct vls_hold *hold)
{
	return hold->flags == (VLS_HOLD_MEASURED | VLS_HOLD_READ) &&
	       !vls_hold_switched(hold) && !hold->measured_ns[VLS_HELD_RECLAIM] &&
	       !hold->measured_ns[VLS_HELD_THROTTLE];
}

#endif /* VLS_HOLD_H */
