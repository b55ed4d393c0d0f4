// SPDX-License-Identifier: GPL-2.0-only
/* The split of the time that a fault lock was held, with a task that the test schedules. */
#include "unit.h"

#include "counters.h"
#include "track/hold.h"

bool vls_timing = true;
static u64 clock_ns;

u64 ktime_get_mono_fast_ns(void)
{
	return clock_ns;
}

static struct task_struct task;
_Thread_local struct task_struct *current = &task;
static struct vls_hold hold;
static u64 held_since;
static u64 ns[VLS_HELD_NR];

/* The scheduler accounts for the time since the last time, in a tick or a switch. */
static void tick(void)
{
	u64 ran = clock_ns - task.se.exec_start;

	task.se.sum_exec_runtime += ran;
	task.se.exec_start = clock_ns;
}

static void run(u64 time)
{
	clock_ns += time;
}

static void switched_in(u64 time)
{
	clock_ns += time;
	task.se.exec_start = clock_ns;
}

static void sleep_for(u64 time)
{
	tick();
	task.nvcsw++;
	switched_in(time);
}

static void preempted_for(u64 time)
{
	tick();
	task.nivcsw++;
	task.sched_info.run_delay += time;
	switched_in(time);
}

static void begin(void)
{
	/* A record is not zeroed before it is used again. */
	memset(&hold, 0xa5, sizeof(hold));
	vls_hold_begin(&hold);
	held_since = clock_ns;
}

static int setup(void **state)
{
	(void)state;
	clock_ns = 1000000;
	task = (struct task_struct){
		.se = { .exec_start = 900000, .sum_exec_runtime = 5000 },
		.sched_info = { .run_delay = 70 },
		.nvcsw = 3,
	};
	begin();
	return 0;
}

static void end_as(enum vls_held asleep)
{
	vls_hold_end(&hold, clock_ns);
	vls_hold_split(&hold, clock_ns - held_since, asleep, ns);
}

static void end(void)
{
	end_as(VLS_HELD_ASLEEP);
}

/* The whole split, in the order of enum vls_held. */
static void split_is(u64 read, u64 reclaim, u64 throttle, u64 folio_wait, u64 cpu,
		     u64 runnable, u64 asleep)
{
	const u64 want[] = { read, reclaim, throttle, folio_wait, cpu, runnable, asleep };
	int i;

	assert_int_equal(VLS_HELD_NR, sizeof(want) / sizeof(*want));
	for (i = 0; i < VLS_HELD_NR; i++)
		assert_int_equal(ns[i], want[i]);
}

static void only_runs(void **state)
{
	(void)state;
	run(300);
	tick();
	run(50);
	assert_true(vls_hold_on_cpu(&hold));
	end();
	split_is(0, 0, 0, 0, 350, 0, 0);
	assert_false(vls_hold_on_cpu(&hold));
}

static void off_the_cpu(void **state)
{
	(void)state;
	run(10);
	sleep_for(400);
	run(20);
	preempted_for(3000);
	tick();
	run(7);
	assert_false(vls_hold_on_cpu(&hold));
	end();
	split_is(0, 0, 0, 0, 37, 3000, 400);
}

/* What came before the hold, and what comes after its end, is not part of it. */
static void begins_and_ends(void **state)
{
	(void)state;
	sleep_for(5000);
	preempted_for(600);
	begin();
	run(5);
	sleep_for(40);
	vls_hold_end(&hold, clock_ns);
	held_since = clock_ns - 45;
	sleep_for(9000);
	preempted_for(800);
	/* Again, when do_swap_page() returns. */
	vls_hold_end(&hold, clock_ns);
	vls_hold_split(&hold, 45, VLS_HELD_ASLEEP, ns);
	split_is(0, 0, 0, 0, 5, 0, 40);
}

