/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between kernel versions, from declarations wherever the compiler can tell.
 * No other file of the module depends on the version.
 */
#ifndef VLS_COMPAT_H
#define VLS_COMPAT_H

#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/stacktrace.h>
#include <linux/swap.h>
#include <linux/timekeeping.h>
#include <linux/version.h>
#ifdef CONFIG_X86_TSC
#include <asm/cpufeature.h>
#include <asm/tsc.h>
#endif

#include "vmalockstat/labels.h"

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
#error "vmalockstat needs Linux 6.1 or newer"
#endif

/*
 * The symbols of the hooks. A build may define others: the tests build modules that do not
 * find one of them.
 */
#ifndef VLS_SYMBOL_DO_SWAP_PAGE
#define VLS_SYMBOL_DO_SWAP_PAGE		"do_swap_page"
#endif
#ifndef VLS_SYMBOL_FOLIO_LOCK
#define VLS_SYMBOL_FOLIO_LOCK		"__folio_lock_or_retry"
#endif
#ifndef VLS_SYMBOL_FALLBACK
#define VLS_SYMBOL_FALLBACK		"lock_mm_and_find_vma"
#endif
/*
 * The function in which a swap fault reads, the first of these that there is. From 7.3 on
 * swap_read_folio() only queues, unless the page is in zswap (zswap_load()), and
 * swap_read_submit() reads. It was swap_readpage() before 6.8.
 */
#ifndef VLS_SYMBOL_SWAP_READ
#define VLS_SYMBOL_SWAP_READ		"swap_read_submit"
#define VLS_SYMBOL_SWAP_READ_6_8	"swap_read_folio"
#define VLS_SYMBOL_SWAP_READ_6_1	"swap_readpage"
#else
#define VLS_SYMBOL_SWAP_READ_6_8	NULL
#define VLS_SYMBOL_SWAP_READ_6_1	NULL
#endif
#ifndef VLS_SYMBOL_SWAP_READ_UNPLUG
#define VLS_SYMBOL_SWAP_READ_UNPLUG	"__swap_read_unplug"
#endif
#ifndef VLS_SYMBOL_ZSWAP_LOAD
#define VLS_SYMBOL_ZSWAP_LOAD		"zswap_load"
#endif
#ifndef VLS_SYMBOL_SHMEM_SWAPIN
#define VLS_SYMBOL_SHMEM_SWAPIN		"shmem_swapin_folio"
#endif
/* mem_cgroup_handle_over_high() is a check in a header since some 7.x, and calls this one. */
#ifndef VLS_SYMBOL_MEMCG_THROTTLE
#define VLS_SYMBOL_MEMCG_THROTTLE	"__mem_cgroup_handle_over_high"
#define VLS_SYMBOL_MEMCG_THROTTLE_6_12	"mem_cgroup_handle_over_high"
#else
#define VLS_SYMBOL_MEMCG_THROTTLE_6_12	NULL
#endif
#ifndef VLS_SYMBOL_MEMCG_RECLAIM
#define VLS_SYMBOL_MEMCG_RECLAIM	"mm_vmscan_memcg_reclaim"
#endif
#ifndef VLS_SYMBOL_DIRECT_RECLAIM
#define VLS_SYMBOL_DIRECT_RECLAIM	"mm_vmscan_direct_reclaim"
#endif
#ifndef VLS_SYMBOL_WRITER
#define VLS_SYMBOL_WRITER		"__vma_start_write"
#endif
#ifndef VLS_SYMBOL_VMA_LOCK
#define VLS_SYMBOL_VMA_LOCK		"lock_vma_under_rcu"
#endif
#ifndef VLS_SYMBOL_MM_FAULT
#define VLS_SYMBOL_MM_FAULT		"handle_mm_fault"
#endif
#ifndef VLS_SYMBOL_SWAPS
#define VLS_SYMBOL_SWAPS		"swap_show"
#endif
#ifndef VLS_SYMBOL_SIGNAL
#define VLS_SYMBOL_SIGNAL		"get_signal"
#endif

/*
 * Per-VMA locks came in 6.4. Where a declaration is conditional on CONFIG_PER_VMA_LOCK that
 * option decides; where none is, all architectures have them. Kbuild has looked which it is.
 */
