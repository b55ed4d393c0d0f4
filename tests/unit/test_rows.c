// SPDX-License-Identifier: GPL-2.0-only
/* The rows of the breakdowns: one for each key, on all CPUs the same. */
#include <pthread.h>

#include "unit.h"

#include "breakdown/rows.h"

#define ROWS		64
#define THREADS		4

static struct vls_rows rows;

static int setup(void **state)
{
	(void)state;
	return vls_rows_init(&rows, ROWS);
}

static int teardown(void **state)
{
	(void)state;
	vls_rows_exit(&rows);
	return 0;
}

static u64 key_of(unsigned int i)
{
	return ((u64)i << 22) + 4711 * i + 1;
}

static void a_size_is_rounded_up(void **state)
{
	struct vls_rows some;

	(void)state;
	assert_int_equal(vls_rows_init(&some, 100), 0);
	assert_int_equal(vls_rows_nr(&some), 128);
	vls_rows_exit(&some);
	assert_int_equal(vls_rows_init(&some, 1), 0);
	assert_int_equal(vls_rows_nr(&some), 2);
	vls_rows_exit(&some);
}

static void a_key_keeps_its_row(void **state)
{
	unsigned int row[ROWS / 2];

	(void)state;
	for (unsigned int i = 0; i < ROWS / 2; i++) {
		row[i] = vls_rows_find(&rows, key_of(i));
		assert_in_range(row[i], 0, ROWS - 1);
		assert_int_equal(rows.keys[row[i]], key_of(i));
		for (unsigned int j = 0; j < i; j++)
			assert_int_not_equal(row[i], row[j]);
	}
	for (unsigned int i = 0; i < ROWS / 2; i++)
		assert_int_equal(vls_rows_find(&rows, key_of(i)), row[i]);
}

static void a_full_table_has_no_row(void **state)
{
	unsigned int found = 0, none = 0;

	(void)state;
	for (unsigned int i = 0; i < 20 * ROWS; i++) {
		unsigned int row = vls_rows_find(&rows, key_of(i));

		if (row == ROWS)
			none++;
		else
			found++;
	}
	assert_int_equal(found, ROWS);
	assert_int_equal(none, 19 * ROWS);
	/* Those that have a row find it still. */
	for (unsigned int i = 0; i < ROWS; i++)
		assert_int_equal(vls_rows_find(&rows, rows.keys[i]), i);
	vls_rows_clear(&rows);
	for (unsigned int i = 0; i < ROWS; i++)
		assert_int_equal(rows.keys[i], 0);
}

static pthread_barrier_t start;

/* Where this thread has found each key. */
static void *finder(void *arg)
{
	unsigned int *found = arg;

	pthread_barrier_wait(&start);
	for (unsigned int i = 0; i < 2 * ROWS; i++)
		found[i] = vls_rows_find(&rows, key_of(i));
	return NULL;
}

static void threads_agree(void **state)
{
	static unsigned int found[THREADS][2 * ROWS];
	pthread_t threads[THREADS];

	(void)state;
	for (int round = 0; round < 200; round++) {
		vls_rows_clear(&rows);
		pthread_barrier_init(&start, NULL, THREADS);
		for (int t = 0; t < THREADS; t++)
			assert_int_equal(pthread_create(&threads[t], NULL, finder,
							found[t]), 0);
		for (int t = 0; t < THREADS; t++)
			pthread_join(threads[t], NULL);
		pthread_barrier_destroy(&start);
		for (unsigned int i = 0; i < 2 * ROWS; i++) {
			unsigned int row = found[0][i];

			for (int t = 1; t < THREADS; t++)
				assert_int_equal(found[t][i], row);
			if (row < ROWS)
				assert_int_equal(rows.keys[row], key_of(i));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_size_is_rounded_up),
		cmocka_unit_test_setup_teardown(a_key_keeps_its_row, setup, teardown),
		cmocka_unit_test_setup_teardown(a_full_table_has_no_row,
						setup, teardown),
		cmocka_unit_test_setup_teardown(threads_agree, setup, teardown),
	};

	return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
