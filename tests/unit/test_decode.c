// SPDX-License-Identifier: GPL-2.0-only
/* From flags and return values to labels. */
#include "unit.h"

#include "decode.h"

static void lock(void **state)
{
	(void)state;
	assert_int_equal(vls_decode_lock(FAULT_FLAG_VMA_LOCK | FAULT_FLAG_USER),
			 VLS_LOCK_VMA);
	assert_int_equal(vls_decode_lock(FAULT_FLAG_USER | FAULT_FLAG_TRIED),
			 VLS_LOCK_MMAP);
	assert_int_equal(vls_decode_lock(FAULT_FLAG_REMOTE | FAULT_FLAG_WRITE),
			 VLS_LOCK_MMAP_NOUSER);
	/* An IOMMU's or a device's fault on another mm has both. */
	assert_int_equal(vls_decode_lock(FAULT_FLAG_REMOTE | FAULT_FLAG_USER),
			 VLS_LOCK_MMAP_NOUSER);
	assert_int_equal(vls_decode_lock(FAULT_FLAG_REMOTE | FAULT_FLAG_USER |
					 FAULT_FLAG_TRIED), VLS_LOCK_MMAP_NOUSER);
	assert_int_equal(vls_decode_lock(0), VLS_LOCK_MMAP_NOUSER);
}

static void own_user(void **state)
{
	(void)state;
	assert_true(vls_decode_own_user(FAULT_FLAG_USER));
	assert_true(vls_decode_own_user(FAULT_FLAG_USER | FAULT_FLAG_VMA_LOCK |
					FAULT_FLAG_WRITE));
	assert_false(vls_decode_own_user(FAULT_FLAG_USER | FAULT_FLAG_REMOTE));
	assert_false(vls_decode_own_user(FAULT_FLAG_REMOTE));
	assert_false(vls_decode_own_user(0));
}