#ifdef VLS_DECLARES_UNKNOWN_VMA_LOCK
#error "this kernel has per-VMA locks of a kind that is not known here"
#endif
#if defined(CONFIG_PER_VMA_LOCK) || defined(VLS_DECLARES_VMA_LOCK)
#define VLS_HAVE_VMA_LOCK	1
#define VLS_FAULT_FLAG_VMA_LOCK	FAULT_FLAG_VMA_LOCK
#else
#define VLS_HAVE_VMA_LOCK	0
/* No fault has this flag. */
#define VLS_FAULT_FLAG_VMA_LOCK	0
#endif

/*
 * Until 6.1 a write fault that ends in do_wp_page() returned this bit too. It is an
 * enumerator, which the preprocessor cannot test for, so the version decides.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
#define VLS_VM_FAULT_WRITE	VM_FAULT_WRITE
#endif

/*
 * A hook that reads arguments is unavailable on a kernel that declares the function in an
 * unknown way, or does not declare it (VLS_DECLARES_*, from Kbuild): its arguments may be
 * anything.
 *
 * 6.4 and 6.5 return VM_FAULT_RETRY for every entry under the VMA lock. The rework that
 * ended this gave __folio_lock_or_retry() its vmf (6.6).
 */
#ifdef VLS_DECLARES_FOLIO_LOCK
#define VLS_FOLIO_LOCK_HAS_VMF						\
	__builtin_types_compatible_p(typeof(__folio_lock_or_retry),	\
				     vm_fault_t (struct folio *,	\
						 struct vm_fault *))
#define VLS_FOLIO_LOCK_HAS_MM						\
	__builtin_types_compatible_p(typeof(__folio_lock_or_retry),	\
				     bool (struct folio *,		\
					   struct mm_struct *,		\
					   unsigned int))
#else
#define VLS_FOLIO_LOCK_HAS_VMF	0
#define VLS_FOLIO_LOCK_HAS_MM	0
#endif
#define VLS_KNOWN_FOLIO_LOCK	(VLS_FOLIO_LOCK_HAS_VMF || VLS_FOLIO_LOCK_HAS_MM)
#define VLS_SWAP_UNSUPPORTED	(VLS_HAVE_VMA_LOCK && VLS_FOLIO_LOCK_HAS_MM)

#ifdef VLS_DECLARES_FALLBACK
#define VLS_KNOWN_FALLBACK						\
	__builtin_types_compatible_p(typeof(lock_mm_and_find_vma),	\
				     struct vm_area_struct *		\
				     (struct mm_struct *, unsigned long, \
				      struct pt_regs *))
#else
#define VLS_KNOWN_FALLBACK	0
#endif

/*
 * Out of line since 6.15. Until some 7.x the number of the write lock is an argument; since
 * some 7.x a fatal signal can end the wait.
 */
#if VLS_HAVE_VMA_LOCK && defined(VLS_DECLARES_WRITER)
#define VLS_WRITER_MAY_FAIL						\
	(__builtin_types_compatible_p(typeof(__vma_start_write),	\
				      int (struct vm_area_struct *, int)) || \
	 __builtin_types_compatible_p(typeof(__vma_start_write),	\
				      int (struct vm_area_struct *,	\
					   unsigned int, int)))
#define VLS_KNOWN_WRITER						\
	(VLS_WRITER_MAY_FAIL ||						\
	 __builtin_types_compatible_p(typeof(__vma_start_write),	\
				      void (struct vm_area_struct *,	\
					    unsigned int)))
#else
#define VLS_WRITER_MAY_FAIL	0
#define VLS_KNOWN_WRITER	0
#endif

#ifdef VLS_DECLARES_MM_FAULT
#define VLS_KNOWN_MM_FAULT						\
	__builtin_types_compatible_p(typeof(handle_mm_fault),		\
				     vm_fault_t				\
				     (struct vm_area_struct *,		\
				      unsigned long, unsigned int,	\
				      struct pt_regs *))
#else
#define VLS_KNOWN_MM_FAULT	0
#endif

/* do_swap_page() is not declared outside mm/, but its argument is. */
static_assert(sizeof_field(struct vm_fault, flags) == sizeof(unsigned int) &&
	      __builtin_types_compatible_p(typeof_member(struct vm_fault, address),
					   const unsigned long) &&
	      __builtin_types_compatible_p(typeof_member(struct vm_fault, orig_pte),
					   pte_t),
	      "this kernel has an unknown struct vm_fault");

