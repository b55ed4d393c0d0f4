// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file latency, for programs: for each histogram a line for each bucket that is not
 * empty, with its bounds and its count; then the count, the sum and the maximum.
 */
#include <linux/seq_file.h>

#include "show/show.h"

static void histogram(struct seq_file *m, const char *name, const struct vls_histogram *h)
{
	unsigned int i;

	for (i = 0; i < VLS_BUCKETS; i++)
		if (h->bucket[i])
			seq_printf(m, "%s %llu %llu %llu\n", name, vls_bucket_lower(i),
				   vls_bucket_upper(i), h->bucket[i]);
	seq_printf(m, "%s.count %llu\n", name, vls_histogram_count(h));
	seq_printf(m, "%s.sum %llu\n", name, h->sum);
	seq_printf(m, "%s.max %llu\n", name, h->max);
}

void vls_show_latency(struct seq_file *m, const struct vls_reading *reading)
{
	const struct vls_header *head = &reading->snap.head;
	const struct vls_histogram *times = (const struct vls_histogram *)&reading->snap.times;
	char name[VLS_NAME_SIZE];
	unsigned int e, i;

	vls_show_header(m, head);
	for (e = 0; e < vls_time_entries_nr && head->timing; e++) {
		const struct vls_entry *entry = &vls_time_entries[e];

		for (i = 0; i < entry->nr; i++)
			if (vls_available(head, vls_entry_needs(entry, i)))
				histogram(m, vls_entry_name(name, entry, i),
					  &times[entry->first + i]);
	}
	seq_puts(m, "end\n");
}
