/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The taxonomy of vmalockstat: every lock, entry kind, outcome, reason and
 * hook with its printed name. Shared by the module, the tools and the tests;
 * a name stands here once and is never changed once released.
 *
 * Plain C without kernel or libc headers, so that all three can include it.
 */
#ifndef VMALOCKSTAT_H
#define VMALOCKSTAT_H

/* Version of the text of the counters file. */
#define VLS_FORMAT 1

/* Directory below debugfs. */
#define VLS_NAME "vmalockstat"

/*
 * The lock that a fault holds when do_swap_page() is entered.
 *
 * vma		FAULT_FLAG_VMA_LOCK is set: the per-VMA lock
 * mmap		a user-mode fault that holds mmap_lock
 * mmap_nouser	FAULT_FLAG_USER is clear: a fault in kernel mode, get_user_pages,
 *		khugepaged or another task's memory, which never tries the VMA lock
 */
#define VLS_LOCKS(X)					\
	X(VLS_LOCK_VMA,			"vma")		\
	X(VLS_LOCK_MMAP,		"mmap")		\
	X(VLS_LOCK_MMAP_NOUSER,		"mmap_nouser")

/* What vmf->orig_pte holds when do_swap_page() is entered. */
#define VLS_KINDS(X)						\
	X(VLS_KIND_SWAP,		"swap")			\
	X(VLS_KIND_MIGRATION,		"migration")		\
	X(VLS_KIND_DEVICE_EXCLUSIVE,	"device_exclusive")	\
	X(VLS_KIND_DEVICE_PRIVATE,	"device_private")	\
	X(VLS_KIND_HWPOISON,		"hwpoison")		\
	X(VLS_KIND_PTE_MARKER,		"pte_marker")		\
	X(VLS_KIND_OTHER,		"other")

/*
 * What do_swap_page() returned. minor takes in NOPAGE, LOCKED, DONE_COW and
 * COMPLETED; retry_major is a retry of a fault that had started the read.
 */
#define VLS_OUTCOMES(X)					\
	X(VLS_OUTCOME_MINOR,		"minor")	\
	X(VLS_OUTCOME_MAJOR,		"major")	\
	X(VLS_OUTCOME_RETRY,		"retry")	\
	X(VLS_OUTCOME_RETRY_MAJOR,	"retry_major")	\
	X(VLS_OUTCOME_OOM,		"oom")		\
	X(VLS_OUTCOME_SIGBUS,		"sigbus")	\
	X(VLS_OUTCOME_SIGSEGV,		"sigsegv")	\
	X(VLS_OUTCOME_HWPOISON,		"hwpoison")	\
	X(VLS_OUTCOME_OTHER,		"other")

/*
 * Why do_swap_page() returned VM_FAULT_RETRY.
 *
 * folio_lock		__folio_lock_or_retry() said so
 * device_private	migrate_to_ram() is not called under the VMA lock
 * pte_missing		a pte marker became a missing-page fault and retried there
 * unsupported		6.4 and 6.5: no swap entry is handled under the VMA lock
 * other		none of these, as a write fault that retried in do_wp_page()
 */
#define VLS_REASONS(X)						\
	X(VLS_REASON_FOLIO_LOCK,	"folio_lock")		\
	X(VLS_REASON_DEVICE_PRIVATE,	"device_private")	\
	X(VLS_REASON_PTE_MISSING,	"pte_missing")		\
	X(VLS_REASON_UNSUPPORTED,	"unsupported")		\
	X(VLS_REASON_OTHER,		"other")

/* The same in words, after "because". */
#define VLS_REASON_TEXTS(X)						\
	X(VLS_REASON_FOLIO_LOCK,	"the folio lock was contended")	\
	X(VLS_REASON_DEVICE_PRIVATE,	"device-private entry")		\
	X(VLS_REASON_PTE_MISSING,	"marker became a missing-page fault") \
	X(VLS_REASON_UNSUPPORTED,	"this kernel retries every swap fault") \
	X(VLS_REASON_OTHER,		"other reasons")