static void outcome(void **state)
{
	static const struct {
		unsigned int ret;
		enum vls_outcome want;
	} t[] = {
		{ 0, VLS_OUTCOME_MINOR },
		{ VM_FAULT_NOPAGE, VLS_OUTCOME_MINOR },
		{ VM_FAULT_LOCKED, VLS_OUTCOME_MINOR },
		{ VM_FAULT_DONE_COW, VLS_OUTCOME_MINOR },
		{ VM_FAULT_COMPLETED, VLS_OUTCOME_MINOR },
		{ VM_FAULT_MAJOR, VLS_OUTCOME_MAJOR },
		{ VM_FAULT_MAJOR | VM_FAULT_LOCKED, VLS_OUTCOME_MAJOR },
		{ VM_FAULT_RETRY, VLS_OUTCOME_RETRY },
		{ VM_FAULT_RETRY | VM_FAULT_NOPAGE, VLS_OUTCOME_RETRY },
		{ VM_FAULT_RETRY | VM_FAULT_MAJOR, VLS_OUTCOME_RETRY_MAJOR },
		{ VM_FAULT_OOM, VLS_OUTCOME_OOM },
		{ VM_FAULT_OOM | VM_FAULT_MAJOR, VLS_OUTCOME_OOM },
		{ VM_FAULT_SIGBUS, VLS_OUTCOME_SIGBUS },
		{ VM_FAULT_SIGSEGV, VLS_OUTCOME_SIGSEGV },
		{ VM_FAULT_HWPOISON, VLS_OUTCOME_HWPOISON },
		{ VM_FAULT_HWPOISON_LARGE | VM_FAULT_SIGBUS, VLS_OUTCOME_HWPOISON },
		{ VM_FAULT_FALLBACK, VLS_OUTCOME_OTHER },
		{ VM_FAULT_NEEDDSYNC, VLS_OUTCOME_OTHER },
		{ 1U << 31, VLS_OUTCOME_OTHER },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_int_equal(vls_decode_outcome(t[i].ret), t[i].want);
}

/* Why a fault retried that did not come to __folio_lock_or_retry(). */
static void reason(void **state)
{
	(void)state;
	assert_int_equal(vls_decode_reason(VLS_LOCK_VMA, VLS_KIND_DEVICE_PRIVATE, false),
			 VLS_REASON_DEVICE_PRIVATE);
	/* Under mmap_lock migrate_to_ram() may retry for reasons of its own. */
	assert_int_equal(vls_decode_reason(VLS_LOCK_MMAP, VLS_KIND_DEVICE_PRIVATE, false),
			 VLS_REASON_OTHER);
	assert_int_equal(vls_decode_reason(VLS_LOCK_VMA, VLS_KIND_PTE_MARKER, false),
			 VLS_REASON_PTE_MISSING);
	assert_int_equal(vls_decode_reason(VLS_LOCK_MMAP, VLS_KIND_PTE_MARKER, false),
			 VLS_REASON_PTE_MISSING);
	/* 6.4 and 6.5. */
	assert_int_equal(vls_decode_reason(VLS_LOCK_VMA, VLS_KIND_SWAP, true),
			 VLS_REASON_UNSUPPORTED);
	assert_int_equal(vls_decode_reason(VLS_LOCK_MMAP, VLS_KIND_SWAP, true),
			 VLS_REASON_OTHER);
	assert_int_equal(vls_decode_reason(VLS_LOCK_VMA, VLS_KIND_SWAP, false),
			 VLS_REASON_OTHER);
}

static void folio(void **state)
{
	(void)state;
	/* Whether it is locked does not matter while its data is not there. */
	assert_int_equal(vls_decode_folio(false, false), VLS_FOLIO_NOT_UPTODATE);
	assert_int_equal(vls_decode_folio(false, true), VLS_FOLIO_NOT_UPTODATE);
	assert_int_equal(vls_decode_folio(true, true), VLS_FOLIO_LOCKED);
	assert_int_equal(vls_decode_folio(true, false), VLS_FOLIO_RELEASED);
}

static void folio_reason(void **state)
{
	(void)state;
	assert_int_equal(vls_decode_folio_reason(VLS_FOLIO_NOT_UPTODATE, true),
			 VLS_REASON_OWN_READ);
	assert_int_equal(vls_decode_folio_reason(VLS_FOLIO_NOT_UPTODATE, false),
			 VLS_REASON_OTHER_READ);
	/* The read of this fault has ended, and somebody else was faster. */
	assert_int_equal(vls_decode_folio_reason(VLS_FOLIO_LOCKED, true), VLS_REASON_BUSY);
	assert_int_equal(vls_decode_folio_reason(VLS_FOLIO_LOCKED, false), VLS_REASON_BUSY);
	/* Released since: by the read of this fault, if it began one. */
	assert_int_equal(vls_decode_folio_reason(VLS_FOLIO_RELEASED, true),
			 VLS_REASON_OWN_READ);
	assert_int_equal(vls_decode_folio_reason(VLS_FOLIO_RELEASED, false),
			 VLS_REASON_BUSY);
}

static void shmem(void **state)
{
	(void)state;
	assert_int_equal(vls_decode_shmem(0, 0), VLS_OUTCOME_MINOR);
	assert_int_equal(vls_decode_shmem(0, VM_FAULT_MAJOR), VLS_OUTCOME_MAJOR);
	/* Other bits are set by the caller. */
	assert_int_equal(vls_decode_shmem(0, VM_FAULT_LOCKED), VLS_OUTCOME_MINOR);
	assert_int_equal(vls_decode_shmem(-EEXIST, 0), VLS_OUTCOME_OTHER);
	assert_int_equal(vls_decode_shmem(-EEXIST, VM_FAULT_MAJOR), VLS_OUTCOME_OTHER);
	assert_int_equal(vls_decode_shmem(-ENOMEM, VM_FAULT_MAJOR), VLS_OUTCOME_OOM);
	assert_int_equal(vls_decode_shmem(-EHWPOISON, 0), VLS_OUTCOME_HWPOISON);
	assert_int_equal(vls_decode_shmem(-EIO, VM_FAULT_MAJOR), VLS_OUTCOME_SIGBUS);
	assert_int_equal(vls_decode_shmem(-EINVAL, 0), VLS_OUTCOME_SIGBUS);
}

static void folio_lock(void **state)
{
	const unsigned int first = FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_KILLABLE;
	const unsigned int later = first | FAULT_FLAG_TRIED;

	(void)state;
	assert_int_equal(vls_decode_folio_lock(first, true, false),
			 VLS_FOLIO_LOCK_DROPPED);
	assert_int_equal(vls_decode_folio_lock(first, true, true),
			 VLS_FOLIO_LOCK_KILLED);
	assert_int_equal(vls_decode_folio_lock(first | FAULT_FLAG_RETRY_NOWAIT,
					       true, true),
			 VLS_FOLIO_LOCK_NOWAIT);
	assert_int_equal(vls_decode_folio_lock(later, false, false),
			 VLS_FOLIO_LOCK_LOCKED);
	assert_int_equal(vls_decode_folio_lock(later, false, true),
			 VLS_FOLIO_LOCK_LOCKED);
	assert_int_equal(vls_decode_folio_lock(later, true, true),
			 VLS_FOLIO_LOCK_KILLED);
	assert_int_equal(vls_decode_folio_lock(0, false, false),
			 VLS_FOLIO_LOCK_LOCKED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lock),
		cmocka_unit_test(own_user),
		cmocka_unit_test(outcome),
		cmocka_unit_test(reason),
		cmocka_unit_test(folio),
		cmocka_unit_test(folio_reason),
		cmocka_unit_test(shmem),
		cmocka_unit_test(folio_lock),
	};

	return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
