// SPDX-License-Identifier: GPL-2.0-only
/* The table of the faults that tasks are executing. */
#include <pthread.h>

#include "unit.h"

#include "track/active_faults.h"

_Thread_local struct task_struct *current;

#define NR_TASKS	4096
static struct task_struct tasks[NR_TASKS];
/* The record of each: only its address is of interest. */
static int faults[NR_TASKS];
static void *slots[NR_TASKS];

/* The current task, which is @task, begins a fault. */
static bool put(unsigned long task)
{
	slots[task] = vls_active_fault_put(&faults[task]);
	return slots[task];
}

static int setup(void **state)
{
	(void)state;
	return vls_active_faults_init(256);
}

static int teardown(void **state)
{
	(void)state;
	vls_active_faults_exit();
	return 0;
}

static void one_task(void **state)
{
	(void)state;
	current = &tasks[5];
	assert_null(vls_active_fault_get());
	assert_true(put(5));
	assert_ptr_equal(vls_active_fault_get(), &faults[5]);
	current = &tasks[6];
	assert_null(vls_active_fault_get());
	assert_true(put(6));
	vls_active_fault_drop(slots[6]);
	assert_null(vls_active_fault_get());
	current = &tasks[5];
	assert_ptr_equal(vls_active_fault_get(), &faults[5]);
	vls_active_fault_drop(slots[5]);
	assert_null(vls_active_fault_get());
}

/* As many as max_faults; of more, those that get a slot are found again. */
static void full(void **state)
{
	bool in[NR_TASKS];
	int i, taken = 0;

	(void)state;
	for (i = 0; i < NR_TASKS; i++) {
		current = &tasks[i];
		in[i] = put(i);
		taken += in[i];
		if (i < 256)
			assert_true(in[i]);
	}
	/* Not more than there are slots. */
	assert_true(taken >= 256 && taken <= 512 + 16);
	for (i = 0; i < NR_TASKS; i++) {
		current = &tasks[i];
		assert_ptr_equal(vls_active_fault_get(), in[i] ? &faults[i] : NULL);
		if (in[i])
			vls_active_fault_drop(slots[i]);
		assert_null(vls_active_fault_get());
	}
}

/* A task that died in its fault; another one comes to the same address. */
static void stale(void **state)
{
	void *left;

	(void)state;
	current = &tasks[5];
	current->start_time = 100;
	assert_true(put(5));
	left = slots[5];
	current->start_time = 200;
	assert_null(vls_active_fault_get());
	/* It takes over the slot, with a fault of its own. */
	slots[5] = vls_active_fault_put(&faults[6]);
	assert_ptr_equal(slots[5], left);
	assert_ptr_equal(vls_active_fault_get(), &faults[6]);
	vls_active_fault_drop(slots[5]);
	assert_null(vls_active_fault_get());
	current->start_time = 100;
	assert_null(vls_active_fault_get());
	current->start_time = 0;
}

/* So does the dying task itself, which may fault once more in its exit. */
static void stale_own(void **state)
{
	void *left;

	(void)state;
	current = &tasks[5];
	assert_true(put(5));
	left = slots[5];
	slots[5] = vls_active_fault_put(&faults[6]);
	assert_ptr_equal(slots[5], left);
	assert_ptr_equal(vls_active_fault_get(), &faults[6]);
	vls_active_fault_drop(slots[5]);
	assert_null(vls_active_fault_get());
}

/* However many tasks die at one address, no more than one slot is lost. */
static void stale_many(void **state)
{
	bool in[NR_TASKS];
	int i, n, without = 0, with = 0;

	(void)state;
	for (i = 0; i < NR_TASKS; i++) {
		current = &tasks[i];
		in[i] = put(i);
		without += in[i];
	}
	for (i = 0; i < NR_TASKS; i++)
		if (in[i])
			vls_active_fault_drop(slots[i]);
	current = &tasks[5];
	for (n = 1; n <= 1000; n++) {
		current->start_time = n;
		assert_true(put(5));
	}
	for (i = 0; i < NR_TASKS; i++) {
		current = &tasks[i];
		if (i != 5)
			with += put(i);
	}
	assert_in_range(with, without - 1, without);
	tasks[5].start_time = 0;
}

static void no_table(void **state)
{
	(void)state;
	assert_int_equal(vls_active_faults_init(0), 0);
	assert_int_equal(vls_active_faults_bytes(), 0);
	vls_active_faults_exit();
}

/* Each thread is many tasks, several of them in a fault at once. */
#define STRESS_ROUNDS	20000
#define STRESS_AT_ONCE	16

static void *stress(void *arg)
{
	unsigned long first = (unsigned long)arg * 256;
	unsigned long i, wrong = 0;

	for (i = 0; i < STRESS_ROUNDS; i++) {
		unsigned long task = first + i % 256;
		unsigned long old = first + (i - STRESS_AT_ONCE) % 256;

		if (i >= STRESS_AT_ONCE) {
			current = &tasks[old];
			wrong += vls_active_fault_get() != &faults[old];
			vls_active_fault_drop(slots[old]);
		}
		current = &tasks[task];
		wrong += vls_active_fault_get() != NULL;
		wrong += !put(task);
	}
	for (i = STRESS_ROUNDS - STRESS_AT_ONCE; i < STRESS_ROUNDS; i++)
		vls_active_fault_drop(slots[first + i % 256]);
	return (void *)wrong;
}

static void many_threads(void **state)
{
	pthread_t threads[STRESS_THREADS];
	int i;

	(void)state;
	stress_start(threads, stress);
	stress_join(threads);
	for (i = 0; i < NR_TASKS; i++) {
		current = &tasks[i];
		assert_null(vls_active_fault_get());
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_task, setup, teardown),
		cmocka_unit_test_setup_teardown(full, setup, teardown),
		cmocka_unit_test_setup_teardown(stale, setup, teardown),
		cmocka_unit_test_setup_teardown(stale_own, setup, teardown),
		cmocka_unit_test_setup_teardown(stale_many, setup, teardown),
		cmocka_unit_test(no_table),
		cmocka_unit_test_setup_teardown(many_threads, setup, teardown),
	};

	return cmocka_run_group_tests_name("active_faults", tests, NULL, NULL);
}
