// SPDX-License-Identifier: GPL-2.0-only
/*
 * The times: one set of histograms per CPU, written by the handlers without
 * any lock. They start, stop and go to zero with the counters (stats.c).
 */
#include <linux/string.h>

#include "times.h"

struct vls_times __percpu *vls_times;
DEFINE_STATIC_KEY_TRUE(vls_timing);

void vls_times_switch(bool on)
{
	if (on)
		static_branch_enable(&vls_timing);
	else
		static_branch_disable(&vls_timing);
}

void vls_times_zero(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		memset(per_cpu_ptr(vls_times, cpu), 0, sizeof(struct vls_times));
}

static void histogram_sum(struct vls_histogram *sum,
			  const struct vls_histogram *h)
{
	u64 max = READ_ONCE(h->max);
	int i;

	for (i = 0; i < VLS_BUCKETS; i++)
		sum->bucket[i] += READ_ONCE(h->bucket[i]);
	sum->sum += READ_ONCE(h->sum);
	if (max > sum->max)
		sum->max = max;
}

void vls_times_sum(struct vls_times *sum)
{
	int cpu, time;

	for_each_possible_cpu(cpu)
		for (time = 0; time < VLS_TIME_NR; time++)
			histogram_sum(&sum->of[time],
				      &per_cpu_ptr(vls_times, cpu)->of[time]);
}

int vls_times_init(void)
{
	vls_times = alloc_percpu(struct vls_times);
	return vls_times ? 0 : -ENOMEM;
}

void vls_times_exit(void)
{
	free_percpu(vls_times);
}
