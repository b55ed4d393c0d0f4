// SPDX-License-Identifier: GPL-2.0-only
/*
 * The columns of the breakdowns for all faults, from the counters and the times. They do not
 * come from the rows, so that whether the rows add up to them can be checked.
 */
#include <linux/percpu.h>
#include <linux/string.h>

#include "breakdown/breakdown.h"
#include "counters.h"

static_assert(VLS_COLUMN_FAULT_MMAP_NOUSER == VLS_COLUMN_FAULT_VMA + VLS_LOCK_MMAP_NOUSER &&
	      VLS_COLUMN_FAULT_MMAP == VLS_COLUMN_FAULT_VMA + VLS_LOCK_MMAP,
	      "the columns of faults are in the order of the locks");

static void add_faults(struct vls_columns *sum, const struct vls_cells *cells)
{
	int lock, kind, outcome;

	for (lock = 0; lock < VLS_LOCK_NR; lock++)
		for (kind = 0; kind < VLS_KIND_NR; kind++)
			for (outcome = 0; outcome < VLS_OUTCOME_NR; outcome++) {
				u64 n = READ_ONCE(cells->fault[lock][kind][outcome]);

				sum->of[VLS_COLUMN_FAULT_VMA + lock] += n;
				if (outcome == VLS_OUTCOME_MAJOR ||
				    outcome == VLS_OUTCOME_RETRY_MAJOR)
					sum->of[VLS_COLUMN_MAJOR] += n;
			}
}

static void add_times(struct vls_columns *sum, const struct vls_times *times)
{
	int i;

	for (i = 0; i < VLS_LOCK_NR; i++)
		sum->of[VLS_COLUMN_HOLD] += READ_ONCE(times->hold[i].sum);
	for (i = 0; i < VLS_FOLIO_WAIT_NR; i++)
		sum->of[VLS_COLUMN_FOLIO_WAIT] += READ_ONCE(times->folio_wait[i].sum);
	sum->of[VLS_COLUMN_FALLBACK_WAIT] += READ_ONCE(times->fallback_wait.sum);
}

void vls_breakdown_total(struct vls_columns *total, unsigned int bank)
{
	int cpu, i;

	memset(total, 0, sizeof(*total));
	for_each_possible_cpu(cpu) {
		const struct vls_bank *from = per_cpu_ptr(vls_banks[bank], cpu);

		add_faults(total, &from->cells);
		for (i = 0; i < VLS_REASON_NR; i++)
			total->of[VLS_COLUMN_RETRY] +=
				READ_ONCE(from->cells.retry[VLS_LOCK_VMA][i]);
		total->of[VLS_COLUMN_FALLBACK] +=
			READ_ONCE(from->cells.fallback[VLS_FALLBACK_SWAP_RETRY]);
		add_times(total, &from->times);
	}
}
