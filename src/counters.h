/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The cells that every handler increments, and the epoch that they belong to.
 *
 * A call is counted in the bank of cells of the epoch in which it entered. A reset begins a
 * new epoch with a new bank, and frees the old one after a grace period, when no handler can
 * be using it any more.
 */
#ifndef VLS_COUNTERS_H
#define VLS_COUNTERS_H

#include <linux/bitops.h>
#include <linux/jump_label.h>
#include <linux/percpu.h>
#include <linux/seqlock.h>
#include <linux/types.h>

#include "clock.h"
#include "vmalockstat/longest.h"
#include "vmalockstat/table.h"

/* The longest hold of one CPU. Only handlers on that CPU write it. */
struct vls_longest_cell {
	seqcount_t seq;
	struct vls_longest hold;
};

/*
 * What one CPU has counted and timed. A fault may enter on one CPU and return on another,
 * so only sums over all CPUs are meaningful.
 */
struct vls_bank {
	struct vls_cells cells;
	struct vls_times times;
	struct vls_longest_cell longest[VLS_LOCK_NR];	/* by enum vls_lock */
};

#define VLS_BANKS	2

/* Only that of the epoch exists while no reset is under way. */
extern struct vls_bank __percpu *vls_banks[VLS_BANKS];

/*
 * The current epoch, 0 while counting is off. It is new after each reset and each time that
 * counting is switched on; its lowest bit is the index of its bank. A handler reads it once,
 * as it may change at any time. Whoever changes it waits for a grace period before it sums
 * or clears the old bank, so that a handler that has read the old value is done by then.
 */
extern u32 vls_epoch;

/*
 * A call of a hooked function that is followed to its return: the first member of the data
 * that its handlers share.
 */
struct vls_call {
	u64 entered_ns;		/* vls_clock() at entry, while times are taken */
	struct vls_bank __percpu *bank;
	u32 epoch;		/* in which it entered */
};

/* Static key: free while timing is disabled. */
DECLARE_STATIC_KEY_TRUE(vls_timing);

/**
 * vls_count() - add one to a cell of this CPU
 * @bank: of the call, or that of the current epoch
 * @field: of struct vls_cells, with its labels: retry[lock][reason]
 *
 * In a handler.
 */
#define vls_count(bank, field)	this_cpu_inc((bank)->cells.field)

/**
 * vls_time() - add a time to a histogram of this CPU
 * @bank: of the call, or that of the current epoch
 * @field: of struct vls_times, with its labels: hold[lock]
 * @ns: nanoseconds
 *
 * In a handler.
 */
#define vls_time(bank, field, ns)					\
	vls_histogram_add(&this_cpu_ptr(bank)->times.field, ns)

/**
 * vls_timed() - whether times are taken
 *
 * Any context. Return: true with timing=1.
 */
static __always_inline bool vls_timed(void)
{
	return static_branch_likely(&vls_timing);
}

/**
 * vls_bank_of() - the bank of an epoch
 * @epoch: its number
 *
 * Any context. Return: the bank.
 */
static __always_inline struct vls_bank __percpu *vls_bank_of(u32 epoch)
{
	return vls_banks[epoch % VLS_BANKS];
}

/**
 * vls_call_begin() - the epoch and the bank of a call that enters
 * @call: filled in, except for the time
 * @bank: filled in with the bank too
 *
 * In a handler. Return: false while counting is off.
 */
static __always_inline bool vls_call_begin(struct vls_call *call,
					   struct vls_bank __percpu **bank)
{
	u32 epoch = READ_ONCE(vls_epoch);

	if (unlikely(!epoch))
		return false;
	*bank = vls_bank_of(epoch);
	call->epoch = epoch;
	call->bank = *bank;
	return true;
}

/**
 * vls_call_counts() - whether a call that returns is to be counted
 * @call: which vls_call_begin() has filled in
 *
 * In a handler. Return: false if counting was reset or switched off since it entered.
 */
static __always_inline bool vls_call_counts(const struct vls_call *call)
{
	return likely(call->epoch == READ_ONCE(vls_epoch));
}

/**
 * vls_counters_alloc() - allocate a bank, all cells and times 0
 * @bank: its index, of a bank that does not exist
 *
 * Process context. Return: 0 or -ENOMEM.
 */
int vls_counters_alloc(unsigned int bank);

/**
 * vls_counters_free() - free a bank
 * @bank: its index; no handler may be using it. It need not exist.
 *
 * Process context.
 */
void vls_counters_free(unsigned int bank);

/**
 * vls_counters_sum() - add up the cells and the times of all CPUs
 * @bank: its index
 * @cells: filled in
 * @times: filled in, in nanoseconds; NULL if they are not wanted
 *
 * Process context. Handlers may be counting: calls are summed last, so that there are never
 * fewer calls than returns.
 */
void vls_counters_sum(unsigned int bank, struct vls_cells *cells, struct vls_times *times);

/**
 * vls_timing_switch() - begin or stop to take times
 * @on: whether they are taken from now on
 *
 * Process context, while counting is off.
 */
void vls_timing_switch(bool on);

#endif /* VLS_COUNTERS_H */
