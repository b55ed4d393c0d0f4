/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The cells that every handler increments, and the epoch that they belong to.
 *
 * There are two banks of cells. What happens in an epoch is counted in the bank of that
 * epoch; a reset begins a new epoch in the other bank, and clears the old one when no
 * handler can be using it any more.
 */
#ifndef VLS_COUNTERS_H
#define VLS_COUNTERS_H

#include <linux/bitops.h>
#include <linux/jump_label.h>
#include <linux/ktime.h>
#include <linux/percpu.h>
#include <linux/types.h>

#include "vmalockstat/table.h"

/*
 * What one CPU has counted and timed. A fault may enter on one CPU and return on another,
 * so only sums over all CPUs mean anything.
 */
struct vls_bank {
	struct vls_cells cells;
	struct vls_times times;
};

#define VLS_BANKS	2

extern struct vls_bank __percpu *vls_banks[VLS_BANKS];

/*
 * The epoch that is counted now, 0 while counting is off. It is new after each reset and
 * each time that counting is switched on; the lowest bit says which bank it has. A
 * handler reads it once: it may change at any moment, but what the handler then counts
 * is still cleared, or summed, only after the handler has ended.
 */
extern u32 vls_epoch;

/* A call of a hooked function that is followed to its return. */
struct vls_call {
	u64 entered_ns;		/* vls_clock() at entry, while times are taken */
	struct vls_bank __percpu *bank;
	u32 epoch;		/* in which it entered */
};

/* Are times taken? A static key: free while timing is disabled. */
DECLARE_STATIC_KEY_TRUE(vls_timing);

/* Add one to a cell of this CPU, in a handler: vls_count(bank, retry[lock][reason]). */
#define vls_count(bank, field)	this_cpu_inc((bank)->cells.field)

/* The same for a time in nanoseconds: vls_time(bank, hold[lock], ns). */
#define vls_time(bank, field, ns)					\
	vls_histogram_add(&this_cpu_ptr(bank)->times.field, ns)

static __always_inline bool vls_timed(void)
{
	return static_branch_likely(&vls_timing);
}

/*
 * Monotonic, the same for all CPUs, and safe to be read anywhere. local_clock() costs
 * less, but differs between CPUs where the TSC is not reliable, and a task may enter on
 * one CPU and return on another.
 */
static __always_inline u64 vls_clock(void)
{
	return ktime_get_mono_fast_ns();
}

static __always_inline struct vls_bank __percpu *vls_bank_of(u32 epoch)
{
	return vls_banks[epoch % VLS_BANKS];
}

/* A handler begins to follow a call. Return: false while counting is off. */
static __always_inline bool vls_call_begin(struct vls_call *call)
{
	u32 epoch = READ_ONCE(vls_epoch);

	if (unlikely(!epoch))
		return false;
	call->epoch = epoch;
	call->bank = vls_bank_of(epoch);
	return true;
}

/* Is the call still to be counted? Not after a reset, nor while counting is off. */
static __always_inline bool vls_call_counts(const struct vls_call *call)
{
	return likely(call->epoch == READ_ONCE(vls_epoch));
}

/**
 * vls_counters_init() - allocate both banks
 *
 * Process context, while nothing is hooked. Return: 0, or -ENOMEM, after which
 * vls_counters_exit() frees what has been allocated.
 */
int vls_counters_init(void);

/**
 * vls_counters_exit() - free both banks
 *
 * Process context, while nothing is hooked.
 */
void vls_counters_exit(void);

/**
 * vls_counters_clear() - set all cells and times of a bank to 0
 * @bank: its index; no handler may be using it
 *
 * Process context.
 */
void vls_counters_clear(unsigned int bank);

/**
 * vls_counters_sum() - add up the cells and the times of all CPUs
 * @bank: its index
 * @cells: filled in
 * @times: filled in, in nanoseconds; NULL if they are not wanted
 *
 * Process context. Handlers may go on counting: calls are summed last, so that they are
 * never fewer than the returns.
 */
void vls_counters_sum(unsigned int bank, struct vls_cells *cells, struct vls_times *times);

/**
 * vls_timing_switch() - take times or not
 * @on: whether they are taken from now on
 *
 * Process context, while counting is off.
 */
void vls_timing_switch(bool on);

#endif /* VLS_COUNTERS_H */
