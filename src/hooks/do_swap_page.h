/* SPDX-License-Identifier: GPL-2.0-only */
/* A fault in do_swap_page(), for the hooks on what it calls. */
#ifndef VLS_DO_SWAP_PAGE_H
#define VLS_DO_SWAP_PAGE_H

#include <linux/types.h>

#include "counters.h"
#include "track/folio_waits.h"
#include "track/hold.h"
#include "track/holders.h"

struct vm_fault;

union vls_fault_state {
	struct {
		u8 lock;	/* enum vls_lock, at entry */
		u8 kind;	/* enum vls_kind, at entry */
		u8 folio_wait;	/* enum vls_folio_wait_lock, or VLS_FOLIO_NOT_WAITED */
		u8 sampled;	/* holder is valid */
	};
	u32 all;
};

/*
 * The record of a fault, which is the data of the followed call: a fault that does not
 * contend searches no table.
 */
struct vls_fault {
	struct vls_call call;
	const struct vm_fault *vmf;	/* on the stack of the caller of do_swap_page() */
	u64 waits_since_ns;		/* when it called __folio_lock_or_retry() */
	struct vls_folio_wait wait;	/* after dropping the VMA lock */
	struct vls_hold hold;		/* while times are taken */
	struct vls_holder *holder;	/* from vls_holder_put() */
	u32 vma_lock_seq;		/* of its VMA, before the VMA lock was dropped */
	u32 folio_lock_flags;		/* fault flags of the call of __folio_lock_or_retry() */
	union vls_fault_state state;	/* compared as a whole on the fast path */
	u8 swap_type;			/* of the entry, if it is a swap entry */
	u8 folio_found;			/* enum vls_folio_found, if it waited */
};

/* The fault has not called __folio_lock_or_retry(). */
#define VLS_FOLIO_NOT_WAITED	VLS_FOLIO_WAIT_NR

/**
 * vls_fault_current() - the fault that the current task is executing
 *
 * In a handler. Return: its record, or NULL if the task is not executing do_swap_page(), or
 * if that fault is not counted.
 */
struct vls_fault *vls_fault_current(void);

/* The fault has dropped its lock, or is about to: let nobody take it for a holder. */
static __always_inline void vls_fault_unsample(struct vls_fault *fault)
{
	if (!fault->state.sampled)
		return;
	vls_holder_drop(fault->holder);
	fault->state.sampled = false;
}

#endif /* VLS_DO_SWAP_PAGE_H */
