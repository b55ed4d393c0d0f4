// SPDX-License-Identifier: GPL-2.0-only
/* Allocates, sums and frees the banks, which handlers write. */
#include <linux/percpu.h>
#include <linux/string.h>

#include "counters.h"

struct vls_bank __percpu *vls_banks[VLS_BANKS];
u32 vls_epoch;
DEFINE_STATIC_KEY_TRUE(vls_timing);

#define CELLS_CALLS	(offsetof(struct vls_cells, calls) / sizeof(u64))

static void sum_cells(u64 *sum, unsigned int bank, size_t from, size_t to)
{
	size_t i;
	int cpu;

	for_each_possible_cpu(cpu) {
		const u64 *cells = (const u64 *)&per_cpu_ptr(vls_banks[bank], cpu)->cells;

		for (i = from; i < to; i++)
			sum[i] += READ_ONCE(cells[i]);
	}
}

static void sum_histogram(struct vls_histogram *sum, const struct vls_histogram *h)
{
	u64 max = READ_ONCE(h->max);
	int i;

	for (i = 0; i < VLS_BUCKETS; i++)
		sum->bucket[i] += READ_ONCE(h->bucket[i]);
	sum->sum += READ_ONCE(h->sum);
	if (max > sum->max)
		sum->max = max;
}

static void sum_times(struct vls_times *sum, unsigned int bank)
{
	struct vls_histogram *to = (struct vls_histogram *)sum;
	size_t i;
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct vls_histogram *from = (const struct vls_histogram *)
			&per_cpu_ptr(vls_banks[bank], cpu)->times;

		for (i = 0; i < VLS_TIME_NR; i++)
			sum_histogram(&to[i], &from[i]);
	}
}

void vls_counters_sum(unsigned int bank, struct vls_cells *cells, struct vls_times *times)
{
	memset(cells, 0, sizeof(*cells));
	if (times) {
		memset(times, 0, sizeof(*times));
		sum_times(times, bank);
	}
	sum_cells((u64 *)cells, bank, 0, CELLS_CALLS);
	/* A fault that is counted at return has been counted as a call before. */
	smp_rmb();
	sum_cells((u64 *)cells, bank, CELLS_CALLS, VLS_CELL_NR);
}

void vls_timing_switch(bool on)
{
	if (on)
		static_branch_enable(&vls_timing);
	else
		static_branch_disable(&vls_timing);
}

int vls_counters_alloc(unsigned int bank)
{
	vls_banks[bank] = alloc_percpu(struct vls_bank);
	return vls_banks[bank] ? 0 : -ENOMEM;
}

void vls_counters_free(unsigned int bank)
{
	free_percpu(vls_banks[bank]);
	vls_banks[bank] = NULL;
}