/*
 * How a call of __folio_lock_or_retry() made by a swap fault ended.
 *
 * locked	slept for the folio lock with the fault lock held, and got it
 * dropped	released the fault lock, waited for the folio, returned retry
 * nowait	returned retry at once with the fault lock held (RETRY_NOWAIT)
 * killed	released the fault lock; a fatal signal was pending at the end
 */
#define VLS_FOLIO_LOCKS(X)				\
	X(VLS_FOLIO_LOCK_LOCKED,	"locked")	\
	X(VLS_FOLIO_LOCK_DROPPED,	"dropped")	\
	X(VLS_FOLIO_LOCK_NOWAIT,	"nowait")	\
	X(VLS_FOLIO_LOCK_KILLED,	"killed")

/*
 * Why mmap_lock was taken for a fault in lock_mm_and_find_vma().
 *
 * swap_retry	this task's swap fault just retried under the VMA lock
 * mmap_retry	it just retried under mmap_lock: its second round there
 * kernel	the fault came in kernel mode
 * other	no VMA lock to be had, or a retry that was no swap fault
 */
#define VLS_FALLBACKS(X)				\
	X(VLS_FALLBACK_SWAP_RETRY,	"swap_retry")	\
	X(VLS_FALLBACK_MMAP_RETRY,	"mmap_retry")	\
	X(VLS_FALLBACK_KERNEL,		"kernel")	\
	X(VLS_FALLBACK_OTHER,		"other")

/*
 * All page faults from user mode that tried the VMA lock (all_faults=1).
 *
 * attempt	calls of lock_vma_under_rcu(); a few that are no faults (madvise,
 *		userfaultfd) are among them
 * refused	those that got no lock: the VMA is not there, is being written
 *		to, or changed meanwhile
 * success	handle_mm_fault() ended under the VMA lock, well or not
 * retry_swap	it retried, because do_swap_page() did
 * retry_other	it retried for another reason, as a read from a file
 */
#define VLS_VMA_LOCKS(X)				\
	X(VLS_VMA_LOCK_ATTEMPT,		"attempt")	\
	X(VLS_VMA_LOCK_REFUSED,		"refused")	\
	X(VLS_VMA_LOCK_SUCCESS,		"success")	\
	X(VLS_VMA_LOCK_RETRY_SWAP,	"retry_swap")	\
	X(VLS_VMA_LOCK_RETRY_OTHER,	"retry_other")

/* The same for those that held mmap_lock. */
#define VLS_MMAP_LOCKS(X)				\
	X(VLS_MMAP_LOCK_SUCCESS,	"success")	\
	X(VLS_MMAP_LOCK_RETRY_SWAP,	"retry_swap")	\
	X(VLS_MMAP_LOCK_RETRY_OTHER,	"retry_other")

/*
 * Writers of VMAs, in __vma_start_write().
 *
 * attempt	calls that ended: a writer wants a VMA that it has not locked yet
 * waited	those that slept, which they do for the VMA's readers
 */
#define VLS_WRITERS(X)					\
	X(VLS_WRITER_ATTEMPT,		"attempt")	\
	X(VLS_WRITER_WAITED,		"waited")

/*
 * What if a swap fault kept the VMA lock while it waits for its folio?
 *
 * waits_free		waits that no writer of their VMA came into
 * waits_blocking	waits that a writer would have had to wait for
 * waits_lost		waits that the table had no room for
 * writers_blocked	writers that would have had to wait, for one such wait or
 *			for several at once
 */
#define VLS_WHATIF_HOLDS(X)					\
	X(VLS_WHATIF_HOLD_WAITS_FREE,		"waits_free")	\
	X(VLS_WHATIF_HOLD_WAITS_BLOCKING,	"waits_blocking") \
	X(VLS_WHATIF_HOLD_WAITS_LOST,		"waits_lost")	\
	X(VLS_WHATIF_HOLD_WRITERS_BLOCKED,	"writers_blocked")

/*
 * What if a swap fault that retried came back under the VMA lock? Of those that
 * had mmap_lock instead:
 *
 * avoided	would have had it: nobody took mmap_lock for writing since the
 *		retry, or the VMA is there still and nobody has locked it for
 *		writing since the fault let it go
 * refused	may not have had it: the VMA is gone, or a writer has locked it
 * unknown	there was a writer in the mm; of the VMA nothing is known
 */
