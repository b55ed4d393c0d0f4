// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tables of times of the summary: how long something took, and what tasks did while they
 * held the fault lock. Compiled into the module and into the command.
 */
#ifdef __KERNEL__
#include <linux/kernel.h>
#else
#include <stdio.h>
#endif

#include "vmalockstat/summary_rows.h"
#include "vmalockstat/units.h"

static void time_row(struct vls_out *out, const struct vls_snapshot *snap,
		     const char *label, u32 needs, const struct vls_histogram *h)
{
	char p50[VLS_UNIT_SIZE], p99[VLS_UNIT_SIZE], max[VLS_UNIT_SIZE];
	u64 n = vls_histogram_count(h);

	if (!vls_row_begin(out, snap, label, needs))
		return;
	if (!n) {
		vls_print(out, "%12llu %8s %8s %8s\n", n, "-", "-", "-");
		return;
	}
	vls_print(out, "%12llu %8s %8s %8s\n", n,
		  vls_duration(p50, vls_histogram_percentile(h, 50), false),
		  vls_duration(p99, vls_histogram_percentile(h, 99), false),
		  vls_duration(max, h->max, false));
}

/* A row that is left out without VMA locks, or without a hook that it needs. */
static void vma_time_row(struct vls_out *out, const struct vls_snapshot *snap,
			 const char *label, u32 needs, const struct vls_histogram *h)
{
	if (vls_available(&snap->head, needs | VLS_NEED_VMA_LOCK))
		time_row(out, snap, label, needs, h);
}

static void times_of_retries(struct vls_out *out, const struct vls_snapshot *snap)
{
	const u32 fallback = VLS_NEED(LOCK_MM_AND_FIND_VMA);
	const u32 writer = VLS_NEED(VMA_START_WRITE);
	const struct vls_times *times = &snap->times;

	if (!snap->head.vma_lock)
		return;
	time_row(out, snap, "VMA lock dropped to mmap_lock held", fallback, &times->retry_cost);
	time_row(out, snap, "  waiting for mmap_lock", fallback, &times->fallback_wait);
	vma_time_row(out, snap, "  saved by a retry under the VMA lock", fallback,
		     &times->whatif_retry_vma_saved);
	vma_time_row(out, snap, "writer waiting for readers of its VMA", writer,
		     &times->writer_wait);
	vma_time_row(out, snap, "  added by holding the VMA lock",
		     writer | VLS_NEED(FOLIO_LOCK_OR_RETRY), &times->whatif_hold_writer_wait);
}

static void time_table(struct vls_out *out, const struct vls_snapshot *snap)
{
	const u32 folio = VLS_NEED(FOLIO_LOCK_OR_RETRY), read = VLS_NEED(SWAP_READ);
	unsigned int lock = vls_first_lock(&snap->head);
	const struct vls_times *times = &snap->times;

	vls_row_empty(out);
	if (!snap->head.timing) {
		vls_print(out, "No times are taken (timing=0).\n");
		return;
	}
	vls_print(out, "%-*s %12s %8s %8s %8s\n", VLS_LABEL_SIZE - 1, "times", "count", "p50",
		  "p99", "max");
	time_row(out, snap, snap->head.vma_lock ? "VMA lock held by swap faults" :
		 "mmap_lock held by swap faults", folio, &times->hold[lock]);
	if (vls_available(&snap->head, read))
		time_row(out, snap, "  reading from swap", read, &times->swap_read[lock]);
	time_row(out, snap, "  swapping shared memory in", VLS_NEED(SHMEM_SWAPIN_FOLIO),
		 &times->shmem_swapin[lock]);
	time_row(out, snap, "folio wait, fault lock dropped", folio,
		 &times->folio_wait[VLS_FOLIO_WAIT_DROPPED]);
	time_row(out, snap, "folio wait, fault lock held", folio,
		 &times->folio_wait[VLS_FOLIO_WAIT_HELD]);
	times_of_retries(out, snap);
}

static const char *const held_labels[VLS_HELD_NR] = {
	[VLS_HELD_READ] = "reading from swap",
	[VLS_HELD_RECLAIM] = "reclaiming memory",
	[VLS_HELD_THROTTLE] = "throttled by memory.high",
	[VLS_HELD_FOLIO_WAIT] = "waiting for a folio",
	[VLS_HELD_CPU] = "running, other than in these",
	[VLS_HELD_RUNNABLE] = "waiting for a CPU",
	[VLS_HELD_ASLEEP] = "asleep for anything else",
};

static const struct vls_entry *held_entry(void)
{
	const struct vls_entry *entry = vls_counter_entries;

	while (entry->sets[1] != VLS_SET_HELD)
		entry++;
	return entry;
}

/* What the tasks did while they held the lock that faults from user mode try first. */
static void held_table(struct vls_out *out, const struct vls_snapshot *snap)
{
	const struct vls_entry *entry = held_entry();
	unsigned int lock = vls_first_lock(&snap->head), i;
	const u64 *ns = snap->cells.hold_ns[lock];
	char label[VLS_LABEL_SIZE], buf[VLS_UNIT_SIZE], percent[VLS_UNIT_SIZE];
	u64 all = 0;

	if (!snap->head.timing)
		return;
	for (i = 0; i < VLS_HELD_NR; i++)
		all += ns[i];
	vls_row_empty(out);
	snprintf(label, sizeof(label), "time that swap faults held %s",
		 vls_first_lock_name(snap));
	if (!vls_row_begin(out, snap, label, VLS_NEED(FOLIO_LOCK_OR_RETRY)))
		return;
	vls_print(out, "%12s\n", vls_duration(buf, all, false));
	for (i = 0; i < VLS_HELD_NR; i++) {
		if (!ns[i] || !vls_available(&snap->head,
					     vls_entry_needs(entry, lock * VLS_HELD_NR + i)))
			continue;
		snprintf(label, sizeof(label), "  %s", held_labels[i]);
		vls_row_begin(out, snap, label, 0);
		vls_print(out, "%12s %7s %%\n", vls_duration(buf, ns[i], false),
			  vls_percent(percent, ns[i], all));
	}
}

void vls_summary_times(struct vls_out *out, const struct vls_snapshot *snap)
{
	time_table(out, snap);
	held_table(out, snap);
}