/**
 * vls_compat_is_fault() - whether the argument of do_swap_page() is a fault
 * @vmf: the argument
 * @sp: the stack pointer
 *
 * In a handler. Return: true if it is on the stack of the current task, where all callers
 * keep it. A stack is aligned to its size.
 */
static __always_inline bool vls_compat_is_fault(const struct vm_fault *vmf, unsigned long sp)
{
	return ((unsigned long)vmf ^ sp) < THREAD_SIZE;
}

/**
 * vls_compat_folio_lock_flags() - the fault flags of a call of __folio_lock_or_retry()
 * @arg: its arguments
 *
 * In a handler. Return: FAULT_FLAG_*.
 */
static __always_inline unsigned int vls_compat_folio_lock_flags(const unsigned long *arg)
{
	if (VLS_FOLIO_LOCK_HAS_VMF)
		return ((const struct vm_fault *)arg[1])->flags;
	return arg[2];
}

/**
 * vls_compat_folio_lock_retried() - whether __folio_lock_or_retry() returned a retry
 * @ret: the register with its return value
 *
 * Any context. Return: true for a retry.
 */
static __always_inline bool vls_compat_folio_lock_retried(unsigned long ret)
{
	if (VLS_FOLIO_LOCK_HAS_VMF)
		return (unsigned int)ret & (__force unsigned int)VM_FAULT_RETRY;
	/* A bool: only the low byte of the register is defined. */
	return !(u8)ret;
}

/*
 * vls_compat_mm_lock_seq(mm): a number that changes when mmap_lock is acquired for writing,
 * or released after that. An int at first, a seqcount since 6.14 (and in some stable
 * series). 0 without per-VMA locks.
 */
#if VLS_HAVE_VMA_LOCK
static inline u32 vls_compat_seq_int(const void *seq)
{
	return READ_ONCE(*(const int *)seq);
}

static inline u32 vls_compat_seq_count(const void *seq)
{
	return READ_ONCE(((const seqcount_t *)seq)->sequence);
}

static_assert(__builtin_types_compatible_p(typeof_member(struct mm_struct, mm_lock_seq), int) ||
	      __builtin_types_compatible_p(typeof_member(struct mm_struct, mm_lock_seq), seqcount_t),
	      "this kernel has an unknown kind of mm_lock_seq");

#define vls_compat_mm_lock_seq(mm)					\
	__builtin_choose_expr(						\
		__builtin_types_compatible_p(typeof((mm)->mm_lock_seq),	\
					     seqcount_t),		\
		vls_compat_seq_count,					\
		vls_compat_seq_int)(&(mm)->mm_lock_seq)
#else
#define vls_compat_mm_lock_seq(mm)	((void)(mm), 0)
#endif

/**
 * vls_compat_mm_writer() - whether a writer held mmap_lock
 * @seq: vls_compat_mm_lock_seq() at that time
 *
 * A seqcount is odd while a writer holds mmap_lock. An int only changes when the writer
 * releases it.
 *
 * Any context. Return: true if one did, false if not or if it is not known.
 */
static inline bool vls_compat_mm_writer(u32 seq)
{
#if VLS_HAVE_VMA_LOCK
	return __builtin_types_compatible_p(typeof_member(struct mm_struct, mm_lock_seq),
					    seqcount_t) && (seq & 1);
#else
	return false;
#endif
}

/**
 * vls_compat_vma_lock_seq() - the number of the last write lock of a VMA
 * @vma: locked for reading, or mmap_lock is held
 *
 * In a handler. Return: vm_lock_seq, 0 without per-VMA locks.
 */
static inline u32 vls_compat_vma_lock_seq(const struct vm_area_struct *vma)
{
#if VLS_HAVE_VMA_LOCK
	return READ_ONCE(vma->vm_lock_seq);
#else
	return 0;
#endif
}

/**
 * vls_compat_vma_write_locked() - whether __vma_start_write() locked the VMA
 * @ret: the register with its return value
 *
 * Any context. Return: false if a fatal signal ended the wait.
 */
static __always_inline bool vls_compat_vma_write_locked(unsigned long ret)
{
	return !VLS_WRITER_MAY_FAIL || !(int)ret;
}

/*
 * vls_compat_special_kind(type): the kind of the entries of this type, which are not swap
 * entries.
 *
 * Entries are "softleafs" since 6.19. Sparse has no __has_include: the version decides for
 * it.
 */
