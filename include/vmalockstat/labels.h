/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The values that a counter is split by: X(ENUMERATOR, "printed name", "help"). The
 * printed names are parts of the names of counters (table.h), of hooks and of trace
 * events; once released they never change.
 *
 * Plain C without kernel or libc headers: the module, the command and the tests include
 * it.
 */
#ifndef VMALOCKSTAT_LABELS_H
#define VMALOCKSTAT_LABELS_H

/* The lock that a fault holds when the hooked function is entered. */
#define VLS_LOCKS(X)							\
	X(VLS_LOCK_VMA,		"vma",					\
	  "the per-VMA lock: FAULT_FLAG_VMA_LOCK is set")		\
	X(VLS_LOCK_MMAP,	"mmap",					\
	  "mmap_lock, for a fault from user mode")			\
	X(VLS_LOCK_MMAP_NOUSER,	"mmap_nouser",				\
	  "mmap_lock, for a fault in kernel mode, on another mm (get_user_pages(), a device) or by khugepaged, which never tries the VMA lock")

/*
 * What vmf->orig_pte holds when do_swap_page() is entered; shmem for a fault that comes to
 * shmem_swapin_folio() instead.
 */
#define VLS_KINDS(X)							\
	X(VLS_KIND_SWAP,	"swap",		"a page on swap")	\
	X(VLS_KIND_MIGRATION,	"migration",	"a page that is being migrated") \
	X(VLS_KIND_DEVICE_EXCLUSIVE, "device_exclusive",		\
	  "a page that a device has exclusive access to")		\
	X(VLS_KIND_DEVICE_PRIVATE, "device_private",			\
	  "a page in the memory of a device")				\
	X(VLS_KIND_HWPOISON,	"hwpoison",	"a page with a memory error") \
	X(VLS_KIND_PTE_MARKER,	"pte_marker",				\
	  "a marker, as of userfaultfd or a guard region")		\
	X(VLS_KIND_SHMEM,	"shmem",				\
	  "a page of shared memory (tmpfs, memfd, SysV, MAP_SHARED|MAP_ANONYMOUS) on swap") \
	X(VLS_KIND_OTHER,	"other",	"none of these")

/* What do_swap_page() returned, or what shmem_swapin_folio() comes to. */
#define VLS_OUTCOMES(X)							\
	X(VLS_OUTCOME_MINOR,	"minor",				\
	  "served without starting a read; NOPAGE, LOCKED, DONE_COW and COMPLETED are among them") \
	X(VLS_OUTCOME_MAJOR,	"major",	"served, a read was started")	\
	X(VLS_OUTCOME_RETRY,	"retry",	"VM_FAULT_RETRY without VM_FAULT_MAJOR") \
	X(VLS_OUTCOME_RETRY_MAJOR, "retry_major", "VM_FAULT_RETRY and VM_FAULT_MAJOR: a read was started") \
	X(VLS_OUTCOME_OOM,	"oom",		"VM_FAULT_OOM")		\
	X(VLS_OUTCOME_SIGBUS,	"sigbus",	"VM_FAULT_SIGBUS")	\
	X(VLS_OUTCOME_SIGSEGV,	"sigsegv",	"VM_FAULT_SIGSEGV")	\
	X(VLS_OUTCOME_HWPOISON,	"hwpoison",	"VM_FAULT_HWPOISON or VM_FAULT_HWPOISON_LARGE") \
	X(VLS_OUTCOME_OTHER,	"other",				\
	  "any other error, or shared memory whose entry had changed, which is looked up again")

/* Why do_swap_page() returned VM_FAULT_RETRY. The help is a line of summary too. */
#define VLS_REASONS(X)							\
	X(VLS_REASON_OWN_READ,	"own_read",	"waits for the read it began") \
	X(VLS_REASON_OTHER_READ, "other_read",	"waits for a read by another") \
	X(VLS_REASON_BUSY,	"busy",		"folio locked, not for a read")	\
	X(VLS_REASON_DEVICE_PRIVATE, "device_private", "device-private entry") \
	X(VLS_REASON_PTE_MISSING, "pte_missing", "marker became a missing-page fault") \
	X(VLS_REASON_UNSUPPORTED, "unsupported", "this kernel retries every swap fault") \
	X(VLS_REASON_OTHER,	"other",	"other reasons")

/* How a call of __folio_lock_or_retry() made by a swap fault ended. */
#define VLS_FOLIO_LOCKS(X)						\
	X(VLS_FOLIO_LOCK_LOCKED, "locked",				\
	  "slept for the folio lock with the fault lock held, and got it") \
	X(VLS_FOLIO_LOCK_DROPPED, "dropped",				\
	  "dropped the fault lock, waited for the folio, returned a retry") \
	X(VLS_FOLIO_LOCK_NOWAIT, "nowait",				\
	  "returned a retry at once with the fault lock held (FAULT_FLAG_RETRY_NOWAIT)") \
	X(VLS_FOLIO_LOCK_KILLED, "killed",				\
	  "dropped the fault lock; a fatal signal was pending at the end")

