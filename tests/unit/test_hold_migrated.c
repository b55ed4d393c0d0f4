// SPDX-License-Identifier: GPL-2.0-only
/* The split of the time held where the scheduler's clocks of two CPUs differ. */
#define CONFIG_IRQ_TIME_ACCOUNTING 1
#include "unit.h"

#include "../../src/track/hold.c"

bool vls_timing = true;
static u64 clock_ns = 1000;

u64 ktime_get_mono_fast_ns(void)
{
	return clock_ns;
}

static struct task_struct task;
_Thread_local struct task_struct *current = &task;
static struct vls_hold hold;
static u64 ns[VLS_HELD_NR];

static void run(u64 time)
{
	clock_ns += time;
	task.se.sum_exec_runtime += time;
	task.se.exec_start += time;
}

/* @jump: how much the clock of the CPU that it wakes up on is ahead. */
static void sleep_and_move(u64 time, u64 jump)
{
	clock_ns += time;
	task.nvcsw++;
	task.se.exec_start += time + jump;
	task.se.nr_migrations += jump != 0;
}

static void split(u64 held)
{
	vls_hold_end(&hold, clock_ns);
	vls_hold_split(&hold, held, VLS_HELD_ASLEEP, ns);
}

static void clock_ahead(void **state)
{
	(void)state;
	vls_hold_begin(&hold);
	run(300);
	sleep_and_move(2000, 60000000000ULL);
	run(50);
	split(2350);
	assert_int_equal(ns[VLS_HELD_ASLEEP], 2000);
	assert_int_equal(ns[VLS_HELD_CPU], 350);
}

static void clock_behind(void **state)
{
	(void)state;
	vls_hold_begin(&hold);
	run(300);
	sleep_and_move(2000, -60000000000ULL);
	run(50);
	split(2350);
	assert_int_equal(ns[VLS_HELD_ASLEEP], 2000);
	assert_int_equal(ns[VLS_HELD_CPU], 350);
}

/* On the same CPU the difference of the sums is exact, a tick or not. */
static void not_moved(void **state)
{
	(void)state;
	vls_hold_begin(&hold);
	clock_ns += 300;
	sleep_and_move(2000, 0);
	clock_ns += 50;
	split(2350);
	assert_int_equal(ns[VLS_HELD_ASLEEP], 2000);
	assert_int_equal(ns[VLS_HELD_CPU], 350);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clock_ahead),
		cmocka_unit_test(clock_behind),
		cmocka_unit_test(not_moved),
	};

	return cmocka_run_group_tests_name("hold_migrated", tests, NULL, NULL);
}
