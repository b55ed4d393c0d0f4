// SPDX-License-Identifier: GPL-2.0-only
/* The text of the summary, of kernels and moments that are made up. */
#include <stdlib.h>

#include "unit.h"

#include "vmalockstat/summary.h"

static struct vls_snapshot snap;
static char *text;
static size_t size;

/* All hooks that are there by default are armed, and nothing has been counted. */
static int setup(void **state)
{
	unsigned int i;

	(void)state;
	memset(&snap, 0, sizeof(snap));
	snprintf(snap.head.kernel, sizeof(snap.head.kernel), "7.3.4-test");
	snap.head.vma_lock = true;
	snap.head.counting = true;
	snap.head.timing = true;
	snap.head.run_delay = true;
	snap.head.since_reset_ns = 61234567890;
	for (i = 0; i < VLS_HOOK_NR; i++)
		snap.head.hooks[i] = VLS_HOOK_ARMED;
	snap.head.hooks[VLS_HOOK_LOCK_VMA_UNDER_RCU] = VLS_HOOK_UNWANTED;
	snap.head.hooks[VLS_HOOK_HANDLE_MM_FAULT] = VLS_HOOK_UNWANTED;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(text);
	text = NULL;
	return 0;
}

static void print(bool head)
{
	struct vls_out out;

	free(text);
	out.f = open_memstream(&text, &size);
	assert_non_null(out.f);
	if (head)
		vls_summary_head(&out, &snap);
	else
		vls_summary_body(&out, &snap);
	assert_int_equal(fclose(out.f), 0);
}

/* Is @line one of the lines? */
static bool has_line(const char *line)
{
	const char *at = text;
	size_t length = strlen(line);

	while ((at = strstr(at, line))) {
		if ((at == text || at[-1] == '\n') && at[length] == '\n')
			return true;
		at++;
	}
	return false;
}

/* Each line has an end, and no more than @columns before it. */
static void assert_narrow(int columns)
{
	const char *line, *next;

	for (line = text; *line; line = next + 1) {
		next = strchr(line, '\n');
		assert_non_null(next);
		assert_in_range(next - line, 0, columns);
	}
}

#define assert_line(line)	\
	do { if (!has_line(line)) fail_msg("no line \"%s\" in:\n%s", line, text); } while (0)
#define assert_no(what)		\
	do { if (strstr(text, what)) fail_msg("\"%s\" is in:\n%s", what, text); } while (0)

static void add_times(struct vls_histogram *h, unsigned int n, u64 ns)
{
	while (n--)
		vls_histogram_add(h, ns);
}