/* Why mmap_lock was taken for a fault in lock_mm_and_find_vma(). */
#define VLS_FALLBACKS(X)						\
	X(VLS_FALLBACK_SWAP_RETRY, "swap_retry",			\
	  "the task's swap fault just retried under the VMA lock")	\
	X(VLS_FALLBACK_MMAP_RETRY, "mmap_retry",			\
	  "the task's swap fault just retried under mmap_lock: its second round there") \
	X(VLS_FALLBACK_KERNEL,	"kernel",	"the fault came in kernel mode") \
	X(VLS_FALLBACK_OTHER,	"other",				\
	  "no VMA lock was available, or another kind of fault retried")

/* Write locks of VMAs, in __vma_start_write(). */
#define VLS_WRITERS(X)							\
	X(VLS_WRITER_ATTEMPT,	"attempt",				\
	  "calls that ended: a writer wants a VMA that it has not locked yet") \
	X(VLS_WRITER_WAITED,	"waited",	"those that slept until the readers of the VMA were gone")

/* What holding the VMA lock during a wait for a folio would have done. */
#define VLS_WHATIF_HOLDS(X)						\
	X(VLS_WHATIF_HOLD_WAITS_FREE, "waits_free",			\
	  "waits during which no writer came for the VMA")		\
	X(VLS_WHATIF_HOLD_WAITS_BLOCKING, "waits_blocking",		\
	  "waits that a writer of the VMA would have had to wait for")	\
	X(VLS_WHATIF_HOLD_WAITS_LOST, "waits_lost",			\
	  "waits that the table had no free slot for")			\
	X(VLS_WHATIF_HOLD_WRITERS_BLOCKED, "writers_blocked",		\
	  "writers that would have had to wait, for one such wait or several at once")

/* What retrying under the VMA lock would have done, for a fallback after a swap retry. */
#define VLS_WHATIF_RETRIES(X)						\
	X(VLS_WHATIF_RETRY_AVOIDED, "avoided",				\
	  "would have got the VMA lock: no writer took mmap_lock since the retry, or none locked the VMA") \
	X(VLS_WHATIF_RETRY_REFUSED, "refused",				\
	  "may not have got it: the VMA is gone, or a writer has locked it") \
	X(VLS_WHATIF_RETRY_UNKNOWN, "unknown",				\
	  "a writer took mmap_lock, and of the VMA nothing is known")

/* Calls of lock_vma_under_rcu(). */
#define VLS_VMA_LOCKS(X)						\
	X(VLS_VMA_LOCK_ATTEMPT,	"attempt",				\
	  "calls; a few that are no faults (madvise, userfaultfd) are among them") \
	X(VLS_VMA_LOCK_REFUSED,	"refused",				\
	  "calls that returned no VMA: it does not exist, is being written to, or changed in between")

/* How handle_mm_fault() ended for a fault from user mode. */
#define VLS_FAULT_ENDS(X)						\
	X(VLS_FAULT_END_SUCCESS, "success",	"ended under this lock, served or with an error") \
	X(VLS_FAULT_END_RETRY_SWAP, "retry_swap", "retried because do_swap_page() did") \
	X(VLS_FAULT_END_RETRY_OTHER, "retry_other", "retried for another reason, as a read from a file")

/* Whether the fault lock was held during a wait in __folio_lock_or_retry(). */
#define VLS_FOLIO_WAITS(X)						\
	X(VLS_FOLIO_WAIT_DROPPED, "dropped",	"the fault lock was dropped before the wait") \
	X(VLS_FOLIO_WAIT_HELD,	"held",		"the fault lock was held during the wait")

/*
 * What a task did while it held the fault lock. Those before CPU are measured in hooked
 * functions; the others are the rest.
 */
#define VLS_HELDS(X)							\
	X(VLS_HELD_READ,	"read",		"it read from swap")	\
	X(VLS_HELD_RECLAIM,	"reclaim",	"it reclaimed memory, for its memory cgroup or for the machine") \
	X(VLS_HELD_THROTTLE,	"throttle",	"it was throttled, as its memory cgroup was above memory.high") \
	X(VLS_HELD_FOLIO_WAIT,	"folio_wait",				\
	  "it slept until the folio was unlocked, or until a migration ended") \
	X(VLS_HELD_CPU,		"cpu",		"it was running")	\
	X(VLS_HELD_RUNNABLE,	"runnable",	"it was ready to run and waited for a CPU") \
	X(VLS_HELD_ASLEEP,	"asleep",	"it slept")

