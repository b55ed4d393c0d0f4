/* SPDX-License-Identifier: GPL-2.0-only */
/* Print the files in debugfs from a snapshot. Nothing here depends on the kernel. */
#ifndef VLS_SHOW_H
#define VLS_SHOW_H

#include <linux/seq_file.h>

#include "breakdown/breakdown.h"
#include "track/stacks.h"
#include "vmalockstat/longest.h"
#include "vmalockstat/snapshot.h"

struct vls_hook_report {
	const char *symbol;
	const char *why;	/* why it is unavailable, or NULL */
	int error;
};

/* What counters, latency, summary and hooks are printed from. */
struct vls_reading {
	struct vls_snapshot snap;
	struct vls_hook_report hooks[VLS_HOOK_NR];
	bool direct;		/* direct=1 */
	const char *clock;	/* that handlers read */
	unsigned int cpus;	/* possible CPUs */
	size_t cpu_bytes;	/* memory for each of them */
	size_t shared_bytes;	/* memory that they share */
};

/* What longest is printed from. */
struct vls_longest_reading {
	struct vls_header head;
	struct vls_longest of[VLS_LOCK_NR];	/* by enum vls_lock */
};

/* What stacks is printed from. */
struct vls_stacks_reading {
	struct vls_header head;
	unsigned int ms;	/* stacks=MS */
	struct vls_stacks stacks;
};

/**
 * vls_show_header() - print the lines that each file for programs begins with
 * @m: the file
 * @head: their values
 *
 * Process context.
 */
void vls_show_header(struct seq_file *m, const struct vls_header *head);

/**
 * vls_show_counters() - print counters: a line for each counter that is available
 * @m: the file
 * @reading: the snapshot
 *
 * Process context.
 */
void vls_show_counters(struct seq_file *m, const struct vls_reading *reading);

/**
 * vls_show_latency() - print latency: the histograms that are available
 * @m: the file
 * @reading: the snapshot
 *
 * Process context.
 */
void vls_show_latency(struct seq_file *m, const struct vls_reading *reading);

/**
 * vls_show_summary() - print summary, for people
 * @m: the file
 * @reading: the snapshot
 *
 * Process context.
 */
void vls_show_summary(struct seq_file *m, const struct vls_reading *reading);

/**
 * vls_show_hooks() - print hooks: a line for each hook, and the memory in use
 * @m: the file
 * @reading: the snapshot
 *
 * Process context.
 */
void vls_show_hooks(struct seq_file *m, const struct vls_reading *reading);

/**
 * vls_show_breakdown() - print by_process, by_cgroup or by_swap
 * @m: the file
 * @id: which of them
 * @b: the snapshot
 *
 * Process context.
 */
void vls_show_breakdown(struct seq_file *m, enum vls_breakdown_id id,
			const struct vls_breakdown *b);

/**
 * vls_show_comm() - print the name of a task
 * @m: the file
 * @comm: the name; what cannot be printed is escaped, as a process may set any name
 *
 * Process context.
 */
void vls_show_comm(struct seq_file *m, const char comm[TASK_COMM_LEN]);

/**
 * vls_show_device() - print a swap device as MAJOR:MINOR, with the inode of a swap file
 * @m: the file
 * @swap: the device, as in breakdown.h; one that is not known is "-"
 *
 * Process context.
 */
void vls_show_device(struct seq_file *m, u8 swap);

/**
 * vls_show_longest() - print longest: the longest hold of each lock
 * @m: the file
 * @reading: the snapshot
 *
 * Process context.
 */
void vls_show_longest(struct seq_file *m, const struct vls_longest_reading *reading);

/**
 * vls_show_stacks() - print stacks: what tasks did that held a fault lock for long
 * @m: the file
 * @reading: the snapshot
 *
 * Process context.
 */
void vls_show_stacks(struct seq_file *m, const struct vls_stacks_reading *reading);

#endif /* VLS_SHOW_H */