/* 1000 faults under the VMA lock, of which 300 retried, and what came of these. */
static void fill(void)
{
	struct vls_cells *cells = &snap.cells;
	struct vls_times *times = &snap.times;

	cells->fault[VLS_LOCK_VMA][VLS_KIND_SWAP][VLS_OUTCOME_MINOR] = 600;
	cells->fault[VLS_LOCK_VMA][VLS_KIND_SWAP][VLS_OUTCOME_MAJOR] = 99;
	cells->fault[VLS_LOCK_VMA][VLS_KIND_SWAP][VLS_OUTCOME_SIGBUS] = 1;
	cells->fault[VLS_LOCK_VMA][VLS_KIND_SWAP][VLS_OUTCOME_RETRY] = 100;
	cells->fault[VLS_LOCK_VMA][VLS_KIND_SWAP][VLS_OUTCOME_RETRY_MAJOR] = 200;
	cells->fault[VLS_LOCK_MMAP][VLS_KIND_SWAP][VLS_OUTCOME_MINOR] = 280;
	cells->fault[VLS_LOCK_MMAP_NOUSER][VLS_KIND_SWAP][VLS_OUTCOME_MAJOR] = 17;
	cells->retry[VLS_LOCK_VMA][VLS_REASON_OWN_READ] = 200;
	cells->retry[VLS_LOCK_VMA][VLS_REASON_OTHER_READ] = 75;
	cells->retry[VLS_LOCK_VMA][VLS_REASON_BUSY] = 25;
	cells->calls[VLS_HOOK_FOLIO_LOCK_OR_RETRY] = 305;
	cells->calls[VLS_HOOK_LOCK_MM_AND_FIND_VMA] = 340;
	cells->calls[VLS_HOOK_SWAP_READ] = 299;
	cells->folio_lock[VLS_LOCK_VMA][VLS_FOLIO_LOCK_DROPPED] = 300;
	cells->folio_lock[VLS_LOCK_MMAP][VLS_FOLIO_LOCK_LOCKED] = 5;
	cells->fallback[VLS_FALLBACK_SWAP_RETRY] = 290;
	cells->fallback[VLS_FALLBACK_MMAP_RETRY] = 3;
	cells->fallback[VLS_FALLBACK_KERNEL] = 40;
	cells->fallback[VLS_FALLBACK_OTHER] = 7;
	cells->fallback_swap_retry_avoidable = 261;
	cells->abandoned = 9;
	cells->retry_pending = 1;
	cells->writer[VLS_WRITER_ATTEMPT] = 50;
	cells->writer[VLS_WRITER_WAITED] = 2;
	cells->whatif_hold[VLS_WHATIF_HOLD_WAITS_FREE] = 294;
	cells->whatif_hold[VLS_WHATIF_HOLD_WAITS_BLOCKING] = 6;
	cells->whatif_hold[VLS_WHATIF_HOLD_WRITERS_BLOCKED] = 4;
	cells->whatif_hold_mm_writer = 30;
	cells->whatif_retry_vma[VLS_WHATIF_RETRY_AVOIDED] = 280;
	cells->whatif_retry_vma[VLS_WHATIF_RETRY_REFUSED] = 8;
	cells->whatif_retry_vma[VLS_WHATIF_RETRY_UNKNOWN] = 2;
	add_times(&times->hold[VLS_LOCK_VMA], 990, 3000);
	add_times(&times->hold[VLS_LOCK_VMA], 10, 500000);
	add_times(&times->swap_read[VLS_LOCK_VMA], 299, 2000);
	cells->hold_ns[VLS_LOCK_VMA][VLS_HELD_READ] = 598000;
	cells->hold_ns[VLS_LOCK_VMA][VLS_HELD_RECLAIM] = 4000000;
	cells->hold_ns[VLS_LOCK_VMA][VLS_HELD_CPU] = 1592000;
	cells->hold_ns[VLS_LOCK_VMA][VLS_HELD_RUNNABLE] = 800000;
	cells->hold_ns[VLS_LOCK_VMA][VLS_HELD_ASLEEP] = 998000;
	add_times(&times->folio_wait[VLS_FOLIO_WAIT_DROPPED], 300, 20000000);
	add_times(&times->folio_wait[VLS_FOLIO_WAIT_HELD], 5, 90000);
	add_times(&times->retry_cost, 290, 20100000);
	add_times(&times->fallback_wait, 290, 700);
	add_times(&times->whatif_retry_vma_saved, 280, 650);
	add_times(&times->writer_wait, 2, 1500000000);
	add_times(&times->whatif_hold_writer_wait, 4, 10000000);
}

static void first_line(void **state)
{
	(void)state;
	print(true);
	assert_string_equal(text, "vmalockstat 1.2.3 on Linux 7.3.4-test: counting, 61.234 s since the last reset, experiment none\n");
	snap.head.counting = false;
	snap.head.since_reset_ns = 7000000;
	print(true);
	assert_string_equal(text, "vmalockstat 1.2.3 on Linux 7.3.4-test: switched off, 0.007 s since the last reset, experiment none\n");
}