/* The hooked functions. The symbol has another name on some kernels. */
#define VLS_HOOKS(X)							\
	X(VLS_HOOK_DO_SWAP_PAGE, "do_swap_page",			\
	  "a fault on an entry that is not a present page")		\
	X(VLS_HOOK_FOLIO_LOCK_OR_RETRY, "folio_lock_or_retry",		\
	  "a swap fault that found its folio locked")			\
	X(VLS_HOOK_LOCK_MM_AND_FIND_VMA, "lock_mm_and_find_vma",	\
	  "mmap_lock is taken for a fault")				\
	X(VLS_HOOK_GET_SIGNAL,	"get_signal",				\
	  "a task takes a signal on its way back to user mode")		\
	X(VLS_HOOK_SHMEM_SWAPIN_FOLIO, "shmem_swapin_folio",		\
	  "a page of shared memory is swapped in")			\
	X(VLS_HOOK_SWAP_READ,	"swap_read",				\
	  "a swap fault reads; only with hooks=read or by its name, while times are taken")		\
	X(VLS_HOOK_SWAP_READ_UNPLUG, "swap_read_unplug",		\
	  "a swap fault reads from a swap file of a network file system; as swap_read, not every kernel has it") \
	X(VLS_HOOK_ZSWAP_LOAD,	"zswap_load",				\
	  "a swap fault reads from zswap; as swap_read, once zswap is in use, and where swap_read does not see it (7.3)") \
	X(VLS_HOOK_MEMCG_RECLAIM, "memcg_reclaim",			\
	  "a task reclaims for its memory cgroup; only while times are taken") \
	X(VLS_HOOK_DIRECT_RECLAIM, "direct_reclaim",			\
	  "a task reclaims for the machine; only while times are taken") \
	X(VLS_HOOK_MEMCG_THROTTLE, "memcg_throttle",			\
	  "a task of a memory cgroup above memory.high is throttled; only while times are taken") \
	X(VLS_HOOK_VMA_START_WRITE, "vma_start_write",			\
	  "a VMA is locked for writing; from 6.15 on")			\
	X(VLS_HOOK_SWAP_SHOW,	"swap_show",				\
	  "a line of /proc/swaps is printed: the swap devices")		\
	X(VLS_HOOK_LOCK_VMA_UNDER_RCU, "lock_vma_under_rcu",		\
	  "a fault asks for a VMA lock; only with all_faults=1")	\
	X(VLS_HOOK_HANDLE_MM_FAULT, "handle_mm_fault",			\
	  "any page fault; only with all_faults=1")

/* The state of a hook. From MISMATCH on it is attached, so its counters are known. */
#define VLS_HOOK_STATES(X)						\
	X(VLS_HOOK_UNWANTED,	"unwanted",	"left out by hooks= or all_faults=") \
	X(VLS_HOOK_UNAVAILABLE,	"unavailable",	"this kernel does not allow it") \
	X(VLS_HOOK_MISMATCH,	"mismatch",				\
	  "armed, but the function is called with arguments that are not known") \
	X(VLS_HOOK_OFF,		"off",		"not armed: enabled=0, or timing=0 and it only takes times") \
	X(VLS_HOOK_SILENT,	"silent",	"armed, while probes are switched off for the whole system") \
	X(VLS_HOOK_ARMED,	"armed",	"armed")

/* What the module changes in the behaviour of the kernel. */
#define VLS_EXPERIMENTS(X)						\
	X(VLS_EXPERIMENT_NONE,	"none",		"nothing")

/* The breakdowns. The names are those of their files. */
#define VLS_BREAKDOWNS(X)						\
	X(VLS_BY_PROCESS,	"by_process",	"by the process of the task that faulted") \
	X(VLS_BY_CGROUP,	"by_cgroup",	"by the cgroup of the task that faulted") \
	X(VLS_BY_SWAP,		"by_swap",	"by the swap device of the entry")

#define VLS_ENUM_ENTRY(id, name, help)	id,
#define VLS_NAME_ENTRY(id, name, help)	name,
/* For a list in a message: ", a, b". */
#define VLS_LIST_ENTRY(id, name, help)	", " name

/* Define enum @set, and @set_name(i): the printed name of a label, "?" if i is none. */
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
VLS_DEFINE_SET(vls_writer, VLS_WRITERS, VLS_WRITER_NR)
VLS_DEFINE_SET(vls_whatif_hold, VLS_WHATIF_HOLDS, VLS_WHATIF_HOLD_NR)
VLS_DEFINE_SET(vls_whatif_retry, VLS_WHATIF_RETRIES, VLS_WHATIF_RETRY_NR)
VLS_DEFINE_SET(vls_vma_lock, VLS_VMA_LOCKS, VLS_VMA_LOCK_NR)
VLS_DEFINE_SET(vls_fault_end, VLS_FAULT_ENDS, VLS_FAULT_END_NR)
VLS_DEFINE_SET(vls_folio_wait_lock, VLS_FOLIO_WAITS, VLS_FOLIO_WAIT_NR)
VLS_DEFINE_SET(vls_held, VLS_HELDS, VLS_HELD_NR)
VLS_DEFINE_SET(vls_hook_id, VLS_HOOKS, VLS_HOOK_NR)
VLS_DEFINE_SET(vls_hook_state, VLS_HOOK_STATES, VLS_HOOK_STATE_NR)
VLS_DEFINE_SET(vls_experiment, VLS_EXPERIMENTS, VLS_EXPERIMENT_NR)
VLS_DEFINE_SET(vls_breakdown_id, VLS_BREAKDOWNS, VLS_BREAKDOWN_NR)

#endif /* VMALOCKSTAT_LABELS_H */