#ifdef __has_include
#if __has_include("linux/leafops.h")
#define VLS_HAVE_LEAFOPS
#endif
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 19, 0)
#define VLS_HAVE_LEAFOPS
#endif

#ifdef VLS_HAVE_LEAFOPS
#include <linux/leafops.h>

static inline enum vls_kind vls_compat_special_kind(unsigned int type)
{
	softleaf_t entry = swp_entry(type, 0);

	if (softleaf_is_migration(entry))
		return VLS_KIND_MIGRATION;
	if (softleaf_is_device_exclusive(entry))
		return VLS_KIND_DEVICE_EXCLUSIVE;
	if (softleaf_is_device_private(entry))
		return VLS_KIND_DEVICE_PRIVATE;
	if (softleaf_is_hwpoison(entry))
		return VLS_KIND_HWPOISON;
	if (softleaf_is_marker(entry))
		return VLS_KIND_PTE_MARKER;
	return VLS_KIND_OTHER;
}
#else
#include <linux/swapops.h>

static inline enum vls_kind vls_compat_special_kind(unsigned int type)
{
	swp_entry_t entry = swp_entry(type, 0);

	if (is_migration_entry(entry))
		return VLS_KIND_MIGRATION;
	if (is_device_exclusive_entry(entry))
		return VLS_KIND_DEVICE_EXCLUSIVE;
	if (is_device_private_entry(entry))
		return VLS_KIND_DEVICE_PRIVATE;
	if (is_hwpoison_entry(entry))
		return VLS_KIND_HWPOISON;
	if (is_pte_marker_entry(entry))
		return VLS_KIND_PTE_MARKER;
	return VLS_KIND_OTHER;
}
#endif

/*
 * The type of a swap entry, which says which swap device. Not pte_val() on x86, which may be
 * a call: only present entries differ from what the hardware sees.
 */
static __always_inline u8 vls_compat_swap_type(pte_t pte)
{
#ifdef CONFIG_X86
	return __swp_type(((swp_entry_t){ native_pte_val(pte) }));
#else
	return __swp_type(__pte_to_swp_entry(pte));
#endif
}

/*
 * Is a VMA part of its mm? One that is not can have no readers, so its write lock is no
 * attempt. A reference count since 6.15, as is the function that locks it.
 */
static __always_inline bool vls_compat_vma_attached(const struct vm_area_struct *vma)
{
#if VLS_HAVE_VMA_LOCK && defined(VLS_DECLARES_VM_REFCNT)
	return refcount_read(&vma->vm_refcnt);
#else
	return true;
#endif
}

/* How long the current task has been ready to run and has waited for a CPU, in nanoseconds. */
#ifdef CONFIG_SCHED_INFO
#define VLS_HAVE_RUN_DELAY	1
static __always_inline u64 vls_compat_run_delay(void)
{
	return READ_ONCE(current->sched_info.run_delay);
}
#else
#define VLS_HAVE_RUN_DELAY	0
static __always_inline u64 vls_compat_run_delay(void)
{
	return 0;
}
#endif

/*
 * The arguments of the tracepoints of reclaim, after the first one, which is the data of the
 * probe. Since some 7.x they have the memory cgroup too. check_trace_callback_type_*() of
 * the kernel checks these when they are used.
 */
#ifdef VLS_DECLARES_VMSCAN_MEMCG
#define VLS_RECLAIM_BEGIN_ARGS	gfp_t gfp, int order, struct mem_cgroup *memcg
#define VLS_RECLAIM_END_ARGS	unsigned long nr_reclaimed, struct mem_cgroup *memcg
#else
#define VLS_RECLAIM_BEGIN_ARGS	int order, gfp_t gfp
#define VLS_RECLAIM_END_ARGS	unsigned long nr_reclaimed
#endif

/* The words of the stack that are searched below. */
#define VLS_COMPAT_FAULT_WORDS	1024

/*
 * The fault that shmem_swapin_folio() is called for. Its sixth argument is the fault since
 * 7.x, and the VMA before, from which the fault is found on the stack of its callers: by
 * the VMA and the index in the file, which must agree with the address.
 *
 * Return: NULL if it is called for no fault (read(), truncate, swapoff), or for one that
 * is not found.
 */