static void whole(void **state)
{
	(void)state;
	fill();
	print(false);
	assert_narrow(80);
	assert_string_equal(text,
		"user swap faults served                           980\n"
		"  under the VMA lock                              700    71.4 %\n"
		"  under mmap_lock                                 280    28.6 %\n"
		"swap faults not from user mode                     17\n"
		"\n"
		"swap faults tried under the VMA lock             1000\n"
		"  retried                                         300    30.0 %\n"
		"    waits for the read it began                   200    66.7 %\n"
		"    waits for a read by another                    75    25.0 %\n"
		"    folio locked, not for a read                   25     8.3 %\n"
		"  fell back to mmap_lock                          290    96.7 %\n"
		"    no writer of mmap_lock in between             261    90.0 %\n"
		"  abandoned for a signal                            9     3.0 %\n"
		"  on the way to mmap_lock                           1\n"
		"\n"
		"mmap_lock taken for a fault                       340\n"
		"  after a swap retry under the VMA lock           290\n"
		"  after a swap retry under mmap_lock                3\n"
		"  fault in kernel mode                             40\n"
		"  other                                             7\n"
		"\n"
		"times                                           count      p50      p99      max\n"
		"VMA lock held by swap faults                     1000   4.0 us   4.0 us 500.0 us\n"
		"  reading from swap                               299   2.0 us   2.0 us   2.0 us\n"
		"  swapping shared memory in                         0        -        -        -\n"
		"folio wait, fault lock dropped                    300  20.0 ms  20.0 ms  20.0 ms\n"
		"folio wait, fault lock held                         5  90.0 us  90.0 us  90.0 us\n"
		"VMA lock dropped to mmap_lock held                290  20.1 ms  20.1 ms  20.1 ms\n"
		"  waiting for mmap_lock                           290   700 ns   700 ns   700 ns\n"
		"  saved by a retry under the VMA lock             280   650 ns   650 ns   650 ns\n"
		"writer waiting for readers of its VMA               2    1.5 s    1.5 s    1.5 s\n"
		"  added by holding the VMA lock                     4  10.0 ms  10.0 ms  10.0 ms\n"
		"\n"
		"time that swap faults held the VMA lock        7.9 ms\n"
		"  reading from swap                          598.0 us     7.5 %\n"
		"  reclaiming memory                            4.0 ms    50.1 %\n"
		"  running, other than in these                 1.5 ms    19.9 %\n"
		"  waiting for a CPU                          800.0 us    10.0 %\n"
		"  asleep for anything else                   998.0 us    12.5 %\n"
		"\n"
		"what if the VMA lock was held during the folio wait\n"
		"  waits with a writer of the VMA                    6     2.0 %\n"
		"  VMA write locks that would have waited            4     8.0 %\n"
		"  VMA write locks that did wait                     2     4.0 %\n"
		"what if the fault retried under the VMA lock\n"
		"  fallbacks avoided                               280    96.6 %\n"
		"\n"
		"No calls were missed.\n");
}

/* Of nothing there are no shares, no times, and no division by 0. */
static void nothing_counted(void **state)
{
	(void)state;
	print(false);
	assert_line("user swap faults served                             0");
	assert_line("  under the VMA lock                                0       -");
	assert_line("  retried                                           0       -");
	assert_line("VMA lock held by swap faults                        0        -        -        -");
	assert_line("No calls were missed.");
	assert_no("waits for");
	assert_no("folio locked");
	assert_no("abandoned");
	assert_no("unavailable");
	assert_no("%");
}

/* As 6.1: all is under mmap_lock, and there is nothing to ask of VMA locks. */
static void without_vma_locks(void **state)
{
	struct vls_cells *cells = &snap.cells;

	(void)state;
	snap.head.vma_lock = false;
	snap.head.hooks[VLS_HOOK_VMA_START_WRITE] = VLS_HOOK_UNAVAILABLE;
	cells->fault[VLS_LOCK_MMAP][VLS_KIND_SWAP][VLS_OUTCOME_MAJOR] = 60;
	cells->fault[VLS_LOCK_MMAP][VLS_KIND_SWAP][VLS_OUTCOME_RETRY] = 20;
	cells->retry[VLS_LOCK_MMAP][VLS_REASON_OWN_READ] = 20;
	cells->fallback[VLS_FALLBACK_MMAP_RETRY] = 19;
	add_times(&snap.times.hold[VLS_LOCK_MMAP], 80, 1000);
	print(false);
	assert_line("  under the VMA lock                                0     0.0 %");
	assert_line("  under mmap_lock                                  60   100.0 %");
	assert_line("swap faults tried under mmap_lock                  80");
	assert_line("  retried                                          20    25.0 %");
	assert_line("    waits for the read it began                    20   100.0 %");
	assert_line("  took mmap_lock again                             19    95.0 %");
	assert_line("mmap_lock held by swap faults                      80   1.0 us   1.0 us   1.0 us");
	assert_line("This kernel has no per-VMA locks: every fault is under mmap_lock.");
	assert_no("what if");
	assert_no("fell back");
	assert_no("writer");
	assert_no("unavailable");
}

