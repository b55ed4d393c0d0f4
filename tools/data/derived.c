// SPDX-License-Identifier: GPL-2.0-only
#include "data/derived.h"
#include "lib/util.h"

static bool is_retry(unsigned int outcome)
{
	return outcome == VLS_OUTCOME_RETRY || outcome == VLS_OUTCOME_RETRY_MAJOR;
}

u64 derived_faults(const struct sample *s, enum vls_lock lock, bool retried)
{
	unsigned int kind, outcome;
	u64 sum = 0;

	for (kind = 0; kind < VLS_KIND_NR; kind++)
		for (outcome = 0; outcome < VLS_OUTCOME_NR; outcome++)
			if (is_retry(outcome) == retried)
				sum = lib_add(sum, s->snap.cells.fault[lock][kind][outcome]);
	return sum;
}

u64 derived_held(const struct sample *s, enum vls_lock lock)
{
	unsigned int what;
	u64 sum = 0;

	for (what = 0; what < VLS_HELD_NR; what++)
		sum = lib_add(sum, s->snap.cells.hold_ns[lock][what]);
	return sum;
}

u64 derived_stalled(const struct sample *s, enum vls_lock lock)
{
	const u64 *ns = s->snap.cells.hold_ns[lock];

	return derived_held(s, lock) - ns[VLS_HELD_CPU] - ns[VLS_HELD_READ];
}

u64 derived_missed(const struct sample *s)
{
	unsigned int i;
	u64 sum = 0;

	for (i = 0; i < VLS_HOOK_NR; i++)
		sum = lib_add(sum, s->snap.cells.missed[i]);
	return sum;
}

u64 derived_mean(const struct vls_histogram *h)
{
	u64 count = vls_histogram_count(h);

	return count ? h->sum / count : 0;
}
