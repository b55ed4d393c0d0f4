// SPDX-License-Identifier: GPL-2.0-only
/*
 * The header of the files for programs, and the file counters. A counter is left out when it
 * needs a hook that is not there; the header has the state of each hook.
 */
#include <linux/seq_file.h>

#include "show/show.h"
#include "vmalockstat/limits.h"

void vls_show_header(struct seq_file *m, const struct vls_header *head)
{
	int i;

	seq_printf(m, "format %d\n", VLS_FORMAT);
	seq_printf(m, "kernel %s\n", head->kernel);
	seq_printf(m, "vma_lock %d\n", head->vma_lock);
	seq_printf(m, "run_delay %d\n", head->run_delay);
	seq_printf(m, "since_reset_ns %llu\n", head->since_reset_ns);
	seq_printf(m, "experiment %s\n", vls_experiment_name(head->experiment));
	seq_printf(m, "taken_ns %llu\n", head->taken_ns);
	seq_printf(m, "counting %d\n", head->counting);
	seq_printf(m, "timing %d\n", head->timing);
	for (i = 0; i < VLS_HOOK_NR; i++)
		seq_printf(m, "hook.%s %s\n", vls_hook_id_name(i),
			   vls_hook_state_name(head->hooks[i]));
}

void vls_show_counters(struct seq_file *m, const struct vls_reading *reading)
{
	const struct vls_header *head = &reading->snap.head;
	const u64 *cells = (const u64 *)&reading->snap.cells;
	char name[VLS_NAME_SIZE];
	unsigned int e, i;

	vls_show_header(m, head);
	for (e = 0; e < vls_counter_entries_nr; e++) {
		const struct vls_entry *entry = &vls_counter_entries[e];

		for (i = 0; i < entry->nr; i++)
			if (vls_available(head, vls_entry_needs(entry, i)))
				seq_printf(m, "%s %llu\n", vls_entry_name(name, entry, i),
					   cells[entry->first + i]);
	}
	seq_puts(m, "end\n");
}
