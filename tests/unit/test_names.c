// SPDX-License-Identifier: GPL-2.0-only
/* The printed names: what users parse must not change or clash. */
#include "unit.h"

#include "vmalockstat.h"

typedef const char *(*name_fn)(unsigned int i);

static void check_set(name_fn name, unsigned int n, const char *want)
{
	char have[512] = "";
	unsigned int i;

	for (i = 0; i < n; i++) {
		assert_true(strlen(have) + strlen(name(i)) + 2 < sizeof(have));
		strcat(have, name(i));
		strcat(have, " ");
	}
	assert_string_equal(have, want);
	assert_string_equal(name(n), "?");
	assert_string_equal(name(-1U), "?");
}

static void released_names(void **state)
{
	(void)state;
	check_set(vls_lock_name, VLS_LOCK_NR, "vma mmap mmap_nouser ");
	check_set(vls_kind_name, VLS_KIND_NR,
		  "swap migration device_exclusive device_private hwpoison pte_marker other ");
	check_set(vls_outcome_name, VLS_OUTCOME_NR,
		  "minor major retry retry_major oom sigbus sigsegv hwpoison other ");
	check_set(vls_reason_name, VLS_REASON_NR,
		  "folio_lock device_private pte_missing unsupported other ");
	check_set(vls_folio_lock_name, VLS_FOLIO_LOCK_NR,
		  "locked dropped nowait killed ");
	check_set(vls_fallback_name, VLS_FALLBACK_NR,
		  "swap_retry mmap_retry kernel other ");
	check_set(vls_hook_id_name, VLS_HOOK_NR,
		  "do_swap_page folio_lock_or_retry lock_mm_and_find_vma get_signal swap_read_folio vma_start_write swap_show lock_vma_under_rcu handle_mm_fault ");
	check_set(vls_part_id_name, VLS_PART_NR,
		  "fault.vma fault.mmap fault.mmap_nouser retry.vma major fallback.swap_retry hold.sum folio_wait.sum fallback_wait.sum ");
	check_set(vls_breakdown_id_name, VLS_BREAKDOWN_NR,
		  "by_process by_cgroup by_swap ");
	check_set(vls_vma_lock_name, VLS_VMA_LOCK_NR,
		  "attempt refused success retry_swap retry_other ");
	check_set(vls_writer_name, VLS_WRITER_NR, "attempt waited ");
	check_set(vls_whatif_hold_name, VLS_WHATIF_HOLD_NR,
		  "waits_free waits_blocking waits_lost writers_blocked ");
	check_set(vls_whatif_retry_name, VLS_WHATIF_RETRY_NR,
		  "avoided refused unknown ");
	check_set(vls_mmap_lock_name, VLS_MMAP_LOCK_NR,
		  "success retry_swap retry_other ");
}

/* The times of a lock are found by adding the lock. */
static void times_by_lock(void **state)
{
	static const struct {
		enum vls_time first;
		const char *name;
	} t[] = {
		{ VLS_TIME_HOLD, "hold" },
		{ VLS_TIME_SWAP_READ, "swap_read" },
		{ VLS_TIME_MIGRATION_WAIT, "migration_wait" },
	};
	char want[64];
	size_t i;
	int lock;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		for (lock = 0; lock < VLS_LOCK_NR; lock++) {
			snprintf(want, sizeof(want), "%s.%s", t[i].name,
				 vls_lock_name(lock));
			assert_string_equal(vls_time_name(t[i].first + lock), want);
		}
	}
	assert_string_equal(vls_time_name(VLS_TIME_FOLIO_WAIT_DROPPED),
			    "folio_wait.dropped");
	assert_string_equal(vls_time_name(VLS_TIME_FOLIO_WAIT_HELD),
			    "folio_wait.held");
	assert_string_equal(vls_time_name(VLS_TIME_FALLBACK_WAIT), "fallback_wait");
	assert_string_equal(vls_time_name(VLS_TIME_RETRY_COST), "retry_cost");
	assert_string_equal(vls_time_name(VLS_TIME_WRITER_WAIT), "writer_wait");
	assert_string_equal(vls_time_name(VLS_TIME_WHATIF_WRITER_WAIT),
			    "whatif.hold.writer_wait");
	assert_string_equal(vls_time_name(VLS_TIME_WHATIF_SAVED),
			    "whatif.retry_vma.saved");
	assert_int_equal(VLS_TIME_NR, 16);
}

static void format_version(void **state)
{
	(void)state;
	assert_int_equal(VLS_FORMAT, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(released_names),
		cmocka_unit_test(times_by_lock),
		cmocka_unit_test(format_version),
	};

	return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