#define VLS_WHATIF_RETRIES(X)				\
	X(VLS_WHATIF_RETRY_AVOIDED,	"avoided")	\
	X(VLS_WHATIF_RETRY_REFUSED,	"refused")	\
	X(VLS_WHATIF_RETRY_UNKNOWN,	"unknown")

/*
 * What is timed, in nanoseconds. Where there is one for each lock, they stand
 * in the order of VLS_LOCKS.
 *
 * hold.LOCK		from the entry of do_swap_page() until the lock is let go
 *			inside it, or its return
 * folio_wait.dropped	in __folio_lock_or_retry(), the fault lock let go
 * folio_wait.held	in __folio_lock_or_retry(), the fault lock held
 * swap_read.LOCK	in swap_read_folio(), called by a swap fault
 * migration_wait.LOCK	in do_swap_page() for a migration entry
 * fallback_wait	in lock_mm_and_find_vma(), after a swap retry
 * retry_cost		from the VMA lock let go until mmap_lock is had
 * writer_wait		in __vma_start_write(), by those that slept there
 * whatif.hold.writer_wait	from the VMA locked by a writer until the last
 *			wait for a folio ends that had let that VMA go
 * whatif.retry_vma.saved	in lock_mm_and_find_vma(), of those avoided
 */
#define VLS_TIMES(X)							\
	X(VLS_TIME_HOLD,			"hold.vma")		\
	X(VLS_TIME_HOLD_MMAP,			"hold.mmap")		\
	X(VLS_TIME_HOLD_MMAP_NOUSER,		"hold.mmap_nouser")	\
	X(VLS_TIME_FOLIO_WAIT_DROPPED,		"folio_wait.dropped")	\
	X(VLS_TIME_FOLIO_WAIT_HELD,		"folio_wait.held")	\
	X(VLS_TIME_SWAP_READ,			"swap_read.vma")	\
	X(VLS_TIME_SWAP_READ_MMAP,		"swap_read.mmap")	\
	X(VLS_TIME_SWAP_READ_MMAP_NOUSER,	"swap_read.mmap_nouser") \
	X(VLS_TIME_MIGRATION_WAIT,		"migration_wait.vma")	\
	X(VLS_TIME_MIGRATION_WAIT_MMAP,		"migration_wait.mmap")	\
	X(VLS_TIME_MIGRATION_WAIT_MMAP_NOUSER,	"migration_wait.mmap_nouser") \
	X(VLS_TIME_FALLBACK_WAIT,		"fallback_wait")	\
	X(VLS_TIME_RETRY_COST,			"retry_cost")		\
	X(VLS_TIME_WRITER_WAIT,			"writer_wait")		\
	X(VLS_TIME_WHATIF_WRITER_WAIT,		"whatif.hold.writer_wait") \
	X(VLS_TIME_WHATIF_SAVED,		"whatif.retry_vma.saved")

/*
 * What a breakdown says of each process, cgroup or swap device: sums of cells.
 *
 * fault.LOCK		calls of do_swap_page() that returned, in the order of
 *			VLS_LOCKS
 * retry.vma		those that retried under the VMA lock
 * major		those that had started to read, the retried ones too
 * fallback.swap_retry	the counter of that name
 * hold.sum		in nanoseconds, as those below: hold.* of all locks
 * folio_wait.sum	folio_wait.dropped and folio_wait.held
 * fallback_wait.sum	fallback_wait
 */
#define VLS_PARTS(X)							\
	X(VLS_PART_FAULT,		"fault.vma")			\
	X(VLS_PART_FAULT_MMAP,		"fault.mmap")			\
	X(VLS_PART_FAULT_MMAP_NOUSER,	"fault.mmap_nouser")		\
	X(VLS_PART_RETRY,		"retry.vma")			\
	X(VLS_PART_MAJOR,		"major")			\
	X(VLS_PART_FALLBACK,		"fallback.swap_retry")		\
	X(VLS_PART_HOLD,		"hold.sum")			\
	X(VLS_PART_FOLIO_WAIT,		"folio_wait.sum")		\
	X(VLS_PART_FALLBACK_WAIT,	"fallback_wait.sum")

