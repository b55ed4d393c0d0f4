// SPDX-License-Identifier: GPL-2.0-only
/* Hooks that see nothing although other counters prove that their functions run. */
#include "unit.h"

#include "vmalockstat/snapshot.h"

static struct vls_snapshot snap;

static int setup(void **state)
{
	unsigned int i;

	(void)state;
	memset(&snap, 0, sizeof(snap));
	for (i = 0; i < VLS_HOOK_NR; i++)
		snap.head.hooks[i] = VLS_HOOK_ARMED;
	/* Zswap is not in use. */
	snap.head.hooks[VLS_HOOK_ZSWAP_LOAD] = VLS_HOOK_OFF;
	return 0;
}

/* No hook but @hook is unseen, and this one for @n events; VLS_HOOK_NR for none. */
static void assert_unseen(unsigned int hook, u64 n)
{
	unsigned int i;

	for (i = 0; i < VLS_HOOK_NR; i++)
		assert_int_equal(vls_hook_unseen(&snap, i), i == hook ? n : 0);
}

static void nothing_counted(void **state)
{
	(void)state;
	assert_unseen(VLS_HOOK_NR, 0);
}

/* Retries of swap entries need __folio_lock_or_retry(), under any lock. */
static void folio_lock(void **state)
{
	struct vls_cells *cells = &snap.cells;

	(void)state;
	cells->fault[VLS_LOCK_MMAP][VLS_KIND_SWAP][VLS_OUTCOME_RETRY] = 6;
	cells->fault[VLS_LOCK_MMAP_NOUSER][VLS_KIND_SWAP][VLS_OUTCOME_RETRY] = 3;
	assert_unseen(VLS_HOOK_NR, 0);
	cells->fault[VLS_LOCK_MMAP][VLS_KIND_SWAP][VLS_OUTCOME_RETRY_MAJOR] = 1;
	assert_unseen(VLS_HOOK_FOLIO_LOCK_OR_RETRY, 10);
	cells->calls[VLS_HOOK_FOLIO_LOCK_OR_RETRY] = 1;
	assert_unseen(VLS_HOOK_NR, 0);
	cells->calls[VLS_HOOK_FOLIO_LOCK_OR_RETRY] = 0;
	cells->missed[VLS_HOOK_FOLIO_LOCK_OR_RETRY] = 1;
	assert_unseen(VLS_HOOK_NR, 0);
}

/* Other entries retry without it. */
static void other_kinds(void **state)
{
	(void)state;
	snap.cells.calls[VLS_HOOK_LOCK_MM_AND_FIND_VMA] = 1;
	snap.cells.fault[VLS_LOCK_MMAP][VLS_KIND_DEVICE_PRIVATE][VLS_OUTCOME_RETRY] = 1000;
	snap.cells.fault[VLS_LOCK_MMAP][VLS_KIND_PTE_MARKER][VLS_OUTCOME_RETRY] = 1000;
	assert_unseen(VLS_HOOK_NR, 0);
}

/*
 * Faults from user mode under mmap_lock come from lock_mm_and_find_vma(): as many as there
 * were retries before which they may have called it.
 */
static void fallback(void **state)
{
	struct vls_cells *cells = &snap.cells;

	(void)state;
	cells->fault[VLS_LOCK_VMA][VLS_KIND_DEVICE_PRIVATE][VLS_OUTCOME_RETRY] = 30;
	/* Each retry looks abandoned while nobody sees the call after it. */
	cells->abandoned = 28;
	cells->retry_pending = 2;
	assert_unseen(VLS_HOOK_NR, 0);
	cells->fault[VLS_LOCK_MMAP][VLS_KIND_DEVICE_PRIVATE][VLS_OUTCOME_MINOR] = 9;
	cells->fault[VLS_LOCK_MMAP_NOUSER][VLS_KIND_SWAP][VLS_OUTCOME_MINOR] = 1000;
	assert_unseen(VLS_HOOK_NR, 0);
	cells->fault[VLS_LOCK_MMAP][VLS_KIND_SHMEM][VLS_OUTCOME_MAJOR] = 5;
	assert_unseen(VLS_HOOK_LOCK_MM_AND_FIND_VMA, 14);
	cells->fault[VLS_LOCK_MMAP][VLS_KIND_SHMEM][VLS_OUTCOME_MAJOR] = 500;
	assert_unseen(VLS_HOOK_LOCK_MM_AND_FIND_VMA, 30);
	cells->missed[VLS_HOOK_LOCK_MM_AND_FIND_VMA] = 1;
	assert_unseen(VLS_HOOK_NR, 0);
}

/* Faults under mmap_lock alone may have called it before a reset. */
static void fallback_before_reset(void **state)
{
	(void)state;
	snap.cells.fault[VLS_LOCK_MMAP][VLS_KIND_SWAP][VLS_OUTCOME_MINOR] = 100;
	assert_unseen(VLS_HOOK_NR, 0);
	/* Without per-VMA locks they retry under mmap_lock. */
	snap.cells.fault[VLS_LOCK_MMAP][VLS_KIND_PTE_MARKER][VLS_OUTCOME_RETRY] = 11;
	assert_unseen(VLS_HOOK_LOCK_MM_AND_FIND_VMA, 11);
}

