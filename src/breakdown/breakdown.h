/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The breakdowns: faults by process, by cgroup and by swap device. Their rows add up to the
 * counters of the same time.
 */
#ifndef VLS_BREAKDOWN_H
#define VLS_BREAKDOWN_H

#include <linux/jump_label.h>
#include <linux/sched.h>
#include <linux/types.h>

#include "vmalockstat/longest.h"
#include "vmalockstat/snapshot.h"
#include "vmalockstat/table.h"

struct vls_breakdown_row {
	u64 key;
	char comm[TASK_COMM_LEN];	/* by process */
	struct vls_columns columns;
};

/* A snapshot of one of the breakdowns. */
struct vls_breakdown {
	struct vls_header head;
	bool on;
	struct vls_columns total;	/* from the counters, not from the rows */
	struct vls_columns other;	/* of what found no free row */
	unsigned int nr_rows;
	unsigned int max_rows;		/* 0: breakdowns were never on */
	struct vls_breakdown_row rows[];
};

/* The swap device of a fault is the type of its swap entry plus 1, or this. */
#define VLS_SWAP_NONE	VLS_LONGEST_NO_SWAP

DECLARE_STATIC_KEY_FALSE(vls_breakdown_key);

/**
 * vls_breakdown_on() - whether faults are broken down
 *
 * A static key: free while breakdowns are off.
 *
 * Any context. Return: true with breakdown=1.
 */
static __always_inline bool vls_breakdown_on(void)
{
	return static_branch_unlikely(&vls_breakdown_key);
}

/**
 * vls_breakdown_add() - add to the rows of the current task
 * @epoch: of the fault
 * @swap: its swap device, or VLS_SWAP_NONE
 * @columns: what to add
 *
 * In a handler, after the fault has been counted.
 */
void vls_breakdown_add(u32 epoch, u8 swap, const struct vls_columns *columns);

/**
 * vls_breakdown_add_served() - add a fault that was served at once under the VMA lock
 * @epoch: of the fault
 * @swap: its swap device
 * @major: it has read
 * @held: how long it held the lock, in nanoseconds
 *
 * The same as vls_breakdown_add() with these columns, for a fraction of the cost.
 *
 * In a handler, after the fault has been counted.
 */
void vls_breakdown_add_served(u32 epoch, u8 swap, bool major, u64 held);

/**
 * vls_breakdown_init() - set the number of rows
 * @rows: by process, and by cgroup; rounded up to a power of two
 *
 * Process context, before anything else.
 */
void vls_breakdown_init(unsigned int rows);

/**
 * vls_breakdown_exit() - free all rows
 *
 * Process context, while nothing is hooked.
 */
void vls_breakdown_exit(void);

/**
 * vls_breakdown_alloc() - allocate the rows, if that has not been done
 *
 * Process context. Return: 0, or -ENOMEM with a line in the log.
 */
int vls_breakdown_alloc(void);

/**
 * vls_breakdown_switch() - begin or stop to break faults down
 * @on: whether to break down from now on
 * @bank: index of the bank in use
 *
 * Process context, while counting is off, after vls_breakdown_alloc().
 */
void vls_breakdown_switch(bool on, unsigned int bank);

/**
 * vls_breakdown_new_bank() - let the totals start from 0, for a reset
 *
 * Process context, when a new epoch has begun in a clear bank.
 */
void vls_breakdown_new_bank(void);

/**
 * vls_breakdown_clear() - free the rows of a bank
 * @bank: its index; no handler may be using it
 *
 * Process context; it may sleep.
 */
void vls_breakdown_clear(unsigned int bank);

/**
 * vls_breakdown_rows() - how many rows a breakdown may have
 * @id: which breakdown
 *
 * Process context. Return: the number, 0 if breakdowns were never on.
 */
unsigned int vls_breakdown_rows(enum vls_breakdown_id id);

/**
 * vls_breakdown_fill() - read one breakdown
 * @b: with space for vls_breakdown_rows() rows, zeroed; filled in, except for the header
 * @id: which breakdown
 * @bank: index of the bank in use
 *
 * Process context. The rows are sorted, those with the most faults first.
 */
void vls_breakdown_fill(struct vls_breakdown *b, enum vls_breakdown_id id,
			unsigned int bank);

/**
 * vls_breakdown_total() - compute the columns of all faults from the counters and times
 * @total: filled in, since the last reset
 * @bank: index of the bank in use
 *
 * Process context.
 */
void vls_breakdown_total(struct vls_columns *total, unsigned int bank);

/**
 * vls_breakdown_cpu_bytes() - the memory of the rows for each possible CPU
 *
 * Process context. Return: bytes, 0 if breakdowns were never on.
 */
size_t vls_breakdown_cpu_bytes(void);

/**
 * vls_breakdown_bytes() - the memory of the rows that all CPUs share
 *
 * Process context. Return: bytes, 0 if breakdowns were never on.
 */
size_t vls_breakdown_bytes(void);

/**
 * vls_breakdown_tgid() - the process that a key of by_process is for
 * @key: of a row
 *
 * Any context. Return: its tgid.
 */
unsigned int vls_breakdown_tgid(u64 key);

#endif /* VLS_BREAKDOWN_H */
