/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From the flags and return values of a fault to the labels that are counted. Pure
 * functions: the unit tests run them on the host.
 */
#ifndef VLS_DECODE_H
#define VLS_DECODE_H

#include "vmalockstat/labels.h"

/* Return values are read from a register, without the type of their bits. */
#define FAULT_BITS(bits)	((__force unsigned int)(bits))

/*
 * Is it a fault from user mode of the current task in its own mm? A fault that a device
 * has on another mm has both flags.
 */
static __always_inline bool vls_decode_own_user(unsigned int fault_flags)
{
	return (fault_flags & (FAULT_FLAG_USER | FAULT_FLAG_REMOTE)) == FAULT_FLAG_USER;
}

/* The lock that a fault holds, from vmf->flags. */
static __always_inline enum vls_lock vls_decode_lock(unsigned int fault_flags)
{
	if (likely(fault_flags & VLS_FAULT_FLAG_VMA_LOCK))
		return VLS_LOCK_VMA;
	return vls_decode_own_user(fault_flags) ? VLS_LOCK_MMAP : VLS_LOCK_MMAP_NOUSER;
}

/* The order is that of the fault handlers of the architectures. */
static inline enum vls_outcome vls_decode_error(unsigned int ret)
{
	if (ret & FAULT_BITS(VM_FAULT_OOM))
		return VLS_OUTCOME_OOM;
	if (ret & FAULT_BITS(VM_FAULT_HWPOISON | VM_FAULT_HWPOISON_LARGE))
		return VLS_OUTCOME_HWPOISON;
	if (ret & FAULT_BITS(VM_FAULT_SIGBUS))
		return VLS_OUTCOME_SIGBUS;
	if (ret & FAULT_BITS(VM_FAULT_SIGSEGV))
		return VLS_OUTCOME_SIGSEGV;
	return VLS_OUTCOME_OTHER;
}

/* compat.h defines it on kernels that have this bit. */
#ifndef VLS_VM_FAULT_WRITE
#define VLS_VM_FAULT_WRITE	0
#endif

/**
 * vls_decode_plain() - whether a fault ended without a retry and without an error
 * @ret: a vm_fault_t
 *
 * Any context. Return: true if it did.
 */
static __always_inline bool vls_decode_plain(unsigned int ret)
{
	return !(ret & ~FAULT_BITS(VM_FAULT_MAJOR | VM_FAULT_NOPAGE |
				   VM_FAULT_LOCKED | VM_FAULT_DONE_COW |
				   VM_FAULT_COMPLETED | VLS_VM_FAULT_WRITE));
}

/**
 * vls_decode_outcome() - the outcome of a call of do_swap_page()
 * @ret: the vm_fault_t that it returned
 *
 * Any context. Return: the outcome.
 */
static __always_inline enum vls_outcome vls_decode_outcome(unsigned int ret)
{
	const unsigned int major = FAULT_BITS(VM_FAULT_MAJOR);

	if (likely(vls_decode_plain(ret)))
		return ret & major ? VLS_OUTCOME_MAJOR : VLS_OUTCOME_MINOR;
	if (ret & FAULT_BITS(VM_FAULT_RETRY))
		return ret & major ? VLS_OUTCOME_RETRY_MAJOR :
				     VLS_OUTCOME_RETRY;
	return vls_decode_error(ret);
}

/* Has a fault returned nothing but that it was served, with or without a read? */
static __always_inline bool vls_decode_served(unsigned int ret)
{
	return !(ret & ~FAULT_BITS(VM_FAULT_MAJOR));
}

/* vls_decode_outcome() where vls_decode_served() is true: major comes after minor. */
static __always_inline enum vls_outcome vls_decode_served_outcome(unsigned int ret)
{
	return VLS_OUTCOME_MINOR + ret / FAULT_BITS(VM_FAULT_MAJOR);
}

/**
 * vls_decode_is_retry() - whether an outcome is a retry
 * @outcome: of a call of do_swap_page()
 *
 * Any context. Return: true if it is, with or without a read.
 */
static inline bool vls_decode_is_retry(enum vls_outcome outcome)
{
	return outcome == VLS_OUTCOME_RETRY || outcome == VLS_OUTCOME_RETRY_MAJOR;
}

