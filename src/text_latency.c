// SPDX-License-Identifier: GPL-2.0-only
/*
 * The times, for programs: a line for each bucket that is not empty, with what
 * it goes from, what it stays below, and how many there were; then the count,
 * the sum and the longest. What depends on a hook that is not there is left
 * out.
 */
#include <linux/seq_file.h>

#include "compat.h"
#include "hook.h"
#include "text.h"
#include "times.h"

/* Those that need the hook on __folio_lock_or_retry() besides. */
static bool needs_folio_lock(enum vls_time time)
{
	return time == VLS_TIME_WHATIF_WRITER_WAIT;
}

bool vls_time_available(enum vls_time time)
{
	if (time >= VLS_TIME_WRITER_WAIT && !VLS_HAVE_VMA_LOCK)
		return false;
	if (needs_folio_lock(time) && !vls_hook_available(VLS_HOOK_FOLIO_LOCK))
		return false;
	return vls_hook_available(vls_time_hook(time));
}

enum vls_hook_id vls_time_hook(enum vls_time time)
{
	switch (time) {
	case VLS_TIME_SWAP_READ:
	case VLS_TIME_SWAP_READ_MMAP:
	case VLS_TIME_SWAP_READ_MMAP_NOUSER:
		return VLS_HOOK_SWAP_READ;
	case VLS_TIME_FALLBACK_WAIT:
	case VLS_TIME_RETRY_COST:
	case VLS_TIME_WHATIF_SAVED:
		return VLS_HOOK_FALLBACK;
	case VLS_TIME_WRITER_WAIT:
	case VLS_TIME_WHATIF_WRITER_WAIT:
		return VLS_HOOK_WRITER;
	case VLS_TIME_MIGRATION_WAIT:
	case VLS_TIME_MIGRATION_WAIT_MMAP:
	case VLS_TIME_MIGRATION_WAIT_MMAP_NOUSER:
		return VLS_HOOK_DO_SWAP_PAGE;
	default:
		/* hold.* too: there the lock is let go to wait. */
		return VLS_HOOK_FOLIO_LOCK;
	}
}

static void histogram(struct seq_file *m, const char *name,
		      const struct vls_histogram *h)
{
	unsigned int i;

	for (i = 0; i < VLS_BUCKETS; i++)
		if (h->bucket[i])
			seq_printf(m, "%s %llu %llu %llu\n", name,
				   vls_bucket_lower(i), vls_bucket_upper(i),
				   h->bucket[i]);
	seq_printf(m, "%s.count %llu\n", name, vls_histogram_count(h));
	seq_printf(m, "%s.sum %llu\n", name, h->sum);
	seq_printf(m, "%s.max %llu\n", name, h->max);
}

void vls_text_latency(struct seq_file *m, const struct vls_snapshot *snap)
{
	int i;

	seq_printf(m, "format %d\n", VLS_FORMAT);
	seq_printf(m, "timing %s\n", snap->timed ? "on" : "off");
	if (!snap->timed)
		return;
	for (i = 0; i < VLS_TIME_NR; i++)
		if (vls_time_available(i))
			histogram(m, vls_time_name(i), &snap->times.of[i]);
}