/* The breakdowns, and their files. */
#define VLS_BREAKDOWNS(X)					\
	X(VLS_BY_PROCESS,		"by_process")		\
	X(VLS_BY_CGROUP,		"by_cgroup")		\
	X(VLS_BY_SWAP,			"by_swap")

/* The hooked functions; the symbol may carry another name on some kernels. */
#define VLS_HOOKS(X)							\
	X(VLS_HOOK_DO_SWAP_PAGE,	"do_swap_page")			\
	X(VLS_HOOK_FOLIO_LOCK,		"folio_lock_or_retry")		\
	X(VLS_HOOK_FALLBACK,		"lock_mm_and_find_vma")		\
	X(VLS_HOOK_SIGNAL,		"get_signal")			\
	X(VLS_HOOK_SWAP_READ,		"swap_read_folio")		\
	X(VLS_HOOK_WRITER,		"vma_start_write")		\
	X(VLS_HOOK_SWAPS,		"swap_show")			\
	X(VLS_HOOK_VMA_LOCK,		"lock_vma_under_rcu")		\
	X(VLS_HOOK_MM_FAULT,		"handle_mm_fault")

#define VLS_ENUM_ENTRY(id, name)	id,
#define VLS_NAME_ENTRY(id, name)	name,
/* For a list in a message: ", a, b". */
#define VLS_LIST_ENTRY(id, name)	", " name

#define VLS_DEFINE_SET(set, list, last)					\
	enum set { list(VLS_ENUM_ENTRY) last };				\
	static inline const char *set##_name(unsigned int i)		\
	{								\
		static const char *const names[] = {			\
			list(VLS_NAME_ENTRY)				\
		};							\
		return i < last ? names[i] : "?";			\
	}

VLS_DEFINE_SET(vls_lock, VLS_LOCKS, VLS_LOCK_NR)
VLS_DEFINE_SET(vls_kind, VLS_KINDS, VLS_KIND_NR)
VLS_DEFINE_SET(vls_outcome, VLS_OUTCOMES, VLS_OUTCOME_NR)
VLS_DEFINE_SET(vls_reason, VLS_REASONS, VLS_REASON_NR)
VLS_DEFINE_SET(vls_folio_lock, VLS_FOLIO_LOCKS, VLS_FOLIO_LOCK_NR)
VLS_DEFINE_SET(vls_fallback, VLS_FALLBACKS, VLS_FALLBACK_NR)
VLS_DEFINE_SET(vls_vma_lock, VLS_VMA_LOCKS, VLS_VMA_LOCK_NR)
VLS_DEFINE_SET(vls_mmap_lock, VLS_MMAP_LOCKS, VLS_MMAP_LOCK_NR)
VLS_DEFINE_SET(vls_writer, VLS_WRITERS, VLS_WRITER_NR)
VLS_DEFINE_SET(vls_whatif_hold, VLS_WHATIF_HOLDS, VLS_WHATIF_HOLD_NR)
VLS_DEFINE_SET(vls_whatif_retry, VLS_WHATIF_RETRIES, VLS_WHATIF_RETRY_NR)
VLS_DEFINE_SET(vls_time, VLS_TIMES, VLS_TIME_NR)
VLS_DEFINE_SET(vls_part_id, VLS_PARTS, VLS_PART_NR)
VLS_DEFINE_SET(vls_breakdown_id, VLS_BREAKDOWNS, VLS_BREAKDOWN_NR)
VLS_DEFINE_SET(vls_hook_id, VLS_HOOKS, VLS_HOOK_NR)

static inline const char *vls_reason_text(unsigned int i)
{
	static const char *const texts[] = { VLS_REASON_TEXTS(VLS_NAME_ENTRY) };

	return i < VLS_REASON_NR ? texts[i] : "?";
}

#endif /* VMALOCKSTAT_H */
