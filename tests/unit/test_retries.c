// SPDX-License-Identifier: GPL-2.0-only
/* The table of retries in progress. */
#include <pthread.h>

#include "unit.h"

#include "counters.h"
#include "track/retries.h"

_Thread_local struct task_struct *current;
int init_pid_ns;
static struct vls_bank banks[VLS_BANKS];
struct vls_bank *vls_banks[VLS_BANKS] = { &banks[0], &banks[1] };
u32 vls_epoch = 1;

/* The living tasks, by pid. */
#define NR_TASKS	4096
static struct task_struct tasks[NR_TASKS];
static bool alive[NR_TASKS];

struct pid *find_pid_ns(int nr, int *ns)
{
	(void)ns;
	return __atomic_load_n(&alive[nr], __ATOMIC_ACQUIRE) ?
	       (struct pid *)&tasks[nr] : NULL;
}

struct task_struct *pid_task(struct pid *pid, int type)
{
	(void)type;
	return (struct task_struct *)pid;
}

static void set_current(int pid)
{
	current = &tasks[pid];
}

static int setup(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < NR_TASKS; i++) {
		tasks[i].pid = i;
		tasks[i].start_time = (u64)i << 30;
		alive[i] = true;
	}
	memset(banks, 0, sizeof(banks));
	vls_epoch = 1;
	return vls_retries_init(1024);
}

static int teardown(void **state)
{
	(void)state;
	vls_retries_exit();
	return 0;
}

/* In the bank of epoch 1, and none in the other one. */
static void assert_abandoned(u64 n)
{
	assert_int_equal(banks[1].cells.abandoned, n);
	assert_int_equal(banks[0].cells.abandoned, 0);
}

static enum vls_retry_state get(struct vls_retry *rec)
{
	int slot = vls_retry_find();

	if (slot >= 0)
		*rec = *vls_retry_at(slot);
	return vls_retry_state(slot);
}

static void set_fallback(void)
{
	vls_retry_set_fallback(vls_retry_find());
}

static void drop(void)
{
	int slot = vls_retry_find();

	if (slot >= 0)
		vls_retry_drop(slot);
}

static bool put_as(enum vls_retry_state state, unsigned long address,
		   enum vls_retry_state *was)
{
	struct vls_retry old, rec = {
		.address = address, .epoch = vls_epoch, .mm_lock_seq = 7,
	};

	return vls_retry_put(&rec, state, was, &old);
}

static bool put(unsigned long address, enum vls_retry_state *was)
{
	return put_as(VLS_RETRY_VMA, address, was);
}

static void one_retry(void **state)
{
	enum vls_retry_state was;
	struct vls_retry rec;

	(void)state;
	set_current(5);
	assert_int_equal(get(&rec), VLS_RETRY_NONE);
	assert_true(put(0x1000, &was));
	assert_int_equal(was, VLS_RETRY_NONE);
	assert_int_equal(vls_retry_count(1), 1);
	assert_int_equal(vls_retry_count(2), 0);
	assert_int_equal(get(&rec), VLS_RETRY_VMA);
	assert_int_equal(rec.address, 0x1000);
	assert_int_equal(rec.mm_lock_seq, 7);
	set_fallback();
	assert_int_equal(get(&rec), VLS_RETRY_FALLBACK);
	assert_int_equal(vls_retry_count(1), 0);
	drop();
	assert_int_equal(get(&rec), VLS_RETRY_NONE);
	drop();
	assert_abandoned(0);
}

static void retry_again(void **state)
{
	enum vls_retry_state was;
	struct vls_retry rec;

	(void)state;
	set_current(5);
	assert_true(put(0x1000, &was));
	assert_true(put(0x2000, &was));
	assert_int_equal(was, VLS_RETRY_VMA);
	assert_int_equal(vls_retry_count(1), 1);
	assert_int_equal(get(&rec), VLS_RETRY_VMA);
	assert_int_equal(rec.address, 0x2000);
	drop();
}

/* A retry under mmap_lock is kept, but it is no VMA-lock retry. */
static void retry_under_mmap_lock(void **state)
{
	enum vls_retry_state was;
	struct vls_retry rec;

	(void)state;
	set_current(5);
	assert_true(put_as(VLS_RETRY_MMAP, 0x1000, &was));
	assert_int_equal(get(&rec), VLS_RETRY_MMAP);
	assert_int_equal(rec.address, 0x1000);
	assert_int_equal(vls_retry_count(1), 0);
	assert_true(put(0x1000, &was));
	assert_int_equal(was, VLS_RETRY_MMAP);
	assert_int_equal(vls_retry_count(1), 1);
	drop();
}