/* All of it, whatever the task does in there; and not a second time as off the CPU. */
static void measured(void **state)
{
	static const u8 whats[] = { VLS_HELD_READ, VLS_HELD_RECLAIM, VLS_HELD_THROTTLE };
	u64 want[VLS_HELD_NR];
	unsigned int i;
	u8 before;
	int j;

	(void)state;
	for (i = 0; i < sizeof(whats); i++) {
		begin();
		sleep_for(3);
		before = vls_hold_enter(&hold, whats[i], clock_ns);
		run(100);
		sleep_for(2000);
		preempted_for(30000);
		vls_hold_leave(&hold, before, clock_ns);
		preempted_for(40);
		run(5);
		end();
		memset(want, 0, sizeof(want));
		want[whats[i]] = 32100;
		want[VLS_HELD_ASLEEP] = 3;
		want[VLS_HELD_RUNNABLE] = 40;
		want[VLS_HELD_CPU] = 5;
		for (j = 0; j < VLS_HELD_NR; j++)
			assert_int_equal(ns[j], want[j]);
	}
}

static void measured_on_the_cpu(void **state)
{
	(void)state;
	vls_hold_leave(&hold, vls_hold_enter(&hold, VLS_HELD_READ, clock_ns), clock_ns);
	/* Not all of it is cpu, so it is no plain fault. */
	assert_false(vls_hold_on_cpu(&hold));
	end();
	split_is(0, 0, 0, 0, 0, 0, 0);
}

/* What is nested counts once, as the innermost, and what it has interrupted goes on. */
static void nested_reclaim(void **state)
{
	static const u8 outers[] = { VLS_HELD_READ, VLS_HELD_THROTTLE };
	unsigned int i;
	u8 before, inner;

	(void)state;
	for (i = 0; i < sizeof(outers); i++) {
		begin();
		run(1);
		before = vls_hold_enter(&hold, outers[i], clock_ns);
		assert_int_equal(before, VLS_HELD_NONE);
		run(20);
		sleep_for(10);
		inner = vls_hold_enter(&hold, VLS_HELD_RECLAIM, clock_ns);
		assert_int_equal(inner, outers[i]);
		run(300);
		sleep_for(100);
		preempted_for(50);
		vls_hold_leave(&hold, inner, clock_ns);
		preempted_for(4000);
		vls_hold_leave(&hold, before, clock_ns);
		sleep_for(60000);
		end();
		if (outers[i] == VLS_HELD_READ)
			split_is(4030, 450, 0, 0, 1, 0, 60000);
		else
			split_is(0, 450, 4030, 0, 1, 0, 60000);
	}
}

static void again(void **state)
{
	u8 before;
	int i;

	(void)state;
	for (i = 0; i < 3; i++) {
		before = vls_hold_enter(&hold, VLS_HELD_RECLAIM, clock_ns);
		run(10);
		vls_hold_leave(&hold, before, clock_ns);
		run(1);
		before = vls_hold_enter(&hold, VLS_HELD_READ, clock_ns);
		sleep_for(200);
		vls_hold_leave(&hold, before, clock_ns);
	}
	end();
	split_is(600, 30, 0, 0, 3, 0, 0);
}

/*
 * It waits for a folio until it returns: only the sleep is the wait, also when it has to
 * wait for a CPU, run, or reclaim after it.
 */
static void folio_wait(void **state)
{
	u8 inner;

	(void)state;
	run(2);
	vls_hold_enter(&hold, VLS_HELD_FOLIO_WAIT, clock_ns);
	run(30);
	sleep_for(5000);
	preempted_for(700);
	run(1);
	inner = vls_hold_enter(&hold, VLS_HELD_RECLAIM, clock_ns);
	assert_int_equal(inner, VLS_HELD_FOLIO_WAIT);
	sleep_for(60);
	vls_hold_leave(&hold, inner, clock_ns);
	preempted_for(8);
	end();
	split_is(0, 60, 0, 5000, 33, 708, 0);
	assert_int_equal(hold.measured_ns[VLS_HELD_FOLIO_WAIT], 5000);
}

/* It is read by the one who times the wait, so it must not be there without one. */
static void lock_dropped(void **state)
{
	u8 before = vls_hold_enter(&hold, VLS_HELD_READ, clock_ns);

	(void)state;
	run(100);
	/* In the middle of it. */
	vls_hold_end(&hold, clock_ns);
	assert_int_equal(hold.doing, VLS_HELD_NONE);
	vls_hold_split(&hold, 100, VLS_HELD_ASLEEP, ns);
	split_is(100, 0, 0, 0, 0, 0, 0);
	/* The function that reads returns later. */
	sleep_for(1000);
	vls_hold_leave(&hold, before, clock_ns);
	vls_hold_split(&hold, 100, VLS_HELD_ASLEEP, ns);
	split_is(100, 0, 0, 0, 0, 0, 0);
}

