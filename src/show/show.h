/* SPDX-License-Identifier: GPL-2.0-only */
/* The text of the files in debugfs, from what was read before. Knows no kernel. */
#ifndef VLS_SHOW_H
#define VLS_SHOW_H

#include <linux/seq_file.h>

#include "breakdown/breakdown.h"
#include "vmalockstat/snapshot.h"

struct vls_hook_report {
	const char *symbol;
	const char *why;	/* it is unavailable, or NULL */
	int error;
};

/* All that counters, latency, summary and hooks are made from. */
struct vls_reading {
	struct vls_snapshot snap;
	struct vls_hook_report hooks[VLS_HOOK_NR];
	bool direct;		/* direct=1 */
	unsigned int cpus;	/* possible ones */
	size_t cpu_bytes;	/* memory for each of them */
	size_t shared_bytes;	/* memory for all */
};

/**
 * vls_show_header() - the lines that each file for programs begins with
 * @m: the file
 * @head: what they say
 *
 * Process context.
 */
void vls_show_header(struct seq_file *m, const struct vls_header *head);

/**
 * vls_show_counters() - the file counters: a line for each counter that is available
 * @m: the file
 * @reading: what was read
 *
 * Process context.
 */
void vls_show_counters(struct seq_file *m, const struct vls_reading *reading);

/**
 * vls_show_latency() - the file latency: the histograms that are available
 * @m: the file
 * @reading: what was read
 *
 * Process context.
 */
void vls_show_latency(struct seq_file *m, const struct vls_reading *reading);

/**
 * vls_show_summary() - the file summary, for people
 * @m: the file
 * @reading: what was read
 *
 * Process context.
 */
void vls_show_summary(struct seq_file *m, const struct vls_reading *reading);

/**
 * vls_show_hooks() - the file hooks: a line for each hook, and the memory in use
 * @m: the file
 * @reading: what was read
 *
 * Process context.
 */
void vls_show_hooks(struct seq_file *m, const struct vls_reading *reading);

/**
 * vls_show_breakdown() - one of the files by_process, by_cgroup and by_swap
 * @m: the file
 * @id: which of them
 * @b: what was read
 *
 * Process context.
 */
void vls_show_breakdown(struct seq_file *m, enum vls_breakdown_id id,
			const struct vls_breakdown *b);

#endif /* VLS_SHOW_H */