/* Writers cannot be hooked, as on 6.12: those of mmap_lock are an upper bound. */
static void without_writers(void **state)
{
	(void)state;
	fill();
	snap.head.hooks[VLS_HOOK_VMA_START_WRITE] = VLS_HOOK_UNAVAILABLE;
	print(false);
	assert_line("what if the VMA lock was held during the folio wait");
	assert_line("  waits with a writer of mmap_lock                 30    10.0 %");
	assert_no("a writer of the VMA");
	assert_no("VMA write locks");
	assert_no("waiting for readers");
	assert_no("added by holding");
	assert_line("  fallbacks avoided                               280    96.6 %");
}

static void without_folio_lock(void **state)
{
	(void)state;
	fill();
	snap.head.hooks[VLS_HOOK_FOLIO_LOCK_OR_RETRY] = VLS_HOOK_UNAVAILABLE;
	print(false);
	assert_line("  retried                                         300    30.0 %");
	assert_line("    by reason                             unavailable: no hook folio_lock_or_retry");
	assert_line("VMA lock held by swap faults              unavailable: no hook folio_lock_or_retry");
	assert_line("folio wait, fault lock dropped            unavailable: no hook folio_lock_or_retry");
	assert_line("  waits with a writer of mmap_lock        unavailable: no hook folio_lock_or_retry");
	assert_line("  fell back to mmap_lock                          290    96.7 %");
	assert_no("waits for");
	assert_no("folio locked");
}

/* One that was not asked for is not there either. */
static void without_fallbacks(void **state)
{
	(void)state;
	fill();
	snap.head.hooks[VLS_HOOK_LOCK_MM_AND_FIND_VMA] = VLS_HOOK_UNWANTED;
	print(false);
	assert_line("  fell back to mmap_lock                  unavailable: no hook lock_mm_and_find_vma");
	assert_line("mmap_lock taken for a fault               unavailable: no hook lock_mm_and_find_vma");
	assert_line("  fallbacks avoided                       unavailable: no hook lock_mm_and_find_vma");
	assert_line("VMA lock dropped to mmap_lock held        unavailable: no hook lock_mm_and_find_vma");
	assert_no("fault in kernel mode");
	assert_line("    waits for the read it began                   200    66.7 %");
}

/* What cannot be known has no row, and neither has what has never happened. */
static void without_reads(void **state)
{
	(void)state;
	fill();
	snap.head.hooks[VLS_HOOK_SWAP_READ] = VLS_HOOK_UNWANTED;
	snap.head.run_delay = false;
	snap.cells.hold_ns[VLS_LOCK_VMA][VLS_HELD_THROTTLE] = 0;
	print(false);
	assert_no("reading from swap");
	assert_no("waiting for a CPU");
	assert_no("throttled");
	assert_line("  reclaiming memory                            4.0 ms    50.1 %");
	snap.head.timing = false;
	print(false);
	assert_no("reclaiming memory");
	assert_no("time that swap faults held");
}