/* Retries of 6.4 and 6.5, which do not come so far. */
static void unsupported(void **state)
{
	struct vls_cells *cells = &snap.cells;

	(void)state;
	cells->calls[VLS_HOOK_LOCK_MM_AND_FIND_VMA] = 1;
	cells->fault[VLS_LOCK_VMA][VLS_KIND_SWAP][VLS_OUTCOME_RETRY] = 1000;
	cells->fault[VLS_LOCK_MMAP][VLS_KIND_SWAP][VLS_OUTCOME_RETRY] = 10;
	cells->retry[VLS_LOCK_VMA][VLS_REASON_UNSUPPORTED] = 1000;
	cells->retry[VLS_LOCK_MMAP][VLS_REASON_OTHER] = 10;
	assert_unseen(VLS_HOOK_FOLIO_LOCK_OR_RETRY, 10);
	cells->fault[VLS_LOCK_MMAP][VLS_KIND_SWAP][VLS_OUTCOME_RETRY] = 0;
	assert_unseen(VLS_HOOK_NR, 0);
}

/* @n faults on @kind that read, with their times if @timed. */
static void read_faults(enum vls_lock lock, enum vls_kind kind, unsigned int n, bool timed)
{
	snap.cells.fault[lock][kind][VLS_OUTCOME_MAJOR] += n;
	while (timed && n--)
		vls_histogram_add(&snap.times.hold[lock], 1000);
}

/* Major faults read. */
static void reads(void **state)
{
	(void)state;
	read_faults(VLS_LOCK_MMAP_NOUSER, VLS_KIND_SWAP, 9, true);
	assert_unseen(VLS_HOOK_NR, 0);
	read_faults(VLS_LOCK_VMA, VLS_KIND_SWAP, 8, true);
	assert_unseen(VLS_HOOK_SWAP_READ, 17);
	/* Those of shared memory are read elsewhere. */
	read_faults(VLS_LOCK_VMA, VLS_KIND_SHMEM, 1000, true);
	assert_unseen(VLS_HOOK_SWAP_READ, 17);
	snap.cells.calls[VLS_HOOK_SWAP_READ] = 3;
	assert_unseen(VLS_HOOK_NR, 0);
}

/* Before timing=1 was written nothing saw the reads. */
static void reads_not_timed(void **state)
{
	(void)state;
	read_faults(VLS_LOCK_VMA, VLS_KIND_SWAP, 1000, false);
	assert_unseen(VLS_HOOK_NR, 0);
	read_faults(VLS_LOCK_VMA, VLS_KIND_SWAP, 12, true);
	assert_unseen(VLS_HOOK_SWAP_READ, 12);
}

/* Other functions may have read for all of them. */
static void reads_elsewhere(void **state)
{
	(void)state;
	read_faults(VLS_LOCK_VMA, VLS_KIND_SWAP, 100, true);
	assert_unseen(VLS_HOOK_SWAP_READ, 100);
	snap.cells.calls[VLS_HOOK_SWAP_READ_UNPLUG] = 95;
	assert_unseen(VLS_HOOK_NR, 0);
	snap.cells.calls[VLS_HOOK_SWAP_READ_UNPLUG] = 0;
	snap.head.hooks[VLS_HOOK_ZSWAP_LOAD] = VLS_HOOK_ARMED;
	assert_unseen(VLS_HOOK_NR, 0);
	snap.head.hooks[VLS_HOOK_ZSWAP_LOAD] = VLS_HOOK_UNWANTED;
	assert_unseen(VLS_HOOK_NR, 0);
	/* A kernel without zswap. */
	snap.head.hooks[VLS_HOOK_ZSWAP_LOAD] = VLS_HOOK_UNAVAILABLE;
	assert_unseen(VLS_HOOK_SWAP_READ, 100);
}

/* A hook that is not armed cannot see anything. */
static void not_armed(void **state)
{
	static const u8 states[] = {
		VLS_HOOK_UNWANTED, VLS_HOOK_UNAVAILABLE, VLS_HOOK_MISMATCH, VLS_HOOK_OFF,
		VLS_HOOK_SILENT,
	};
	size_t i;

	(void)state;
	read_faults(VLS_LOCK_VMA, VLS_KIND_SWAP, 1000, true);
	for (i = 0; i < sizeof(states); i++) {
		snap.head.hooks[VLS_HOOK_SWAP_READ] = states[i];
		assert_unseen(VLS_HOOK_NR, 0);
	}
	snap.head.hooks[VLS_HOOK_SWAP_READ] = VLS_HOOK_ARMED;
	assert_unseen(VLS_HOOK_SWAP_READ, 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(nothing_counted, setup),
		cmocka_unit_test_setup(folio_lock, setup),
		cmocka_unit_test_setup(other_kinds, setup),
		cmocka_unit_test_setup(fallback, setup),
		cmocka_unit_test_setup(fallback_before_reset, setup),
		cmocka_unit_test_setup(unsupported, setup),
		cmocka_unit_test_setup(reads, setup),
		cmocka_unit_test_setup(reads_not_timed, setup),
		cmocka_unit_test_setup(reads_elsewhere, setup),
		cmocka_unit_test_setup(not_armed, setup),
	};

	return cmocka_run_group_tests_name("unseen", tests, NULL, NULL);
}
