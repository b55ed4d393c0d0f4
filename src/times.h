/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_TIMES_H
#define VLS_TIMES_H

#include <linux/bitops.h>
#include <linux/jump_label.h>
#include <linux/ktime.h>
#include <linux/percpu.h>
#include <linux/types.h>

#include "histogram.h"

extern struct vls_times __percpu *vls_times;

/* Are times taken? Code patched in and out: it costs nothing when not. */
DECLARE_STATIC_KEY_TRUE(vls_timing);

static __always_inline bool vls_timed(void)
{
	return static_branch_likely(&vls_timing);
}

/*
 * Monotonic, the same for all CPUs, and safe to be read anywhere. local_clock()
 * costs less, but differs between CPUs where the TSC is not reliable, and a
 * task may enter on one CPU and return on another.
 */
static __always_inline u64 vls_clock(void)
{
	return ktime_get_mono_fast_ns();
}

/* For handlers, which run with preemption off; nothing else writes these. */
static __always_inline void vls_time_add(unsigned int time, u64 ns)
{
	vls_histogram_add(&this_cpu_ptr(vls_times)->of[time], ns);
}

int vls_times_init(void);
void vls_times_exit(void);

/* Only while nothing is counted. */
void vls_times_switch(bool on);
/* Only with all CPUs stopped. */
void vls_times_zero(void);
void vls_times_sum(struct vls_times *sum);

#endif /* VLS_TIMES_H */
