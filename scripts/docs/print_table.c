// SPDX-License-Identifier: GPL-2.0-only
/*
 * Print the table of include/vmalockstat/table.h for the scripts that write or check the
 * documentation. Lines of TAB-separated fields:
 *
 *	counter|time|column|hook NAME KIND UNIT NEEDS HELP
 *	set SET LABEL HELP
 *
 * In a NAME a label is an upper-case word, as in fault.LOCK.KIND.OUTCOME. SET is that word,
 * or, where several sets have the same word, the names with it. NEEDS is a list with
 * commas, HOOK for the hook that the label names, or "-".
 *
 * Built with src/table.c by scripts/docs/reference.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "vmalockstat/table.h"

static const char *const unit_names[] = {
	[VLS_EVENTS]		= "events",
	[VLS_FAULTS]		= "faults",
	[VLS_TASKS]		= "tasks",
	[VLS_NANOSECONDS]	= "nanoseconds",
};

static void print_word(const char *label)
{
	for (; *label; label++)
		putchar(toupper((unsigned char)*label));
}

static void print_name(const struct vls_entry *entry)
{
	unsigned int i;

	fputs(entry->name, stdout);
	for (i = 0; i < VLS_ENTRY_SETS && entry->sets[i] != VLS_SET_NONE; i++) {
		putchar('.');
		print_word(vls_sets[entry->sets[i]].label);
	}
}

static int has_set(const struct vls_entry *entry, unsigned int set)
{
	unsigned int i;

	for (i = 0; i < VLS_ENTRY_SETS; i++)
		if (entry->sets[i] == set)
			return 1;
	return 0;
}

static void print_needs(u32 needs, int by_hook)
{
	const char *separator = "";
	unsigned int i;

	if (by_hook)
		printf("HOOK");
	else if (!needs)
		putchar('-');
	for (i = 0; i < VLS_HOOK_NR; i++)
		if (needs & 1U << i) {
			printf("%s%s", separator, vls_hook_id_name(i));
			separator = ",";
		}
	if (needs & VLS_NEED_VMA_LOCK)
		printf("%svma_lock", separator);
}

static void print_entry(const char *type, const struct vls_entry *entry, const char *kind)
{
	printf("%s\t", type);
	print_name(entry);
	printf("\t%s\t%s\t", kind, unit_names[entry->unit]);
	print_needs(entry->needs, has_set(entry, VLS_SET_HOOK));
	printf("\t%s\n", entry->help);
}

static void print_counters(void)
{
	unsigned int i;

	for (i = 0; i < vls_counter_entries_nr; i++)
		print_entry("counter", &vls_counter_entries[i],
			    vls_counter_entries[i].kind == VLS_GAUGE ? "gauge" : "counter");
}

static void print_times(void)
{
	unsigned int i;

	for (i = 0; i < vls_time_entries_nr; i++)
		print_entry("time", &vls_time_entries[i], "histogram");
}

static void print_columns(void)
{
	unsigned int i;

	for (i = 0; i < VLS_COLUMN_NR; i++) {
		const struct vls_column_entry *entry = &vls_column_entries[i];

		printf("column\t%s\tcounter\t%s\t", entry->name, unit_names[entry->unit]);
		print_needs(entry->needs, 0);
		printf("\t%s\n", entry->help);
	}
}

static void print_hooks(void)
{
	const struct vls_set *set = &vls_sets[VLS_SET_HOOK];
	unsigned int i;

	for (i = 0; i < set->nr; i++)
		printf("hook\t%s\t-\t-\t-\t%s\n", set->labels[i].name, set->labels[i].help);
}

static int word_is_unique(unsigned int set)
{
	unsigned int i;

	for (i = VLS_SET_NONE + 1; i < VLS_SET_NR; i++)
		if (i != set && !strcmp(vls_sets[i].label, vls_sets[set].label))
			return 0;
	return 1;
}

static void print_names_with(unsigned int set)
{
	const char *separator = "";
	unsigned int i;

	for (i = 0; i < vls_counter_entries_nr; i++) {
		if (!has_set(&vls_counter_entries[i], set))
			continue;
		fputs(separator, stdout);
		print_name(&vls_counter_entries[i]);
		separator = ",";
	}
}

static void print_set(unsigned int set)
{
	unsigned int i;

	for (i = 0; i < vls_sets[set].nr; i++) {
		printf("set\t");
		if (word_is_unique(set))
			print_word(vls_sets[set].label);
		else
			print_names_with(set);
		printf("\t%s\t%s\n", vls_sets[set].labels[i].name, vls_sets[set].labels[i].help);
	}
}

#define PRINT_LABEL(id, name, help)	printf("set\t%s\t%s\t%s\n", set, name, help);

/* The sets that are no part of a counter's name. */
static void print_other_sets(void)
{
	const char *set = "STATE";

	VLS_HOOK_STATES(PRINT_LABEL)
	set = "EXPERIMENT";
	VLS_EXPERIMENTS(PRINT_LABEL)
	set = "FILE";
	VLS_BREAKDOWNS(PRINT_LABEL)
}

int main(void)
{
	unsigned int set;

	print_counters();
	print_times();
	print_columns();
	print_hooks();
	for (set = VLS_SET_NONE + 1; set < VLS_SET_NR; set++)
		if (set != VLS_SET_HOOK)
			print_set(set);
	print_other_sets();
	return 0;
}