/* For a migration entry, the sleep is the wait for the migration. */
static void sleep_with_a_name(void **state)
{
	(void)state;
	run(10);
	sleep_for(200);
	preempted_for(3000);
	end_as(VLS_HELD_FOLIO_WAIT);
	split_is(0, 0, 0, 200, 10, 3000, 0);
}

/* Two clocks: that of the scheduler may say more than the lock was held. */
static void more_off_the_cpu_than_held(void **state)
{
	(void)state;
	sleep_for(300);
	preempted_for(500);
	vls_hold_end(&hold, clock_ns);
	vls_hold_split(&hold, 600, VLS_HELD_ASLEEP, ns);
	split_is(0, 0, 0, 0, 0, 500, 100);
	vls_hold_split(&hold, 400, VLS_HELD_ASLEEP, ns);
	split_is(0, 0, 0, 0, 0, 400, 0);
	vls_hold_split(&hold, 0, VLS_HELD_ASLEEP, ns);
	split_is(0, 0, 0, 0, 0, 0, 0);
}

static void more_measured_than_held(void **state)
{
	u8 before = vls_hold_enter(&hold, VLS_HELD_READ, clock_ns);

	(void)state;
	run(100);
	before = vls_hold_enter(&hold, VLS_HELD_RECLAIM, clock_ns);
	run(50);
	vls_hold_leave(&hold, before, clock_ns);
	sleep_for(10);
	vls_hold_end(&hold, clock_ns);
	vls_hold_split(&hold, 120, VLS_HELD_ASLEEP, ns);
	split_is(110, 10, 0, 0, 0, 0, 0);
}

/* A step back is no time at all, and not nearly 2^64. */
static void clocks_step_back(void **state)
{
	u8 before = vls_hold_enter(&hold, VLS_HELD_RECLAIM, clock_ns);

	(void)state;
	run(40);
	task.se.exec_start -= 500;
	task.sched_info.run_delay -= 5;
	vls_hold_leave(&hold, before, clock_ns);
	run(60);
	end();
	split_is(0, 40, 0, 0, 60, 0, 0);

	begin();
	before = vls_hold_enter(&hold, VLS_HELD_READ, clock_ns);
	vls_hold_leave(&hold, before, clock_ns - 30);
	run(9);
	end();
	split_is(0, 0, 0, 0, 9, 0, 0);

	/* More in one part of it than in the whole. */
	begin();
	before = vls_hold_enter(&hold, VLS_HELD_READ, clock_ns);
	sleep_for(80);
	vls_hold_leave(&hold, before, clock_ns);
	task.se.exec_start -= 20;
	run(3);
	end();
	split_is(80, 0, 0, 0, 3, 0, 0);

	/* Longer ready to run than off the CPU. */
	begin();
	preempted_for(100);
	task.sched_info.run_delay += 30;
	run(5);
	end();
	split_is(0, 0, 0, 0, 5, 100, 0);
}

static void counts(void **state)
{
	static struct vls_bank bank;
	u64 read, *cells;
	u8 before;
	int i, lock;

	(void)state;
	for (i = 0; i < 2; i++) {
		begin();
		before = vls_hold_enter(&hold, VLS_HELD_READ, clock_ns);
		run(100 + i);
		vls_hold_leave(&hold, before, clock_ns);
		sleep_for(20);
		vls_hold_count(&hold, &bank, VLS_LOCK_MMAP, VLS_HELD_ASLEEP,
			       clock_ns - held_since, clock_ns, ns);
		split_is(100 + i, 0, 0, 0, 0, 0, 20);
	}
	for (lock = 0; lock < VLS_LOCK_NR; lock++) {
		cells = bank.cells.hold_ns[lock];
		read = lock == VLS_LOCK_MMAP ? 201 : 0;
		assert_int_equal(cells[VLS_HELD_READ], read);
		assert_int_equal(cells[VLS_HELD_ASLEEP], read ? 40 : 0);
		assert_int_equal(cells[VLS_HELD_CPU], 0);
	}
}

/* Any of it in any order: against a model that adds up as it goes, to the nanosecond. */
#define MODEL_ROUNDS	20000
#define MODEL_STEPS	40

