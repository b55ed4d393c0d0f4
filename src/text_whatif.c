// SPDX-License-Identifier: GPL-2.0-only
/*
 * The two what-ifs in sentences, a line each, to be put into a mail as they are.
 */
#include <linux/seq_file.h>

#include "compat.h"
#include "hook.h"
#include "text.h"

/* " 12 of 345 (3.5 %)" */
static void so_many(struct seq_file *m, u64 n, u64 all)
{
	seq_printf(m, " %llu of %llu", n, all);
	if (!all)
		return;
	seq_puts(m, " (");
	vls_text_percent(m, n, all, 0);
	seq_putc(m, ')');
}

/* "half within 12.3 us, all within 4.5 ms, 6.7 ms in all" */
static void times(struct seq_file *m, const struct vls_histogram *h)
{
	seq_puts(m, "half within ");
	vls_text_duration(m, vls_histogram_percentile(h, 50), 0);
	seq_puts(m, ", all within ");
	vls_text_duration(m, h->max, 0);
	seq_puts(m, ", ");
	vls_text_duration(m, h->sum, 0);
	seq_puts(m, " in all");
}

static void writers_blocked(struct seq_file *m, const struct vls_snapshot *snap)
{
	const struct vls_histogram *wait = &snap->times.of[VLS_TIME_WHATIF_WRITER_WAIT];
	const u64 *hold = snap->cells.whatif_hold;
	u64 in_table = hold[VLS_WHATIF_HOLD_WAITS_FREE] +
		       hold[VLS_WHATIF_HOLD_WAITS_BLOCKING];

	so_many(m, hold[VLS_WHATIF_HOLD_WAITS_FREE], in_table);
	seq_puts(m, " waits for a folio met no writer of their VMA.\n  ");
	so_many(m, hold[VLS_WHATIF_HOLD_WRITERS_BLOCKED],
		snap->cells.writer[VLS_WRITER_ATTEMPT]);
	seq_printf(m, " VMA write locks would have had to wait (%llu did as it is)",
		   snap->cells.writer[VLS_WRITER_WAITED]);
	if (snap->timed && vls_histogram_count(wait)) {
		seq_puts(m, ":\n   ");
		times(m, wait);
	}
	seq_puts(m, ".\n");
	if (hold[VLS_WHATIF_HOLD_WAITS_LOST])
		seq_printf(m, "   %llu waits are not in these numbers: there was no room for them.\n",
			   hold[VLS_WHATIF_HOLD_WAITS_LOST]);
}

/* No more is known of writers on this kernel: an upper bound. */
static void mm_writers(struct seq_file *m, const struct vls_cells *cells)
{
	const u64 *locks = cells->folio_lock[VLS_LOCK_VMA];

	so_many(m, cells->whatif_mm_writer, locks[VLS_FOLIO_LOCK_DROPPED] +
		locks[VLS_FOLIO_LOCK_KILLED]);
	seq_puts(m, " waits for a folio, at most, would have held up a writer:\n"
		 "   so many saw mmap_lock taken for writing. Writers of a VMA cannot be hooked here.\n");
}

static void keep_lock(struct seq_file *m, const struct vls_snapshot *snap)
{
	const u64 *locks = snap->cells.folio_lock[VLS_LOCK_VMA];

	seq_puts(m, "- and kept the VMA lock while it waits for its folio:\n  ");
	if (!vls_hook_available(VLS_HOOK_FOLIO_LOCK))
		seq_printf(m, " unavailable: no hook on %s\n",
			   vls_hook(VLS_HOOK_FOLIO_LOCK)->symbol);
	else if (!locks[VLS_FOLIO_LOCK_DROPPED] && !locks[VLS_FOLIO_LOCK_KILLED])
		seq_puts(m, " no fault has let it go to wait.\n");
	else if (vls_hook_available(VLS_HOOK_WRITER))
		writers_blocked(m, snap);
	else
		mm_writers(m, &snap->cells);
}

static void retry_under_lock(struct seq_file *m, const struct vls_snapshot *snap)
{
	const struct vls_histogram *saved = &snap->times.of[VLS_TIME_WHATIF_SAVED];
	const u64 *retries = snap->cells.whatif_retry;
	u64 all = retries[VLS_WHATIF_RETRY_AVOIDED] +
		  retries[VLS_WHATIF_RETRY_REFUSED] +
		  retries[VLS_WHATIF_RETRY_UNKNOWN];

	seq_puts(m, "- and came back under the VMA lock after the wait:\n  ");
	if (!vls_hook_available(VLS_HOOK_FALLBACK)) {
		seq_printf(m, " unavailable: no hook on %s\n",
			   vls_hook(VLS_HOOK_FALLBACK)->symbol);
		return;
	}
	if (!all) {
		seq_puts(m, " no swap retry has come to mmap_lock.\n");
		return;
	}
	so_many(m, retries[VLS_WHATIF_RETRY_AVOIDED], all);
	seq_puts(m, " fallbacks would have had their VMA locked again,\n"
		 "   and not needed mmap_lock");
	if (snap->timed && vls_histogram_count(saved)) {
		seq_puts(m, ". Their waits for it:\n   ");
		times(m, saved);
	}
	seq_puts(m, ".\n");
}

void vls_text_whatif(struct seq_file *m, const struct vls_snapshot *snap)
{
	if (!VLS_HAVE_VMA_LOCK)
		return;
	seq_puts(m, "\nWhat if a swap fault tried the VMA lock as it does now,\n");
	keep_lock(m, snap);
	retry_under_lock(m, snap);
}
