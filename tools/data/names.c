// SPDX-License-Identifier: GPL-2.0-only
#include "data/names.h"

static struct name counters[VLS_CELL_NR];
static struct name times[VLS_TIME_NR];

static void fill(struct name *names, const struct vls_entry *entries, unsigned int nr)
{
	const struct vls_entry *entry;
	unsigned int i;

	for (entry = entries; entry < entries + nr; entry++)
		for (i = 0; i < entry->nr; i++) {
			struct name *name = &names[entry->first + i];

			vls_entry_name(name->text, entry, i);
			name->entry = entry;
			name->label = i;
			name->needs = vls_entry_needs(entry, i);
		}
}

const struct name *names_counter(unsigned int cell)
{
	if (!counters[0].entry)
		fill(counters, vls_counter_entries, vls_counter_entries_nr);
	return &counters[cell];
}

const struct name *names_time(unsigned int histogram)
{
	if (!times[0].entry)
		fill(times, vls_time_entries, vls_time_entries_nr);
	return &times[histogram];
}