/* A task with the pid of a dead one must not find its record. */
static void pid_comes_back(void **state)
{
	enum vls_retry_state was;
	struct vls_retry rec;

	(void)state;
	set_current(9);
	assert_true(put(0x1000, &was));
	tasks[9].start_time += 1ULL << 40;
	assert_int_equal(get(&rec), VLS_RETRY_NONE);
	assert_true(put(0x2000, &was));
	assert_int_equal(was, VLS_RETRY_NONE);
	assert_int_equal(vls_retry_count(1), 2);
	/* The reader frees that of the dead task and leaves the other. */
	vls_retry_reap();
	assert_int_equal(vls_retry_count(1), 1);
	assert_abandoned(1);
	assert_int_equal(get(&rec), VLS_RETRY_VMA);
	assert_int_equal(rec.address, 0x2000);
	drop();
}

/* Tasks 1 to 100 retry, and all after @last die. */
static void retry_and_die(int last)
{
	enum vls_retry_state was;
	int i;

	for (i = 1; i <= 100; i++) {
		set_current(i);
		assert_true(put(0x1000, &was));
		if (i > 80)
			set_fallback();
		alive[i] = i <= last;
	}
}

static void dead_tasks_are_reaped(void **state)
{
	struct vls_retry rec;
	int i;

	(void)state;
	retry_and_die(50);
	vls_retry_reap();
	/* One that had come to mmap_lock was counted there. */
	assert_abandoned(30);
	assert_int_equal(vls_retry_count(1), 50);
	for (i = 1; i <= 100; i++) {
		set_current(i);
		assert_int_equal(get(&rec), i <= 50 ? VLS_RETRY_VMA : VLS_RETRY_NONE);
	}
}

/* A retry from before a reset is abandoned in no epoch, and its slot is freed. */
static void dead_tasks_of_an_earlier_epoch(void **state)
{
	struct vls_retry rec;

	(void)state;
	retry_and_die(0);
	vls_epoch = 2;
	vls_retry_reap();
	assert_abandoned(0);
	assert_int_equal(vls_retry_count(1), 0);
	set_current(7);
	assert_int_equal(get(&rec), VLS_RETRY_NONE);
}

/* While counting is off there is no epoch to count in. */
static void dead_tasks_while_off(void **state)
{
	(void)state;
	retry_and_die(0);
	vls_epoch = 0;
	vls_retry_reap();
	assert_abandoned(0);
	assert_int_equal(vls_retry_count(1), 0);
}

/* As many as max_faults always find a slot; a full table says no. */
static void full(void **state)
{
	enum vls_retry_state was;
	int i, taken = 0;

	(void)state;
	for (i = 0; i < 1024; i++) {
		set_current(i);
		assert_true(put(0x1000, &was));
	}
	assert_int_equal(vls_retry_count(1), 1024);
	for (i = 1024; i < NR_TASKS; i++) {
		set_current(i);
		taken += put(0x1000, &was);
	}
	assert_int_equal(vls_retry_count(1), 1024 + taken);
	assert_true(1024 + taken <= 2048);
	for (i = 0; i < NR_TASKS; i++) {
		set_current(i);
		drop();
	}
	assert_int_equal(vls_retry_count(1), 0);
}

/* Threads are tasks that retry and fall back while a reader reaps. */
#define STRESS_ROUNDS	20000

static void *stress(void *arg)
{
	unsigned long id = (unsigned long)arg;
	enum vls_retry_state was;
	struct vls_retry rec;
	unsigned long i, wrong = 0;

	for (i = 0; i < STRESS_ROUNDS; i++) {
		set_current(1 + id * 256 + i % 256);
		wrong += !put((id << 32) | i, &was);
		wrong += was != VLS_RETRY_NONE;
		wrong += get(&rec) != VLS_RETRY_VMA;
		wrong += rec.address != ((id << 32) | i);
		set_fallback();
		drop();
	}
	return (void *)wrong;
}

static void many_threads(void **state)
{
	pthread_t threads[STRESS_THREADS];
	int i;

	(void)state;
	stress_start(threads, stress);
	for (i = 0; i < 50; i++)
		vls_retry_reap();
	stress_join(threads);
	assert_int_equal(vls_retry_count(1), 0);
	assert_abandoned(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_retry, setup, teardown),
		cmocka_unit_test_setup_teardown(retry_again, setup, teardown),
		cmocka_unit_test_setup_teardown(retry_under_mmap_lock, setup, teardown),
		cmocka_unit_test_setup_teardown(pid_comes_back, setup, teardown),
		cmocka_unit_test_setup_teardown(dead_tasks_are_reaped, setup, teardown),
		cmocka_unit_test_setup_teardown(dead_tasks_of_an_earlier_epoch,
						setup, teardown),
		cmocka_unit_test_setup_teardown(dead_tasks_while_off, setup, teardown),
		cmocka_unit_test_setup_teardown(full, setup, teardown),
		cmocka_unit_test_setup_teardown(many_threads, setup, teardown),
	};

	return cmocka_run_group_tests_name("retries", tests, NULL, NULL);
}