static inline const struct vm_fault *
vls_compat_shmem_fault(const struct pt_regs *regs, unsigned long index, unsigned long arg)
{
	const struct vm_area_struct *vma = (const struct vm_area_struct *)arg;
	const unsigned long *word = (const unsigned long *)kernel_stack_pointer((struct pt_regs *)regs);
	const unsigned long *end = (const unsigned long *)
		(task_stack_page(current) + THREAD_SIZE - sizeof(struct vm_fault));
	int i;

	if (!arg)
		return NULL;
	if (object_is_on_stack((const void *)arg))
		return (const struct vm_fault *)arg;
	for (i = 0; i < VLS_COMPAT_FAULT_WORDS && word < end; i++, word++) {
		const struct vm_fault *vmf = (const struct vm_fault *)word;

		if (READ_ONCE_NOCHECK(*word) != arg)
			continue;
		if (READ_ONCE_NOCHECK(vmf->pgoff) != index)
			continue;
		if (READ_ONCE_NOCHECK(vmf->address) - vma->vm_start < vma->vm_end - vma->vm_start)
			return vmf;
	}
	return NULL;
}

/*
 * What shmem_swapin_folio() has set in the vm_fault_t that its seventh argument points to,
 * which is on the stack of its caller.
 */
static inline unsigned int vls_compat_fault_type(const unsigned int *fault_type)
{
	return fault_type && object_is_on_stack(fault_type) ? READ_ONCE(*fault_type) : 0;
}

/*
 * The stack of another task. Not every kernel lets a module read that (Kbuild has looked what
 * this one exports); a task that is running is not read either.
 */
#ifdef VLS_EXPORTS_STACK_TRACE
#define VLS_HAVE_STACKS	1
static inline unsigned int vls_compat_stack(struct task_struct *task,
					    unsigned long *entries, unsigned int nr)
{
#ifdef CONFIG_SMP
	/* x86 looks for itself; arm64 would read what the stack was when the task last slept. */
	if (READ_ONCE(task->on_cpu))
		return 0;
#endif
	return stack_trace_save_tsk(task, entries, nr, 0);
}
#else
#define VLS_HAVE_STACKS	0
static inline unsigned int vls_compat_stack(struct task_struct *task,
					    unsigned long *entries, unsigned int nr)
{
	return 0;
}
#endif

/**
 * vls_compat_mmap_writer() - the task that holds mmap_lock for writing
 * @mm: which cannot go away
 *
 * The lowest bits of the owner are flags; the first one says that it is, or was, a reader.
 * With PREEMPT_RT the lock has no owner that is known.
 *
 * Process context, under rcu_read_lock(), which the task can be used until the end of.
 * Return: the task or NULL.
 */
static inline const struct task_struct *vls_compat_mmap_writer(const struct mm_struct *mm)
{
#ifdef CONFIG_PREEMPT_RT
	return NULL;
#else
	unsigned long owner = atomic_long_read(&mm->mmap_lock.owner);

	return owner & 1 ? NULL : (const struct task_struct *)(owner & ~7UL);
#endif
}

/* Nested calls of hooked functions that a task can be in. */
#define VLS_COMPAT_DEPTH	16

/*
 * vls_compat_enclosing(rp): the data of the innermost instance of a kretprobe that the
 * current task has not returned from, or NULL. This is how a handler finds the fault that
 * it is called from, without a table. Only the task itself changes its list.
 */
#ifdef CONFIG_KRETPROBE_ON_RETHOOK
static inline void *vls_compat_enclosing(const struct kretprobe *rp)
{
	struct llist_node *pos = READ_ONCE(current->rethooks.first);
	int depth;

	for (depth = 0; pos && depth < VLS_COMPAT_DEPTH; depth++) {
		struct rethook_node *node =
			llist_entry(pos, struct rethook_node, llist);

		if (node->rethook == rp->rh)
			return container_of(node, struct kretprobe_instance,
					    node)->data;
		pos = pos->next;
	}
	return NULL;
}
#else
static inline void *vls_compat_enclosing(const struct kretprobe *rp)
{
	struct llist_node *pos = READ_ONCE(current->kretprobe_instances.first);
	int depth;

	for (depth = 0; pos && depth < VLS_COMPAT_DEPTH; depth++) {
		struct kretprobe_instance *ri =
			llist_entry(pos, struct kretprobe_instance, llist);

		if (ri->rph == rp->rph)
			return ri->data;
		pos = pos->next;
	}
	return NULL;
}
#endif

