/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_BREAKDOWN_H
#define VLS_BREAKDOWN_H

#include <linux/jump_label.h>
#include <linux/sched.h>
#include <linux/types.h>

#include "vmalockstat.h"

/*
 * The faults by process, by cgroup and by swap device: what part each of them
 * has in the counters.
 */
struct vls_part {
	u64 of[VLS_PART_NR];
};

struct vls_breakdown_row {
	u64 key;
	char comm[TASK_COMM_LEN];	/* by process */
	struct vls_part part;
};

/* One of the tables, as it was at one moment. */
struct vls_breakdown {
	bool on;
	struct vls_part total;		/* from the counters, not from the rows */
	struct vls_part rest;		/* of those that found no row */
	unsigned int nr_rows;
	unsigned int max_rows;		/* 0: it was never on */
	struct vls_breakdown_row rows[];
};

/* The swap device of a fault: 1 and the type of its swap entry, or none. */
#define VLS_SWAP_NONE	0xff

DECLARE_STATIC_KEY_FALSE(vls_breakdown_key);

/* Code patched in and out: it costs nothing when off. */
static __always_inline bool vls_breakdown_on(void)
{
	return static_branch_unlikely(&vls_breakdown_key);
}

/* For handlers: the current task adds @part; @swap is the device. */
void vls_breakdown_add(u8 swap, const struct vls_part *part);

void vls_breakdown_init(unsigned int rows);
void vls_breakdown_exit(void);
int vls_breakdown_switch(bool on);
/* Only with all CPUs stopped. */
void vls_breakdown_zero(void);

/* To be freed with kvfree(), or an error. */
struct vls_breakdown *vls_breakdown_read(enum vls_breakdown_id id);

/* Of all CPUs, since the module was loaded or the counters went to zero. */
void vls_breakdown_total(struct vls_part *total);

/* Of memory, once it was switched on: of each CPU, and shared by all. */
size_t vls_breakdown_cpu_bytes(void);
size_t vls_breakdown_bytes(void);

/* What a key stands for. */
unsigned int vls_breakdown_tgid(u64 key);

#endif /* VLS_BREAKDOWN_H */
