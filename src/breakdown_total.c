// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the counters and the times say now of what the rows of the breakdowns are
 * parts of: these come from elsewhere than the rows, which must add up to them.
 */
#include <linux/percpu.h>
#include <linux/string.h>

#include "breakdown.h"
#include "stats.h"
#include "times.h"

static void add_faults(struct vls_part *sum, const struct vls_cells *cells)
{
	int lock, kind, outcome;

	for (lock = 0; lock < VLS_LOCK_NR; lock++)
		for (kind = 0; kind < VLS_KIND_NR; kind++)
			for (outcome = 0; outcome < VLS_OUTCOME_NR; outcome++) {
				u64 n = READ_ONCE(cells->fault[lock][kind][outcome]);

				sum->of[VLS_PART_FAULT + lock] += n;
				if (outcome == VLS_OUTCOME_MAJOR ||
				    outcome == VLS_OUTCOME_RETRY_MAJOR)
					sum->of[VLS_PART_MAJOR] += n;
			}
}

static void add_times(struct vls_part *sum, const struct vls_times *times)
{
	int lock;

	for (lock = 0; lock < VLS_LOCK_NR; lock++)
		sum->of[VLS_PART_HOLD] +=
			READ_ONCE(times->of[VLS_TIME_HOLD + lock].sum);
	sum->of[VLS_PART_FOLIO_WAIT] +=
		READ_ONCE(times->of[VLS_TIME_FOLIO_WAIT_DROPPED].sum) +
		READ_ONCE(times->of[VLS_TIME_FOLIO_WAIT_HELD].sum);
	sum->of[VLS_PART_FALLBACK_WAIT] +=
		READ_ONCE(times->of[VLS_TIME_FALLBACK_WAIT].sum);
}

void vls_breakdown_total(struct vls_part *total)
{
	int cpu, i;

	memset(total, 0, sizeof(*total));
	for_each_possible_cpu(cpu) {
		const struct vls_cells *cells = per_cpu_ptr(vls_cells, cpu);

		add_faults(total, cells);
		for (i = 0; i < VLS_REASON_NR; i++)
			total->of[VLS_PART_RETRY] +=
				READ_ONCE(cells->retry[VLS_LOCK_VMA][i]);
		total->of[VLS_PART_FALLBACK] +=
			READ_ONCE(cells->fallback[VLS_FALLBACK_SWAP_RETRY]);
		add_times(total, per_cpu_ptr(vls_times, cpu));
	}
}
