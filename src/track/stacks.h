/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The stacks that were sampled, each with how often. Pure functions on a table of fixed
 * size: the unit tests run them on the host.
 */
#ifndef VLS_STACKS_H
#define VLS_STACKS_H

#include <linux/types.h>

#include "vmalockstat/longest.h"

#define VLS_STACKS_NR		32
#define VLS_STACK_ENTRIES	24

struct vls_stack_task {
	int pid;		/* 0: none */
	char comm[VLS_COMM_SIZE];
};

/* One sample, or several of the same stack. */
struct vls_stack {
	u64 count;
	u64 last;		/* number of the last sample */
	u64 longest_ns;		/* how long the lock had been held then */
	struct vls_stack_task holder;	/* that had held it for so long */
	u64 writers;		/* samples in which a task held mmap_lock for writing */
	u64 writer_ns;		/* how long the lock had been held in the longest of these */
	struct vls_stack_task writer;	/* the task that it was then */
	u8 lock;		/* enum vls_lock */
	u8 nr_entries;		/* 0: the task was running, so its stack was not read */
	unsigned long entries[VLS_STACK_ENTRIES];
};

struct vls_stacks {
	u64 samples;
	u64 other;		/* those of stacks that made room for others */
	unsigned int nr;
	struct vls_stack of[VLS_STACKS_NR];
};

/**
 * vls_stacks_add() - add a sample
 * @stacks: the table
 * @sample: of a holder, and of the writer if there was one: pid and name of both, the lock,
 *	the entries, and longest_ns. The rest is ignored.
 *
 * When the table is full, a stack that is new takes the place of the one that was seen least
 * often, of several such of the one that was not seen for longest; what was counted of that
 * goes to @stacks->other.
 */
void vls_stacks_add(struct vls_stacks *stacks, const struct vls_stack *sample);

/**
 * vls_stacks_sort() - sort the table, those that were seen most often first
 * @stacks: the table
 */
void vls_stacks_sort(struct vls_stacks *stacks);

#endif /* VLS_STACKS_H */