static unsigned int seed;

static unsigned int pick(unsigned int n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 16) % n;
}

struct model {
	u64 ns[VLS_HELD_NR];
	u8 stack[MODEL_STEPS + 1];
	int depth;
};

static void model_pass(struct model *model, u64 time, enum vls_held how)
{
	u8 inside = model->depth ? model->stack[model->depth - 1] : VLS_HELD_NONE;

	if (inside == VLS_HELD_NONE)
		model->ns[how] += time;
	else if (inside != VLS_HELD_FOLIO_WAIT)
		model->ns[inside] += time;
	else
		model->ns[how == VLS_HELD_ASLEEP ? VLS_HELD_FOLIO_WAIT : how] += time;
}

static void model_enter(struct model *model, u8 *before)
{
	u8 what = pick(VLS_HELD_MEASURED);

	before[model->depth] = vls_hold_enter(&hold, what, clock_ns);
	model->stack[model->depth++] = what;
}

static void model_step(struct model *model, u8 *before)
{
	u64 time = pick(1000);

	switch (pick(6)) {
	case 0:
		run(time);
		model_pass(model, time, VLS_HELD_CPU);
		break;
	case 1:
		sleep_for(time);
		model_pass(model, time, VLS_HELD_ASLEEP);
		break;
	case 2:
		preempted_for(time);
		model_pass(model, time, VLS_HELD_RUNNABLE);
		break;
	case 3:
		tick();
		break;
	case 4:
		model_enter(model, before);
		break;
	default:
		if (model->depth)
			vls_hold_leave(&hold, before[--model->depth], clock_ns);
	}
}

static void any_order(void **state)
{
	u8 before[MODEL_STEPS];
	struct model model;
	int round, step, i;
	u64 all;

	(void)state;
	for (round = 0; round < MODEL_ROUNDS; round++) {
		memset(&model, 0, sizeof(model));
		begin();
		for (step = 0; step < MODEL_STEPS; step++)
			model_step(&model, before);
		end();
		for (i = 0, all = 0; i < VLS_HELD_NR; i++) {
			assert_int_equal(ns[i], model.ns[i]);
			all += ns[i];
		}
		assert_int_equal(all, clock_ns - held_since);
	}
}

/* Whatever the clocks say, the sum is what was held. */
static void sums_are_exact(void **state)
{
	u64 held, all;
	int round, i;

	(void)state;
	for (round = 0; round < MODEL_ROUNDS; round++) {
		begin();
		hold.flags = pick(2) ? VLS_HOLD_MEASURED : 0;
		hold.begin.off_cpu = pick(1000);
		hold.begin.run_delay = pick(1000);
		for (i = 0; i < VLS_HELD_MEASURED; i++)
			hold.measured_ns[i] = pick(4) ? 0 : pick(1000);
		hold.measured.off_cpu = pick(1000);
		hold.measured.run_delay = pick(1000);
		held = pick(2000);
		vls_hold_split(&hold, held, pick(2) ? VLS_HELD_ASLEEP : VLS_HELD_FOLIO_WAIT, ns);
		for (i = 0, all = 0; i < VLS_HELD_NR; i++)
			all += ns[i];
		assert_int_equal(all, held);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(only_runs, setup),
		cmocka_unit_test_setup(off_the_cpu, setup),
		cmocka_unit_test_setup(begins_and_ends, setup),
		cmocka_unit_test_setup(measured, setup),
		cmocka_unit_test_setup(measured_on_the_cpu, setup),
		cmocka_unit_test_setup(nested_reclaim, setup),
		cmocka_unit_test_setup(again, setup),
		cmocka_unit_test_setup(folio_wait, setup),
		cmocka_unit_test_setup(lock_dropped, setup),
		cmocka_unit_test_setup(sleep_with_a_name, setup),
		cmocka_unit_test_setup(more_off_the_cpu_than_held, setup),
		cmocka_unit_test_setup(more_measured_than_held, setup),
		cmocka_unit_test_setup(clocks_step_back, setup),
		cmocka_unit_test_setup(counts, setup),
		cmocka_unit_test_setup(any_order, setup),
		cmocka_unit_test_setup(sums_are_exact, setup),
	};

	return cmocka_run_group_tests_name("hold", tests, NULL, NULL);
}