static void every_fault(void **state)
{
	struct vls_cells *cells = &snap.cells;

	(void)state;
	snap.head.hooks[VLS_HOOK_LOCK_VMA_UNDER_RCU] = VLS_HOOK_ARMED;
	snap.head.hooks[VLS_HOOK_HANDLE_MM_FAULT] = VLS_HOOK_ARMED;
	cells->vma_lock_asked[VLS_VMA_LOCK_ATTEMPT] = 130;
	cells->vma_lock_asked[VLS_VMA_LOCK_REFUSED] = 10;
	cells->vma_lock_ended[VLS_FAULT_END_SUCCESS] = 90;
	cells->vma_lock_ended[VLS_FAULT_END_RETRY_SWAP] = 20;
	cells->vma_lock_ended[VLS_FAULT_END_RETRY_OTHER] = 5;
	cells->mmap_lock_ended[VLS_FAULT_END_SUCCESS] = 30;
	print(false);
	assert_line("user faults of all kinds served                   120");
	assert_line("  under the VMA lock                               90    75.0 %");
	assert_line("  under mmap_lock                                  30    25.0 %");
	assert_line("retried under the VMA lock                         25");
	assert_line("  swap faults                                      20");
	assert_line("  other faults                                      5");
	assert_line("VMA lock requested                                130");
	assert_line("  refused                                          10");
}

static void every_kind(void **state)
{
	struct vls_cells *cells = &snap.cells;

	(void)state;
	fill();
	print(false);
	assert_no("faults by entry");
	cells->fault[VLS_LOCK_VMA][VLS_KIND_DEVICE_PRIVATE][VLS_OUTCOME_RETRY] = 8;
	cells->fault[VLS_LOCK_MMAP][VLS_KIND_DEVICE_PRIVATE][VLS_OUTCOME_MINOR] = 7;
	cells->fault[VLS_LOCK_MMAP_NOUSER][VLS_KIND_MIGRATION][VLS_OUTCOME_MINOR] = 3;
	cells->retry[VLS_LOCK_VMA][VLS_REASON_DEVICE_PRIVATE] = 8;
	print(false);
	assert_line("faults by entry        VMA lock    (retried)    mmap_lock     not user");
	assert_line("  swap                      700          300          280           17");
	assert_line("  migration                   0            0            0            3");
	assert_line("  device_private              0            8            7            0");
	assert_line("    device-private entry                            8     2.6 %");
}

/* Shared memory is a kind, and has a time. */
static void shared_memory(void **state)
{
	(void)state;
	fill();
	snap.cells.fault[VLS_LOCK_VMA][VLS_KIND_SHMEM][VLS_OUTCOME_MINOR] = 4;
	snap.cells.fault[VLS_LOCK_VMA][VLS_KIND_SHMEM][VLS_OUTCOME_MAJOR] = 96;
	snap.cells.fault[VLS_LOCK_MMAP][VLS_KIND_SHMEM][VLS_OUTCOME_MAJOR] = 2;
	add_times(&snap.times.shmem_swapin[VLS_LOCK_VMA], 100, 90000);
	print(false);
	assert_narrow(80);
	assert_line("user swap faults served                          1082");
	assert_line("  under the VMA lock                              800    73.9 %");
	assert_line("  retried                                         300    27.3 %");
	assert_line("  swapping shared memory in                       100  90.0 us  90.0 us  90.0 us");
	assert_line("faults by entry        VMA lock    (retried)    mmap_lock     not user");
	assert_line("  shmem                     100            0            2            0");
	snap.head.hooks[VLS_HOOK_SHMEM_SWAPIN_FOLIO] = VLS_HOOK_UNAVAILABLE;
	print(false);
	assert_line("  swapping shared memory in               unavailable: no hook shmem_swapin_folio");
}

/* The function of a hook is inlined into its callers. */
static void unseen(void **state)
{
	(void)state;
	fill();
	snap.cells.calls[VLS_HOOK_FOLIO_LOCK_OR_RETRY] = 0;
	print(false);
	assert_line("Hook folio_lock_or_retry has seen none of 300 or more calls (see hooks).");
	snap.cells.calls[VLS_HOOK_FOLIO_LOCK_OR_RETRY] = 1;
	print(false);
	assert_no("has seen none");
}

