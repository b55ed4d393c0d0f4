// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "data/derived.h"
#include "lib/util.h"
#include "plot/bins.h"

/* More would not be seen, and make the file large. */
#define MAX_BINS	300

static void count(struct bins *bins, struct bin *bin, const struct sample *diff)
{
	enum vls_lock lock = vls_first_lock(&diff->snap.head);
	const u32 needs = VLS_NEED(DO_SWAP_PAGE) | VLS_NEED(FOLIO_LOCK_OR_RETRY);
	unsigned int i;

	bin->vma = derived_faults(diff, VLS_LOCK_VMA, false);
	bin->mmap = derived_faults(diff, VLS_LOCK_MMAP, false);
	bin->retried = derived_faults(diff, lock, true);
	bin->tried = lib_add(lock == VLS_LOCK_VMA ? bin->vma : bin->mmap, bin->retried);
	bins->reasons_known &= vls_available(&diff->snap.head, needs);
	for (i = 0; i < VLS_REASON_NR; i++)
		bin->reason[i] = diff->snap.cells.retry[lock][i];
	bin->held_known = vls_holds_known(&diff->snap.head);
	for (i = 0; i < VLS_HELD_NR; i++)
		bin->held[i] = diff->snap.cells.hold_ns[lock][i];
}

void bins_add(struct bins *bins, const struct sample *diff, u64 from_ns, u64 to_ns,
	       bool reset)
{
	struct bin *bin;

	if (bins->intervals == bins->resets)
		bins->reasons_known = true;
	bins->bin = lib_resize(bins->bin, bins->nr + 1, sizeof(*bin));
	bin = &bins->bin[bins->nr++];
	*bin = (struct bin){
		.from_ns = from_ns,
		.to_ns = to_ns,
		.reset = reset,
		.intervals = 1,
	};
	bins->intervals++;
	if (reset)
		bins->resets++;
	else
		count(bins, bin, diff);
}

static void join(struct bin *bin, const struct bin *next)
{
	int i;

	bin->to_ns = next->to_ns;
	bin->intervals += next->intervals;
	bin->vma = lib_add(bin->vma, next->vma);
	bin->mmap = lib_add(bin->mmap, next->mmap);
	bin->tried = lib_add(bin->tried, next->tried);
	bin->retried = lib_add(bin->retried, next->retried);
	for (i = 0; i < VLS_REASON_NR; i++)
		bin->reason[i] = lib_add(bin->reason[i], next->reason[i]);
	for (i = 0; i < VLS_HELD_NR; i++)
		bin->held[i] = lib_add(bin->held[i], next->held[i]);
}

/* Is the same known of both? */
static bool alike(const struct bin *bin, const struct bin *next)
{
	return bin->reset == next->reset && bin->held_known == next->held_known;
}

void bins_merge(struct bins *bins)
{
	size_t most = (bins->nr + MAX_BINS - 1) / MAX_BINS, nr = 0, i;

	for (i = 0; i < bins->nr; i++) {
		struct bin *last = nr ? &bins->bin[nr - 1] : NULL;

		if (last && last->intervals < most && alike(last, &bins->bin[i]))
			join(last, &bins->bin[i]);
		else
			bins->bin[nr++] = bins->bin[i];
	}
	bins->nr = nr;
}

void bins_free(struct bins *bins)
{
	free(bins->bin);
}
