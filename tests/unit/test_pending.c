// SPDX-License-Identifier: GPL-2.0-only
/* The table of retries that wait for their fallback. */
#include <pthread.h>

#include "unit.h"

#include "pending.h"
#include "stats.h"

_Thread_local struct task_struct *current;
int init_pid_ns;
static struct vls_cells cells;
struct vls_cells *vls_cells = &cells;
u32 vls_period = 1;

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
	memset(&cells, 0, sizeof(cells));
	vls_period = 1;
	return vls_pending_init(1024);
}

static int teardown(void **state)
{
	(void)state;
	vls_pending_exit();
	return 0;
}

static enum vls_pending_state get(struct vls_pending *rec)
{
	int slot = vls_pending_find();

	if (slot >= 0)
		*rec = *vls_pending_at(slot);
	return vls_pending_state(slot);
}

static void set_fallback(void)
{
	vls_pending_set_fallback(vls_pending_find());
}

static void drop(void)
{
	int slot = vls_pending_find();

	if (slot >= 0)
		vls_pending_drop(slot);
}

static bool put_as(enum vls_pending_state state, unsigned long address,
		   enum vls_pending_state *was)
{
	struct vls_pending old, rec = {
		.address = address, .period = vls_period, .mm_lock_seq = 7,
	};

	return vls_pending_put(&rec, state, was, &old);
}

static bool put(unsigned long address, enum vls_pending_state *was)
{
	return put_as(VLS_PENDING_RETRIED, address, was);
}

static void one_retry(void **state)
{
	enum vls_pending_state was;
	struct vls_pending rec;

	(void)state;
	set_current(5);
	assert_int_equal(get(&rec), VLS_PENDING_NONE);
	assert_true(put(0x1000, &was));
	assert_int_equal(was, VLS_PENDING_NONE);
	assert_int_equal(vls_pending_count(1), 1);
	assert_int_equal(vls_pending_count(2), 0);
	assert_int_equal(get(&rec), VLS_PENDING_RETRIED);
	assert_int_equal(rec.address, 0x1000);
	assert_int_equal(rec.mm_lock_seq, 7);
	set_fallback();
	assert_int_equal(get(&rec), VLS_PENDING_FALLBACK);
	assert_int_equal(vls_pending_count(1), 0);
	drop();
	assert_int_equal(get(&rec), VLS_PENDING_NONE);
	drop();
	assert_int_equal(cells.abandoned, 0);
}

static void retry_again(void **state)
{
	enum vls_pending_state was;
	struct vls_pending rec;

	(void)state;
	set_current(5);
	assert_true(put(0x1000, &was));
	assert_true(put(0x2000, &was));
	assert_int_equal(was, VLS_PENDING_RETRIED);
	assert_int_equal(vls_pending_count(1), 1);
	assert_int_equal(get(&rec), VLS_PENDING_RETRIED);
	assert_int_equal(rec.address, 0x2000);
	drop();
}

/* A retry under mmap_lock is kept, but it is no VMA-lock retry. */
static void retry_under_mmap_lock(void **state)
{
	enum vls_pending_state was;
	struct vls_pending rec;

	(void)state;
	set_current(5);
	assert_true(put_as(VLS_PENDING_AGAIN, 0x1000, &was));
	assert_int_equal(get(&rec), VLS_PENDING_AGAIN);
	assert_int_equal(rec.address, 0x1000);
	assert_int_equal(vls_pending_count(1), 0);
	assert_true(put(0x1000, &was));
	assert_int_equal(was, VLS_PENDING_AGAIN);
	assert_int_equal(vls_pending_count(1), 1);
	drop();
}

/* A task with the pid of a dead one must not find its record. */
static void pid_comes_back(void **state)
{
	enum vls_pending_state was;
	struct vls_pending rec;

	(void)state;
	set_current(9);
	assert_true(put(0x1000, &was));
	tasks[9].start_time += 1ULL << 40;
	assert_int_equal(get(&rec), VLS_PENDING_NONE);
	assert_true(put(0x2000, &was));
	assert_int_equal(was, VLS_PENDING_NONE);
	assert_int_equal(vls_pending_count(1), 2);
	/* The reader takes the dead one away and leaves the living. */
	assert_int_equal(vls_pending_reap(), 1);
	assert_int_equal(cells.abandoned, 1);
	assert_int_equal(get(&rec), VLS_PENDING_RETRIED);
	assert_int_equal(rec.address, 0x2000);
	drop();
}

static void dead_tasks_are_reaped(void **state)
{
	enum vls_pending_state was;
	int i;

	(void)state;
	for (i = 1; i <= 100; i++) {
		set_current(i);
		assert_true(put(0x1000, &was));
		if (i > 80)
			set_fallback();
		alive[i] = i <= 50;
	}
	assert_int_equal(vls_pending_reap(), 50);
	/* One that had come to mmap_lock was counted there. */
	assert_int_equal(cells.abandoned, 30);
	/* Nor is one from before a reset abandoned now. */
	for (i = 1; i <= 50; i++)
		alive[i] = false;
	vls_period = 2;
	assert_int_equal(vls_pending_reap(), 0);
	assert_int_equal(cells.abandoned, 30);
	assert_int_equal(vls_pending_count(1), 0);
}

/* As many as max_faults always find room; a full table says no. */
static void room(void **state)
{
	enum vls_pending_state was;
	int i, taken = 0;

	(void)state;
	for (i = 0; i < 1024; i++) {
		set_current(i);
		assert_true(put(0x1000, &was));
	}
	assert_int_equal(vls_pending_count(1), 1024);
	for (i = 1024; i < NR_TASKS; i++) {
		set_current(i);
		taken += put(0x1000, &was);
	}
	assert_int_equal(vls_pending_count(1), 1024 + taken);
	assert_true(1024 + taken <= 2048);
	for (i = 0; i < NR_TASKS; i++) {
		set_current(i);
		drop();
	}
	assert_int_equal(vls_pending_count(1), 0);
}

/* Threads are tasks that retry and fall back while a reader reaps. */
#define STRESS_ROUNDS	20000

static void *stress(void *arg)
{
	unsigned long id = (unsigned long)arg;
	enum vls_pending_state was;
	struct vls_pending rec;
	unsigned long i, wrong = 0;

	for (i = 0; i < STRESS_ROUNDS; i++) {
		set_current(1 + id * 256 + i % 256);
		wrong += !put((id << 32) | i, &was);
		wrong += was != VLS_PENDING_NONE;
		wrong += get(&rec) != VLS_PENDING_RETRIED;
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
		assert_true(vls_pending_reap() <= STRESS_THREADS);
	stress_join(threads);
	assert_int_equal(vls_pending_reap(), 0);
	assert_int_equal(cells.abandoned, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_retry, setup, teardown),
		cmocka_unit_test_setup_teardown(retry_again, setup, teardown),
		cmocka_unit_test_setup_teardown(retry_under_mmap_lock, setup, teardown),
		cmocka_unit_test_setup_teardown(pid_comes_back, setup, teardown),
		cmocka_unit_test_setup_teardown(dead_tasks_are_reaped, setup, teardown),
		cmocka_unit_test_setup_teardown(room, setup, teardown),
		cmocka_unit_test_setup_teardown(many_threads, setup, teardown),
	};

	return cmocka_run_group_tests_name("pending", tests, NULL, NULL);
}
