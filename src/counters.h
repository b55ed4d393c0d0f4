/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The cells that every handler increments, and the epoch that they belong to.
 *
 * There are two banks of cells. A call is counted in the bank of the epoch in which it
 * entered. A reset begins a new epoch with the other bank, and clears the old bank after a
 * grace period, when no handler can be using it any more.
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
 * so only sums over all CPUs are meaningful.
 */
struct vls_bank {
	struct vls_cells cells;
	struct vls_times times;
};

#define VLS_BANKS	2

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
 * vls_clock() - the time
 *
 * local_clock() costs less, but differs between CPUs where the TSC is not reliable, and a
 * task may enter on one CPU and return on another.
 *
 * Any context, NMI included. Return: nanoseconds of CLOCK_MONOTONIC.
 */
static __always_inline u64 vls_clock(void)
{
	return ktime_get_mono_fast_ns();
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
 *
 * In a handler. Return: false while counting is off.
 */
static __always_inline bool vls_call_begin(struct vls_call *call)
{
	u32 epoch = READ_ONCE(vls_epoch);

	if (unlikely(!epoch))
		return false;
	call->epoch = epoch;
	call->bank = vls_bank_of(epoch);
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
 * vls_counters_init() - allocate both banks, clear
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
