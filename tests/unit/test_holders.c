// SPDX-License-Identifier: GPL-2.0-only
/* The table of the tasks that hold a fault lock, which others read. */
#include <pthread.h>

#include "unit.h"

#include "clock.h"
#include "track/holders.h"

_Thread_local struct task_struct *current;

#define NR_TASKS	4096
static struct task_struct tasks[NR_TASKS];
static struct vls_holder *slots[NR_TASKS];

/* Of the kernel: no two readings are the same. */
u64 ktime_get_mono_fast_ns(void)
{
	static u64 now;

	return __atomic_add_fetch(&now, 1, __ATOMIC_RELAXED);
}

static int setup(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < NR_TASKS; i++)
		tasks[i] = (struct task_struct){ .pid = i + 1, .start_time = 7 * i };
	return vls_holders_alloc(256);
}

static int teardown(void **state)
{
	(void)state;
	vls_holders_exit();
	return 0;
}

/* The lock and the epoch say which task it is, too. */
static bool put(int task)
{
	current = &tasks[task];
	slots[task] = vls_holder_put(task % VLS_LOCK_NR, task);
	return slots[task];
}

static void drop(int task)
{
	current = &tasks[task];
	vls_holder_drop(slots[task]);
}

static bool is_whole(const struct vls_holder_view *view)
{
	int task = view->pid - 1;

	return task >= 0 && task < NR_TASKS && view->start_time == 7ULL * task &&
	       view->epoch == (u32)task && view->lock == task % VLS_LOCK_NR;
}

/* Return: the slot of @task, with what is in it, or -1. */
static int find(int task, struct vls_holder_view *view)
{
	unsigned int i;

	for (i = 0; i < vls_holders_nr(); i++)
		if (vls_holder_read(i, view) && view->pid == task + 1)
			return i;
	return -1;
}

static unsigned int count(void)
{
	struct vls_holder_view view;
	unsigned int i, n = 0;

	for (i = 0; i < vls_holders_nr(); i++) {
		if (!vls_holder_read(i, &view))
			continue;
		assert_true(is_whole(&view));
		n++;
	}
	return n;
}

static void one_task(void **state)
{
	struct vls_holder_view view;
	u64 before = vls_clock();
	int i;

	(void)state;
	assert_true(put(5));
	i = find(5, &view);
	assert_true(i >= 0);
	assert_true(is_whole(&view));
	assert_in_range(view.entered_ns, before + 1, vls_clock() - 1);
	assert_true(vls_holder_is(i, &view));
	drop(5);
	assert_false(vls_holder_is(i, &view));
	assert_int_equal(count(), 0);
	/* The next fault of the same task, in the same slot. */
	assert_true(put(5));
	assert_false(vls_holder_is(i, &view));
	assert_int_equal(find(5, &view), i);
	drop(5);
}

/* As many as max_faults find a slot; one that is left behind takes no other with it. */
static void full(void **state)
{
	unsigned int taken = 0;
	int i;

	(void)state;
	assert_true(put(0));
	for (i = 1; i < NR_TASKS; i++) {
		bool in = put(i);

		taken += in;
		if (i < 256)
			assert_true(in);
	}
	assert_int_equal(count(), taken + 1);
	assert_in_range(taken, 255, 512 + 16 - 1);
	for (i = 1; i < NR_TASKS; i++)
		if (slots[i])
			drop(i);
	assert_int_equal(count(), 1);
	drop(0);
}

static void allocated_once(void **state)
{
	size_t bytes = vls_holders_bytes();

	(void)state;
	assert_true(put(3));
	assert_int_equal(vls_holders_alloc(4096), 0);
	assert_int_equal(vls_holders_bytes(), bytes);
	assert_int_equal(count(), 1);
	drop(3);
	vls_holders_exit();
	assert_int_equal(vls_holders_nr(), 0);
	assert_int_equal(vls_holders_bytes(), 0);
}

/* Each thread is many tasks, several of them in a fault at once; one thread reads. */
#define STRESS_ROUNDS	20000
#define STRESS_AT_ONCE	16
static bool done;
static unsigned long whole;

static void *stress(void *arg)
{
	int first = (unsigned long)arg * 256;
	unsigned long wrong = 0;
	int i;

	for (i = 0; i < STRESS_ROUNDS; i++) {
		if (i >= STRESS_AT_ONCE)
			drop(first + (i - STRESS_AT_ONCE) % 256);
		wrong += !put(first + i % 256);
	}
	for (i = STRESS_ROUNDS - STRESS_AT_ONCE; i < STRESS_ROUNDS; i++)
		drop(first + i % 256);
	return (void *)wrong;
}

static void *reader(void *arg)
{
	struct vls_holder_view view;
	unsigned long wrong = 0;
	unsigned int i;

	(void)arg;
	while (!READ_ONCE(done)) {
		for (i = 0; i < vls_holders_nr(); i++) {
			if (!vls_holder_read(i, &view))
				continue;
			wrong += !is_whole(&view);
			whole++;
		}
	}
	return (void *)wrong;
}

static void many_threads(void **state)
{
	pthread_t threads[STRESS_THREADS], reading;
	void *wrong;

	(void)state;
	assert_int_equal(pthread_create(&reading, NULL, reader, NULL), 0);
	stress_start(threads, stress);
	stress_join(threads);
	WRITE_ONCE(done, true);
	pthread_join(reading, &wrong);
	assert_null(wrong);
	assert_true(whole > 1000);
	assert_int_equal(count(), 0);
}

static void key(void **state)
{
	(void)state;
	assert_false(vls_holders_on());
	vls_holders_switch(true);
	assert_true(vls_holders_on());
	vls_holders_switch(false);
	assert_false(vls_holders_on());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_task, setup, teardown),
		cmocka_unit_test_setup_teardown(full, setup, teardown),
		cmocka_unit_test_setup_teardown(allocated_once, setup, teardown),
		cmocka_unit_test_setup_teardown(many_threads, setup, teardown),
		cmocka_unit_test(key),
	};

	return cmocka_run_group_tests_name("holders", tests, NULL, NULL);
}
