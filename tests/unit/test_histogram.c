// SPDX-License-Identifier: GPL-2.0-only
/* Buckets, percentiles and elapsed times. */
#include "unit.h"

#include "vmalockstat/histogram.h"

static void buckets(void **state)
{
	unsigned int n;

	(void)state;
	assert_int_equal(vls_bucket(0), 0);
	assert_int_equal(vls_bucket(1), 1);
	assert_int_equal(vls_bucket(2), 2);
	assert_int_equal(vls_bucket(3), 2);
	assert_int_equal(vls_bucket(4), 3);
	assert_int_equal(vls_bucket(~0ULL), VLS_BUCKETS - 1);
	/* They join, and hold what falls into them. */
	for (n = 0; n < VLS_BUCKETS; n++) {
		assert_int_equal(vls_bucket(vls_bucket_lower(n)), n);
		assert_int_equal(vls_bucket(vls_bucket_upper(n) - 1), n);
		if (n)
			assert_int_equal(vls_bucket_lower(n), vls_bucket_upper(n - 1));
	}
	assert_int_equal(vls_bucket_lower(0), 0);
	assert_true(vls_bucket_upper(VLS_BUCKETS - 1) == ~0ULL);
}

static void elapsed(void **state)
{
	(void)state;
	assert_int_equal(vls_elapsed(100, 130), 30);
	assert_int_equal(vls_elapsed(100, 100), 0);
	/* A clock that stepped back gives no absurd time. */
	assert_int_equal(vls_elapsed(130, 100), 0);
}

static void add(void **state)
{
	struct vls_histogram h;

	(void)state;
	memset(&h, 0, sizeof(h));
	vls_histogram_add(&h, 0);
	vls_histogram_add(&h, 5);
	vls_histogram_add(&h, 7);
	vls_histogram_add(&h, 1ULL << 50);
	assert_int_equal(vls_histogram_count(&h), 4);
	assert_true(h.sum == (1ULL << 50) + 12);
	assert_true(h.max == 1ULL << 50);
	assert_int_equal(h.bucket[0], 1);
	assert_int_equal(h.bucket[3], 2);
	assert_int_equal(h.bucket[VLS_BUCKETS - 1], 1);
}

static void percentiles(void **state)
{
	struct vls_histogram h;
	int i;

	(void)state;
	memset(&h, 0, sizeof(h));
	assert_int_equal(vls_histogram_percentile(&h, 50), 0);
	vls_histogram_add(&h, 600);
	/* Never above the longest. */
	assert_int_equal(vls_histogram_percentile(&h, 50), 600);
	assert_int_equal(vls_histogram_percentile(&h, 99), 600);
	for (i = 0; i < 98; i++)
		vls_histogram_add(&h, 100);
	vls_histogram_add(&h, 5000);
	/* 98 in 64 to 127, one in 512 to 1023, one at 5000. */
	assert_int_equal(vls_histogram_percentile(&h, 50), 127);
	assert_int_equal(vls_histogram_percentile(&h, 98), 127);
	assert_int_equal(vls_histogram_percentile(&h, 99), 1023);
	assert_int_equal(vls_histogram_percentile(&h, 100), 5000);
	/* No overflow with counts of years. */
	h.bucket[10] = 1ULL << 62;
	assert_int_equal(vls_histogram_percentile(&h, 50), 1023);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buckets),
		cmocka_unit_test(elapsed),
		cmocka_unit_test(add),
		cmocka_unit_test(percentiles),
	};

	return cmocka_run_group_tests_name("histogram", tests, NULL, NULL);
}
