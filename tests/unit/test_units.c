// SPDX-License-Identifier: GPL-2.0-only
/* Numbers with their units, up to the largest there are. */
#include "unit.h"

#include "vmalockstat/units.h"

#define LARGEST	(~0ULL)

static void duration(void **state)
{
	static const struct {
		u64 ns;
		const char *plain, *column;
	} t[] = {
		{ 0, "0 ns", "0 ns" },
		{ 1, "1 ns", "1 ns" },
		{ 999, "999 ns", "999 ns" },
		{ 1000, "1.0 us", "1.0 us" },
		/* Rounded down. */
		{ 1099, "1.0 us", "1.0 us" },
		{ 1100, "1.1 us", "1.1 us" },
		{ 999999, "999.9 us", "999.9 us" },
		{ 1000000, "1.0 ms", "1.0 ms" },
		{ 33554431, "33.5 ms", "33.5 ms" },
		{ 999999999, "999.9 ms", "999.9 ms" },
		{ 1000000000, "1.0 s", "1.0 s " },
		{ 59949999999, "59.9 s", "59.9 s " },
		{ 3600000000000, "3600.0 s", "3600.0 s " },
		{ LARGEST, "18446744073.7 s", "18446744073.7 s " },
	};
	char buf[VLS_UNIT_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_string_equal(vls_duration(buf, t[i].ns, false), t[i].plain);
		assert_string_equal(vls_duration(buf, t[i].ns, true), t[i].column);
		assert_ptr_equal(vls_duration(buf, t[i].ns, true), buf);
	}
}

static void permille(void **state)
{
	static const struct {
		u64 n, of, want;
	} t[] = {
		{ 0, 1, 0 },
		{ 1, 1, 1000 },
		{ 1, 3, 333 },
		{ 2, 3, 667 },
		/* Half up. */
		{ 1, 2000, 1 },
		{ 1, 2001, 0 },
		{ 1999, 2000, 1000 },
		{ 3, 2000, 2 },
		/* More than the whole. */
		{ 7, 2, 3500 },
		{ LARGEST, LARGEST, 1000 },
		{ LARGEST / 2, LARGEST, 500 },
		{ LARGEST, LARGEST / 2, 2000 },
		{ 1, LARGEST, 0 },
		{ LARGEST / 2000, LARGEST / 1000, 500 },
		{ LARGEST / 1000, LARGEST / 1000, 1000 },
		{ 1ULL << 60, 1ULL << 62, 250 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_int_equal(vls_permille(t[i].n, t[i].of), t[i].want);
}

/* A share of what is counted differs from the exact one by less than a tenth. */
static void permille_is_close(void **state)
{
	u64 n, of;

	(void)state;
	for (of = 1; of < LARGEST / 3; of = of * 3 + 1)
		for (n = of; n; n /= 7) {
			double exact = (double)n / (double)of * 1000;
			double got = (double)vls_permille(n, of);

			assert_true(got - exact <= 0.501 && exact - got <= 0.501);
		}
}

static void percent(void **state)
{
	char buf[VLS_UNIT_SIZE];

	(void)state;
	assert_string_equal(vls_percent(buf, 0, 0), "-");
	assert_string_equal(vls_percent(buf, 5, 0), "-");
	assert_string_equal(vls_percent(buf, 0, 5), "0.0");
	assert_string_equal(vls_percent(buf, 1, 8), "12.5");
	assert_string_equal(vls_percent(buf, 5, 5), "100.0");
	assert_string_equal(vls_percent(buf, 9994, 10000), "99.9");
	assert_string_equal(vls_percent(buf, 9995, 10000), "100.0");
	assert_string_equal(vls_percent(buf, LARGEST, LARGEST), "100.0");
	assert_true(strlen(vls_percent(buf, LARGEST, 1)) < VLS_UNIT_SIZE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(duration),
		cmocka_unit_test(permille),
		cmocka_unit_test(permille_is_close),
		cmocka_unit_test(percent),
	};

	return cmocka_run_group_tests_name("units", tests, NULL, NULL);
}