static void no_times(void **state)
{
	(void)state;
	fill();
	snap.head.timing = false;
	print(false);
	assert_line("No times are taken (timing=0).");
	assert_no("p50");
	assert_no(" ms");
	assert_line("user swap faults served                           980");
}

/* What is missing is said in a sentence that says what to do. */
static void missed(void **state)
{
	(void)state;
	snap.cells.missed[VLS_HOOK_DO_SWAP_PAGE] = 70;
	snap.cells.missed[VLS_HOOK_LOCK_MM_AND_FIND_VMA] = 7;
	snap.cells.untracked = 3;
	print(false);
	assert_line("Missed 77 calls (see hooks) and 3 fallbacks of retries: raise max_faults.");
	assert_no("No calls were missed");
	snap.cells.missed[VLS_HOOK_DO_SWAP_PAGE] = 0;
	snap.cells.missed[VLS_HOOK_LOCK_MM_AND_FIND_VMA] = 0;
	print(false);
	assert_line("Missed 0 calls (see hooks) and 3 fallbacks of retries: raise max_faults.");
}

static void states_of_hooks(void **state)
{
	(void)state;
	print(false);
	assert_no("arguments that are not known");
	assert_no("Probes are switched off");
	snap.head.hooks[VLS_HOOK_DO_SWAP_PAGE] = VLS_HOOK_MISMATCH;
	print(false);
	assert_line("This kernel calls do_swap_page() with arguments that are not known: these calls are missed.");
	assert_no("Probes are switched off");
	snap.head.hooks[VLS_HOOK_DO_SWAP_PAGE] = VLS_HOOK_SILENT;
	print(false);
	assert_line("Probes are switched off in this kernel, so nothing is counted (see hooks).");
	assert_no("arguments that are not known");
	/* Switched off is not unavailable. */
	snap.head.hooks[VLS_HOOK_DO_SWAP_PAGE] = VLS_HOOK_OFF;
	snap.head.hooks[VLS_HOOK_SWAP_READ] = VLS_HOOK_OFF;
	print(false);
	assert_no("unavailable");
}

/* Lost waits and numbers of years keep their line, and lines nearly their width. */
static void large_numbers(void **state)
{
	(void)state;
	fill();
	snap.cells.fault[VLS_LOCK_VMA][VLS_KIND_SWAP][VLS_OUTCOME_MINOR] = 999999999999;
	snap.cells.whatif_hold[VLS_WHATIF_HOLD_WAITS_LOST] = 3;
	snap.times.hold[VLS_LOCK_VMA].max = 3599900000000;
	print(false);
	assert_line("  waits not followed: table full                    3");
	assert_line("  under the VMA lock                     1000000000099   100.0 %");
	assert_narrow(82);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(first_line, setup, teardown),
		cmocka_unit_test_setup_teardown(whole, setup, teardown),
		cmocka_unit_test_setup_teardown(nothing_counted, setup, teardown),
		cmocka_unit_test_setup_teardown(without_vma_locks, setup, teardown),
		cmocka_unit_test_setup_teardown(without_writers, setup, teardown),
		cmocka_unit_test_setup_teardown(without_folio_lock, setup, teardown),
		cmocka_unit_test_setup_teardown(without_fallbacks, setup, teardown),
		cmocka_unit_test_setup_teardown(without_reads, setup, teardown),
		cmocka_unit_test_setup_teardown(every_fault, setup, teardown),
		cmocka_unit_test_setup_teardown(every_kind, setup, teardown),
		cmocka_unit_test_setup_teardown(shared_memory, setup, teardown),
		cmocka_unit_test_setup_teardown(unseen, setup, teardown),
		cmocka_unit_test_setup_teardown(no_times, setup, teardown),
		cmocka_unit_test_setup_teardown(missed, setup, teardown),
		cmocka_unit_test_setup_teardown(states_of_hooks, setup, teardown),
		cmocka_unit_test_setup_teardown(large_numbers, setup, teardown),
	};

	return cmocka_run_group_tests_name("summary", tests, NULL, NULL);
}
