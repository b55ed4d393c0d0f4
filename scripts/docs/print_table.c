// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of include/vmalockstat/table.h as text, for the documentation and the tests of
 * it: lines of words that are separated by tabs,
 *
 *	counter|time|column|hook|set NAME KIND UNIT NEEDS HELP
 *
 * NAME ends with the sets that the entry is split by, as fault.LOCK.KIND.OUTCOME. A set has
 * a line for each of its labels, as LOCK.vma. NEEDS are names of hooks and "vma_lock",
 * separated by commas; "hook" is the hook that the label names. "-" stands for nothing.
 * Built with -Itools/lib/include -Iinclude, from this file and src/table.c.
 */
#include <stdio.h>

#include "vmalockstat/table.h"

/* In the order of enum vls_set_id. */
#define SET_NAME(set, list, label)	#set,
static const char *const set_names[VLS_SET_NR] = { "NONE", VLS_SETS(SET_NAME) };

static const char *const kinds[] = {
	[VLS_COUNTER] = "counter",
	[VLS_GAUGE] = "gauge",
};

static const char *const units[] = {
	[VLS_EVENTS] = "events",
	[VLS_FAULTS] = "faults",
	[VLS_TASKS] = "tasks",
	[VLS_NANOSECONDS] = "nanoseconds",
};

static void print_needs(u32 needs, int split_by_hook)
{
	const char *comma = "";
	unsigned int i;

	for (i = 0; i < VLS_HOOK_NR; i++)
		if (needs & (1U << i)) {
			printf("%s%s", comma, vls_hook_id_name(i));
			comma = ",";
		}
	if (needs & VLS_NEED_VMA_LOCK) {
		printf("%svma_lock", comma);
		comma = ",";
	}
	if (split_by_hook) {
		printf("%shook", comma);
		comma = ",";
	}
	if (!*comma)
		putchar('-');
}

static void print_entry(const char *what, const struct vls_entry *entry, const char *kind)
{
	int i, split_by_hook = 0;

	printf("%s\t%s", what, entry->name);
	for (i = 0; i < VLS_ENTRY_SETS && entry->sets[i] != VLS_SET_NONE; i++) {
		printf(".%s", set_names[entry->sets[i]]);
		split_by_hook |= entry->sets[i] == VLS_SET_HOOK;
	}
	printf("\t%s\t%s\t", kind, units[entry->unit]);
	print_needs(entry->needs, split_by_hook);
	printf("\t%s\n", entry->help);
}

static void print_columns(void)
{
	unsigned int i;

	for (i = 0; i < VLS_COLUMN_NR; i++) {
		const struct vls_column_entry *entry = &vls_column_entries[i];

		printf("column\t%s\tcounter\t%s\t", entry->name, units[entry->unit]);
		print_needs(entry->needs, 0);
		printf("\t%s\n", entry->help);
	}
}

static void print_set(unsigned int set)
{
	unsigned int i;

	for (i = 0; i < vls_sets[set].nr; i++)
		printf("set\t%s.%s\t-\t-\t-\t%s\n", set_names[set],
		       vls_sets[set].labels[i].name, vls_sets[set].labels[i].help);
}

int main(void)
{
	const struct vls_set *hooks = &vls_sets[VLS_SET_HOOK];
	unsigned int i;

	for (i = 0; i < vls_counter_entries_nr; i++)
		print_entry("counter", &vls_counter_entries[i],
			    kinds[vls_counter_entries[i].kind]);
	for (i = 0; i < vls_time_entries_nr; i++)
		print_entry("time", &vls_time_entries[i], "histogram");
	print_columns();
	for (i = 0; i < hooks->nr; i++)
		printf("hook\t%s\t-\t-\t-\t%s\n", hooks->labels[i].name, hooks->labels[i].help);
	for (i = VLS_SET_NONE + 1; i < VLS_SET_NR; i++)
		print_set(i);
	return fflush(stdout) || ferror(stdout);
}
