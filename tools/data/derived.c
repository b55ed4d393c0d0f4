// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "facts.h"
#include "util.h"

static bool is_retry(int outcome)
{
	return outcome == VLS_OUTCOME_RETRY || outcome == VLS_OUTCOME_RETRY_MAJOR;
}

u64 calls_of_kind(const struct sample *s, enum vls_lock lock, enum vls_kind kind,
		  bool retried)
{
	u64 sum = 0;
	int i;

	for (i = 0; i < VLS_OUTCOME_NR; i++)
		if (is_retry(i) == retried)
			sum = add(sum, sample_counter(s, "fault.%s.%s.%s",
						      vls_lock_name(lock),
						      vls_kind_name(kind),
						      vls_outcome_name(i)).n);
	return sum;
}

u64 calls(const struct sample *s, enum vls_lock lock, bool retried)
{
	u64 sum = 0;
	int kind;

	for (kind = 0; kind < VLS_KIND_NR; kind++)
		sum = add(sum, calls_of_kind(s, lock, kind, retried));
	return sum;
}

/*
 * A kernel without the VMA lock has none of the what-ifs. That counts where one
 * of the hooks is there that they need.
 */
enum vls_lock user_lock(const struct sample *s)
{
	bool hook = sample_counter(s, "fallback.%s",
				   vls_fallback_name(VLS_FALLBACK_SWAP_RETRY)).known ||
		    sample_counter(s, "retry.%s.%s", vls_lock_name(VLS_LOCK_VMA),
				   vls_reason_name(VLS_REASON_FOLIO_LOCK)).known;
	size_t i;

	if (!hook)
		return VLS_LOCK_VMA;
	for (i = 0; i < s->nr_counters; i++)
		if (!strncmp(s->counters[i].name, "whatif.", strlen("whatif.")))
			return VLS_LOCK_VMA;
	return VLS_LOCK_MMAP;
}

u64 missed(const struct sample *s)
{
	u64 sum = 0;
	size_t i;

	for (i = 0; i < s->nr_counters; i++)
		if (!strncmp(s->counters[i].name, "missed.", strlen("missed.")))
			sum = add(sum, s->counters[i].n);
	return sum;
}

u64 time_count(const struct timed *time)
{
	return vls_histogram_count(&time->h);
}

u64 time_mean(const struct timed *time)
{
	u64 count = time_count(time);

	return count ? time->h.sum / count : 0;
}