/* What a fault found when it came to __folio_lock_or_retry(). */
enum vls_folio_found {
	VLS_FOLIO_NOT_UPTODATE,	/* being read */
	VLS_FOLIO_LOCKED,	/* up to date, and locked for something else */
	VLS_FOLIO_RELEASED,	/* up to date, and unlocked since the fault tried the lock */
};

static __always_inline enum vls_folio_found vls_decode_folio(bool uptodate, bool locked)
{
	if (!uptodate)
		return VLS_FOLIO_NOT_UPTODATE;
	return locked ? VLS_FOLIO_LOCKED : VLS_FOLIO_RELEASED;
}

/*
 * Why a folio lock was not available. @major: the fault has begun to read. A folio that was
 * released in between was most likely being read by the fault itself, if it has begun to.
 */
static inline enum vls_reason vls_decode_folio_reason(enum vls_folio_found found, bool major)
{
	if (found == VLS_FOLIO_LOCKED)
		return VLS_REASON_BUSY;
	if (major)
		return VLS_REASON_OWN_READ;
	return found == VLS_FOLIO_NOT_UPTODATE ? VLS_REASON_OTHER_READ : VLS_REASON_BUSY;
}

/*
 * Why a call of do_swap_page() retried, when it was not for the folio lock. @unsupported:
 * this kernel retries every entry under the VMA lock.
 */
static inline enum vls_reason vls_decode_reason(enum vls_lock lock, enum vls_kind kind,
						bool unsupported)
{
	if (unsupported && lock == VLS_LOCK_VMA)
		return VLS_REASON_UNSUPPORTED;
	if (kind == VLS_KIND_DEVICE_PRIVATE && lock == VLS_LOCK_VMA)
		return VLS_REASON_DEVICE_PRIVATE;
	if (kind == VLS_KIND_PTE_MARKER)
		return VLS_REASON_PTE_MISSING;
	return VLS_REASON_OTHER;
}

/*
 * The outcome of a call of shmem_swapin_folio() for a fault, from its error and from what
 * it has added to the result of the fault. -EEXIST: the entry had changed, and the caller
 * looks it up again.
 */
static inline enum vls_outcome vls_decode_shmem(int error, unsigned int fault_type)
{
	switch (error) {
	case 0:
		return fault_type & FAULT_BITS(VM_FAULT_MAJOR) ? VLS_OUTCOME_MAJOR :
								 VLS_OUTCOME_MINOR;
	case -EEXIST:
		return VLS_OUTCOME_OTHER;
	case -ENOMEM:
		return VLS_OUTCOME_OOM;
	case -EHWPOISON:
		return VLS_OUTCOME_HWPOISON;
	default:
		return VLS_OUTCOME_SIGBUS;
	}
}

/* The first try of a fault drops the fault lock to wait; later ones hold it. */
static inline bool vls_decode_first_try(unsigned int fault_flags)
{
	return (fault_flags & FAULT_FLAG_ALLOW_RETRY) &&
	       !(fault_flags & FAULT_FLAG_TRIED);
}

/* Does a call of __folio_lock_or_retry() drop the fault lock before it waits? */
static inline bool vls_decode_folio_drops(unsigned int fault_flags)
{
	return vls_decode_first_try(fault_flags) && !(fault_flags & FAULT_FLAG_RETRY_NOWAIT);
}

/**
 * vls_decode_folio_lock() - how a call of __folio_lock_or_retry() ended
 * @fault_flags: vmf->flags
 * @retry: do_swap_page(), which called it, returned a retry
 * @fatal: a fatal signal was pending when it returned
 *
 * Any context. Return: the result.
 */
static inline enum vls_folio_lock vls_decode_folio_lock(unsigned int fault_flags,
							bool retry, bool fatal)
{
	if (!retry)
		return VLS_FOLIO_LOCK_LOCKED;
	if (!vls_decode_first_try(fault_flags))
		/*
		 * It slept with the lock held, and only a fatal signal ends that early. What
		 * comes after it may retry as well.
		 */
		return fatal ? VLS_FOLIO_LOCK_KILLED : VLS_FOLIO_LOCK_LOCKED;
	if (!vls_decode_folio_drops(fault_flags))
		return VLS_FOLIO_LOCK_NOWAIT;
	return fatal ? VLS_FOLIO_LOCK_KILLED : VLS_FOLIO_LOCK_DROPPED;
}

#endif /* VLS_DECODE_H */
