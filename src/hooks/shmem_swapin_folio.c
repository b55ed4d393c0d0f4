// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on shmem_swapin_folio(): a page of shared memory (tmpfs, memfd, SysV,
 * MAP_SHARED|MAP_ANONYMOUS) is swapped in. Such a fault never comes to do_swap_page(). It
 * holds its lock through the whole read and never retries.
 */
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/swap.h>
#include <linux/swapops.h>

#include "breakdown/breakdown.h"
#include "compat.h"
#include "decode.h"
#include "hooks/descriptions.h"
#include "hooks/do_swap_page.h"
#include "hooks/handlers.h"
#include "hooks/shmem_swapin_folio.h"
#include "trace.h"
#include "track/hold.h"
#include "track/holders.h"
#include "track/longest.h"

struct shmem_swapin {
	struct vls_call call;
	unsigned long address;
	const unsigned int *fault_type;	/* what the call adds to the result of the fault */
	u8 lock;			/* enum vls_lock */
	u8 swap;			/* device, as in breakdown.h */
	struct vls_holder *holder;	/* from vls_holder_put(), or NULL */
	struct vls_hold hold;		/* while times are taken */
};

/* *foliop is the entry in the page cache, for a swap entry a value and no pointer. */
static u8 entry_swap(const void *const *foliop)
{
	const void *entry = READ_ONCE(*foliop);

	return xa_is_value(entry) ? swp_type(radix_to_swp_entry((void *)entry)) + 1 :
				    VLS_SWAP_NONE;
}
NOKPROBE_SYMBOL(entry_swap);

static __always_inline bool shmem_swapin_folio_enter(struct shmem_swapin *swapin,
						     const struct vls_args *args)
{
	const struct vm_fault *vmf =
		vls_compat_shmem_fault(args->regs, args->arg[1], args->arg[5]);

	/* Not for a fault: read(), write(), truncate(), swapoff. */
	if (!vmf)
		return false;
	/* A pte marker of userfaultfd: do_swap_page() has the whole fault. */
	if (unlikely(vls_fault_current()))
		return false;
	swapin->lock = vls_decode_lock(vmf->flags);
	swapin->address = vmf->address;
	swapin->fault_type =
		(const unsigned int *)regs_get_kernel_argument(args->regs, 6);
	swapin->swap = entry_swap((const void *const *)args->arg[2]);
	return true;
}

static __always_inline void shmem_swapin_folio_follow(struct shmem_swapin *swapin, bool timing,
						      bool slow)
{
	swapin->holder = slow && vls_holders_on() ?
			 vls_holder_put(swapin->lock, swapin->call.epoch) : NULL;
	if (timing)
		vls_hold_begin(&swapin->hold);
}

static noinline void break_down(const struct shmem_swapin *swapin, enum vls_outcome outcome,
				u64 held)
{
	struct vls_columns columns = {};

	columns.of[VLS_COLUMN_FAULT_VMA + swapin->lock] = 1;
	columns.of[VLS_COLUMN_MAJOR] = outcome == VLS_OUTCOME_MAJOR;
	columns.of[VLS_COLUMN_HOLD] = held;
	vls_breakdown_add(swapin->call.epoch, swapin->swap, &columns);
}
NOKPROBE_SYMBOL(break_down);

/* Return: how long the fault lock was held, with its split in @held_by. */
static u64 swapin_time(struct shmem_swapin *swapin, u64 held_by[VLS_HELD_NR])
{
	struct vls_bank __percpu *bank = swapin->call.bank;
	u64 now = vls_clock();
	u64 held = vls_elapsed(swapin->call.entered_ns, now);

	vls_time(bank, hold[swapin->lock], held);
	vls_time(bank, shmem_swapin[swapin->lock], held);
	vls_hold_count(&swapin->hold, bank, swapin->lock, VLS_HELD_ASLEEP, held, now,
		       held_by);
	return held;
}
NOKPROBE_SYMBOL(swapin_time);

static void swapin_was_longest(const struct shmem_swapin *swapin, enum vls_outcome outcome,
			       u64 held, const u64 held_by[VLS_HELD_NR])
{
	struct vls_longest longest = {
		.held_ns = held,
		.address = swapin->address,
		.kind = VLS_KIND_SHMEM,
		.outcome = outcome,
		.swap = swapin->swap,
	};

	memcpy(longest.held_by, held_by, sizeof(longest.held_by));
	vls_longest_set(swapin->call.bank, swapin->lock, &longest);
}
NOKPROBE_SYMBOL(swapin_was_longest);

static __always_inline void shmem_swapin_folio_return(struct shmem_swapin *swapin,
						      unsigned long ret)
{
	enum vls_outcome outcome =
		vls_decode_shmem(ret, vls_compat_fault_type(swapin->fault_type));
	u64 held_by[VLS_HELD_NR] = {};
	u64 held = 0;

	if (swapin->holder)
		vls_holder_drop(swapin->holder);
	if (!vls_call_counts(&swapin->call))
		return;
	vls_count(swapin->call.bank, fault[swapin->lock][VLS_KIND_SHMEM][outcome]);
	if (vls_timed())
		held = swapin_time(swapin, held_by);
	if (vls_longest_is(swapin->call.bank, swapin->lock, held))
		swapin_was_longest(swapin, outcome, held, held_by);
	trace_swap_fault(swapin->address, swapin->lock, VLS_KIND_SHMEM, outcome, held, held_by);
	if (vls_breakdown_on())
		break_down(swapin, outcome, held);
}

/* A seventh argument is on the stack, which a direct call of ftrace does not pass on. */
VLS_KRETPROBE_HANDLERS(shmem_swapin_folio, VLS_HOOK_SHMEM_SWAPIN_FOLIO, struct shmem_swapin,
		       true, shmem_swapin_folio_follow, vls_fast_never)

const struct vls_hook_desc vls_shmem_swapin_folio = {
	.symbol = VLS_SYMBOL_SHMEM_SWAPIN,
	.id = VLS_HOOK_SHMEM_SWAPIN_FOLIO,
	.divisor = 10,
	.kretprobe = &shmem_swapin_folio_kretprobe,
};

struct vls_hold *vls_shmem_swapin_hold(void)
{
	struct shmem_swapin *swapin =
		vls_compat_enclosing(&vls_hooks[VLS_HOOK_SHMEM_SWAPIN_FOLIO].rp);

	return swapin && vls_call_counts(&swapin->call) ? &swapin->hold : NULL;
}
NOKPROBE_SYMBOL(vls_shmem_swapin_hold);
