// SPDX-License-Identifier: GPL-2.0-only
#include <linux/types.h>
#include <string.h>

#include "families.h"
#include "vmalockstat.h"

const struct family families_counters[] = {
	{
		.name = "swap_faults",
		.help = "Returns of do_swap_page(), by the lock that was held on entry.",
		.pattern = "fault.*.*.*",
		.labels = { "lock", "kind", "outcome" },
	}, {
		.name = "swap_retries",
		.help = "Those that returned a retry, by its reason.",
		.pattern = "retry.*.*",
		.labels = { "lock", "reason" },
	}, {
		.name = "folio_locks",
		.help = "Calls of __folio_lock_or_retry() by a swap fault.",
		.pattern = "folio_lock.*.*",
		.labels = { "lock", "result" },
	}, {
		.name = "fallbacks",
		.help = "Times that mmap_lock was taken for a fault, by the cause.",
		.pattern = "fallback.*",
		.labels = { "cause" },
		.set = vls_fallback_name,
		.last = VLS_FALLBACK_NR - 1,
	}, {
		.name = "fallbacks_no_vma",
		.help = "Fallbacks that ended without a VMA.",
		.pattern = "fallback.no_vma",
	}, {
		.name = "fallbacks_avoidable",
		.help = "Fallbacks after a swap retry with no writer of mmap_lock since.",
		.pattern = "fallback.swap_retry_avoidable",
	}, {
		.name = "retries_abandoned",
		.help = "Retries under the VMA lock that were given up for a signal.",
		.pattern = "abandoned",
	}, {
		.name = "writer_attempts",
		.help = "Write locks of VMAs.",
		.pattern = "writer.attempt",
	}, {
		.name = "writer_waits",
		.help = "Write locks of VMAs that waited for readers.",
		.pattern = "writer.waited",
	}, {
		.name = "whatif_hold_waits",
		.help = "Waits for a folio with the VMA lock dropped, by what a writer of the VMA would have met had it been kept.",
		.pattern = "whatif.hold.waits_*",
		.labels = { "result" },
		.set = vls_whatif_hold_name,
		.last = VLS_WHATIF_HOLD_WAITS_LOST,
	}, {
		.name = "whatif_hold_writers_blocked",
		.help = "Write locks of VMAs that would have waited, had faults kept the VMA lock.",
		.pattern = "whatif.hold.writers_blocked",
	}, {
		.name = "whatif_hold_waits_with_mm_writer",
		.help = "Waits for a folio with the VMA lock dropped in which mmap_lock was taken for writing.",
		.pattern = "whatif.hold.waits_with_mm_writer",
	}, {
		.name = "whatif_retry_vma",
		.help = "Fallbacks after a swap retry, by what a retry under the VMA lock would have met.",
		.pattern = "whatif.retry_vma.*",
		.labels = { "result" },
		.set = vls_whatif_retry_name,
		.last = VLS_WHATIF_RETRY_NR - 1,
	}, {
		.name = "vma_lock_attempts",
		.help = "Calls of lock_vma_under_rcu().",
		.pattern = "vma_lock.attempt",
	}, {
		.name = "vma_lock_refused",
		.help = "Calls of lock_vma_under_rcu() that got no lock.",
		.pattern = "vma_lock.refused",
	}, {
		.name = "vma_lock_faults",
		.help = "User faults of all kinds under the VMA lock.",
		.pattern = "vma_lock.*",
		.labels = { "result" },
		.set = vls_vma_lock_name,
		.first = VLS_VMA_LOCK_SUCCESS,
		.last = VLS_VMA_LOCK_NR - 1,
	}, {
		.name = "mmap_lock_faults",
		.help = "User faults of all kinds under mmap_lock.",
		.pattern = "mmap_lock.*",
		.labels = { "result" },
		.set = vls_mmap_lock_name,
		.last = VLS_MMAP_LOCK_NR - 1,
	}, {
		.name = "missed",
		.help = "Calls of a hooked function that its hook did not follow.",
		.pattern = "missed.*",
		.labels = { "hook" },
	}, {
		.name = "untracked",
		.help = "Retries whose fallback could not be linked to them.",
		.pattern = "untracked",
	}, {
		.name = "in_flight",
		.help = "Faults inside do_swap_page() now.",
		.pattern = "in_flight",
		.type = FAMILY_GAUGE,
	}, {
		.name = "retry_pending",
		.help = "Tasks between a retry under the VMA lock and mmap_lock now.",
		.pattern = "retry_pending",
		.type = FAMILY_GAUGE,
	}, {
		.name = "other",
		.help = "Counters of a module that is newer than this command.",
		.labels = { "name" },
	},
	{ .name = NULL },
};

#define TIME(_name, _help, _pattern, ...)				\
	{								\
		.name = _name "_seconds",				\
		.help = _help,						\
		.pattern = _pattern,					\
		.labels = { __VA_ARGS__ },				\
		.type = FAMILY_HISTOGRAM,				\
	}

const struct family families_times[] = {
	TIME("hold", "How long the lock was held in do_swap_page().", "hold.*", "lock"),
	TIME("folio_wait", "How long swap faults waited for a folio, by what became of their lock.",
	     "folio_wait.*", "fault_lock"),
	TIME("swap_read", "Time in swap_read_folio().", "swap_read.*", "lock"),
	TIME("migration_wait", "Time in do_swap_page() for a migration entry.",
	     "migration_wait.*", "lock"),
	TIME("fallback_wait", "Time in lock_mm_and_find_vma() after a swap retry.",
	     "fallback_wait"),
	TIME("retry_cost", "From the VMA lock let go until mmap_lock was had.", "retry_cost"),
	TIME("writer_wait", "How long writers of a VMA waited for its readers.", "writer_wait"),
	TIME("whatif_hold_writer_wait",
	     "How long writers would have waited, had faults kept the VMA lock.",
	     "whatif.hold.writer_wait"),
	TIME("whatif_retry_vma_saved",
	     "Waits for mmap_lock that a retry under the VMA lock would have spared.",
	     "whatif.retry_vma.saved"),
	TIME("other", "Times of a module that is newer than this command.", NULL, "name"),
	{ .name = NULL },
};

static bool in_set(const struct family *family, const char *name)
{
	const char *last = strrchr(name, '.');
	unsigned int i;

	if (!family->set)
		return true;
	for (i = family->first; last && i <= family->last; i++)
		if (!strcmp(family->set(i), last + 1))
			return true;
	return false;
}

static void add_label(struct labels *labels, const char *value, size_t length)
{
	labels->value[labels->nr] = value;
	labels->length[labels->nr++] = length;
}

static bool matches(const struct family *family, const char *name, struct labels *labels)
{
	const char *at = family->pattern;
	const char *rest = name;

	labels->nr = 0;
	if (!at) {
		add_label(labels, name, strlen(name));
		return true;
	}
	for (; *at; at++) {
		size_t length = *at == '*' ? strcspn(rest, ".") : *at == *rest;

		if (!length)
			return false;
		if (*at == '*')
			add_label(labels, rest, length);
		rest += length;
	}
	return !*rest && in_set(family, name);
}

static const struct family *find(const struct family *family, const char *name,
				 struct labels *labels)
{
	while (!matches(family, name, labels))
		family++;
	return family;
}

const struct family *family_of_counter(const char *name, struct labels *labels)
{
	return find(families_counters, name, labels);
}

const struct family *family_of_time(const char *name, struct labels *labels)
{
	return find(families_times, name, labels);
}

const char *family_suffix(const struct family *family)
{
	return family->type == FAMILY_COUNTER ? "_total" : "";
}