/*
 * What the kernel takes for the instances of a kretprobe. Since 6.7 rethook has them in a
 * pool, with a ring and a part of the instances for each possible CPU.
 */
static inline size_t vls_compat_kretprobe_bytes(unsigned int nr, size_t data_size)
{
	size_t size = sizeof(struct kretprobe_instance) + data_size;
#if defined(CONFIG_KRETPROBE_ON_RETHOOK) && defined(VLS_DECLARES_OBJPOOL)
	unsigned int cpus = num_possible_cpus();
	size_t ring = sizeof(struct objpool_slot) + roundup_pow_of_two(nr) * sizeof(void *);

	return cpus * PAGE_ALIGN(ring + DIV_ROUND_UP(nr, cpus) *
				 ALIGN(size, sizeof(unsigned long)));
#else
	return nr * kmalloc_size_roundup(size);
#endif
}

/* The module's own code and data. */
static inline size_t vls_compat_module_bytes(void)
{
#ifdef VLS_DECLARES_MODULE_MEMORY
	size_t bytes = 0;

	for_each_mod_mem_type(type)
		if (type != MOD_INIT_TEXT && type != MOD_INIT_DATA && type != MOD_INIT_RODATA)
			bytes += PAGE_ALIGN(THIS_MODULE->mem[type].size);
	return bytes;
#else
	return THIS_MODULE->core_layout.size;
#endif
}

/* Direct calls of ftrace had another name until 6.3, when they took its place. */
#ifdef VLS_DECLARES_DIRECT_MULTI
#define vls_compat_register_direct(ops, addr)	register_ftrace_direct_multi(ops, addr)
#define vls_compat_unregister_direct(ops, addr)	unregister_ftrace_direct_multi(ops, addr)
#else
#define vls_compat_register_direct(ops, addr)	register_ftrace_direct(ops, addr)
#define vls_compat_unregister_direct(ops, addr)	unregister_ftrace_direct(ops, addr, false)
#endif

/**
 * vls_compat_call_depth_tracked() - whether the kernel counts the depth of calls
 *
 * It does since 6.2, with retbleed=stuff, for CPUs that mispredict returns.
 *
 * Process context. Return: true if each function has to count its calls.
 */
static inline bool vls_compat_call_depth_tracked(void)
{
#ifdef X86_FEATURE_CALL_DEPTH
	return boot_cpu_has(X86_FEATURE_CALL_DEPTH);
#else
	return false;
#endif
}

#ifdef CONFIG_X86_TSC
/**
 * vls_compat_tsc_reliable() - whether the TSC is the same on all CPUs and never stops
 *
 * Since 6.9 the kernel can be asked what its own clock is; if it is the TSC, nothing else
 * would be better. Before that its properties have to do.
 *
 * Process context. Return: true if it can be read for times.
 */
static inline bool vls_compat_tsc_reliable(void)
{
#if defined(VLS_DECLARES_TSC_CLOCK)
	struct system_time_snapshot snapshot = {};

#ifdef VLS_DECLARES_SNAPSHOT_ID
	ktime_get_snapshot_id(CLOCK_MONOTONIC, &snapshot);
#else
	ktime_get_snapshot(&snapshot);
#endif
	return snapshot.cs_id == CSID_X86_TSC;
#else
	return boot_cpu_has(X86_FEATURE_CONSTANT_TSC) &&
	       boot_cpu_has(X86_FEATURE_NONSTOP_TSC) && !check_tsc_unstable();
#endif
}
#endif

/**
 * vls_compat_probe_live() - whether an armed probe is called
 * @kp: the probe, or the one that is registered at the address of a direct call
 *
 * While kernel.ftrace_enabled, or kprobes/enabled in debugfs, is 0, arming succeeds, but the
 * instruction stays what it was before.
 *
 * Process context. Return: false if the instruction is unchanged.
 */
static inline bool vls_compat_probe_live(const struct kprobe *kp)
{
	if (!(kp->flags & KPROBE_FLAG_FTRACE))
		return READ_ONCE(*kp->addr) != kp->opcode;
	/* The first byte of the nop of five bytes that ftrace leaves there. */
	return !IS_ENABLED(CONFIG_X86) || READ_ONCE(*(u8 *)kp->addr) != 0x0f;
}

#endif /* VLS_COMPAT_H */
