// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of include/vmalockstat/table.h as data. Compiled into the module, the command
 * and the unit tests.
 */
#ifdef __KERNEL__
#include <linux/build_bug.h>
#include <linux/kernel.h>
#include <linux/stddef.h>
#include <linux/string.h>
#else
#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))
#endif

#include "vmalockstat/table.h"

#define LABEL_ENTRY(id, name, help)	{ name, help },
#define DEFINE_LABELS(set, list, label)					\
	static const struct vls_label labels_##set[] = { list(LABEL_ENTRY) };
VLS_SETS(DEFINE_LABELS)

#define SET_ENTRY(set, list, label)					\
	[VLS_SET_##set] = {						\
		label, labels_##set,					\
		ARRAY_SIZE(labels_##set),				\
	},
const struct vls_set vls_sets[VLS_SET_NR] = {
	[VLS_SET_NONE] = { "", NULL, 1 },
	VLS_SETS(SET_ENTRY)
};

#define FIRST(type, field, cell)	(offsetof(struct type, field) / (cell))
#define NUMBER(type, field, cell)	(sizeof(((struct type *)NULL)->field) / (cell))

#define COUNTER_ENTRY(field, name_, a, b, c, kind_, unit_, needs_, help_)	\
	{								\
		.name = name_,						\
		.help = help_,						\
		.needs = needs_,					\
		.first = FIRST(vls_cells, field, sizeof(u64)),		\
		.nr = NUMBER(vls_cells, field, sizeof(u64)),		\
		.sets = { VLS_SET_##a, VLS_SET_##b, VLS_SET_##c },	\
		.kind = VLS_##kind_,					\
		.unit = VLS_##unit_,					\
	},
const struct vls_entry vls_counter_entries[] = { VLS_COUNTERS(COUNTER_ENTRY) };
const unsigned int vls_counter_entries_nr = ARRAY_SIZE(vls_counter_entries);

#define TIME_ENTRY(field, name_, set, needs_, help_)			\
	{								\
		.name = name_,						\
		.help = help_,						\
		.needs = needs_,					\
		.first = FIRST(vls_times, field, sizeof(struct vls_histogram)), \
		.nr = NUMBER(vls_times, field, sizeof(struct vls_histogram)), \
		.sets = { VLS_SET_##set },				\
		.unit = VLS_NANOSECONDS,				\
	},
const struct vls_entry vls_time_entries[] = { VLS_TIMES(TIME_ENTRY) };
const unsigned int vls_time_entries_nr = ARRAY_SIZE(vls_time_entries);

#define COLUMN_ENTRY(id, name, unit, needs, help)	\
	[VLS_COLUMN_##id] = { name, help, needs, VLS_##unit },
const struct vls_column_entry vls_column_entries[VLS_COLUMN_NR] = {
	VLS_COLUMNS(COLUMN_ENTRY)
};

static_assert(offsetof(struct vls_cells, calls) + sizeof(((struct vls_cells *)NULL)->calls) ==
	      sizeof(struct vls_cells), "calls is the last of the counters");
static_assert(VLS_HOOK_NR <= 29, "a bit for each hook, and those from VLS_NEED_TIMING on");

void vls_entry_labels(const struct vls_entry *entry, unsigned int i,
		      unsigned int labels[VLS_ENTRY_SETS])
{
	int set;

	for (set = VLS_ENTRY_SETS - 1; set >= 0; set--) {
		unsigned int nr = vls_sets[entry->sets[set]].nr;

		labels[set] = i % nr;
		i /= nr;
	}
}

const char *vls_entry_name(char *buf, const struct vls_entry *entry, unsigned int i)
{
	unsigned int labels[VLS_ENTRY_SETS];
	int set, used;

	vls_entry_labels(entry, i, labels);
	used = snprintf(buf, VLS_NAME_SIZE, "%s", entry->name);
	for (set = 0; set < VLS_ENTRY_SETS && entry->sets[set] != VLS_SET_NONE; set++)
		used += snprintf(buf + used, VLS_NAME_SIZE - used, ".%s",
				 vls_sets[entry->sets[set]].labels[labels[set]].name);
	return buf;
}

/* What is needed to know how much of the time a task did this. */
static const u32 held_needs[VLS_HELD_NR] = {
	[VLS_HELD_READ] = VLS_NEED(SWAP_READ),
	[VLS_HELD_RECLAIM] = VLS_NEED(MEMCG_RECLAIM) | VLS_NEED(DIRECT_RECLAIM),
	[VLS_HELD_THROTTLE] = VLS_NEED(MEMCG_THROTTLE),
	[VLS_HELD_RUNNABLE] = VLS_NEED_RUN_DELAY,
};

u32 vls_held_needs(unsigned int what)
{
	return held_needs[what];
}

u32 vls_entry_needs(const struct vls_entry *entry, unsigned int i)
{
	unsigned int labels[VLS_ENTRY_SETS];

	vls_entry_labels(entry, i, labels);
	if (entry->sets[0] == VLS_SET_HOOK)
		return entry->needs | 1U << labels[0];
	if (entry->sets[1] == VLS_SET_HELD)
		return entry->needs | held_needs[labels[1]];
	return entry->needs;
}
