/* SPDX-License-Identifier: GPL-2.0-only */
/* The longest hold of a fault lock: what the file longest has of each lock. */
#ifndef VMALOCKSTAT_LONGEST_H
#define VMALOCKSTAT_LONGEST_H

#include <linux/types.h>

#include "vmalockstat/labels.h"

/* TASK_COMM_LEN of the kernel. */
#define VLS_COMM_SIZE	16

#define VLS_LONGEST_NO_SWAP	0xff

struct vls_longest {
	u64 held_ns;			/* 0: there was none */
	u64 held_by[VLS_HELD_NR];	/* the same, split */
	u64 ended_ns;			/* CLOCK_MONOTONIC, when it was over */
	u64 address;
	u64 cgroup;			/* id, 0 on a kernel without cgroups */
	u32 pid;
	u32 tgid;
	u8 kind;			/* enum vls_kind */
	u8 outcome;			/* enum vls_outcome */
	u8 swap;			/* the type of the swap entry plus 1, or VLS_LONGEST_NO_SWAP */
	char comm[VLS_COMM_SIZE];
};

#endif /* VMALOCKSTAT_LONGEST_H */
