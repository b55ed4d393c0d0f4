// SPDX-License-Identifier: GPL-2.0-only
/*
 * What not every machine has: faults on other entries than those of swap, and the
 * counters of all faults.
 */
#include <stdio.h>

#include "facts.h"
#include "totals.h"
#include "util.h"

static bool other_kinds(const struct sample *s)
{
	int kind, lock;

	for (kind = 0; kind < VLS_KIND_NR; kind++)
		for (lock = 0; lock < VLS_LOCK_NR; lock++)
			if (kind != VLS_KIND_SWAP &&
			    (calls_of_kind(s, lock, kind, false) ||
			     calls_of_kind(s, lock, kind, true)))
				return true;
	return false;
}

void totals_print_kinds(FILE *f, const struct sample *s)
{
	enum vls_lock first = user_lock(s);
	int kind;

	if (!other_kinds(s))
		return;
	fprintf(f, "\n%-18s %12s %12s %12s %12s\n", "faults by entry",
		"VMA lock", "(retried)", "mmap_lock", "not user");
	for (kind = 0; kind < VLS_KIND_NR; kind++)
		fprintf(f, "  %-16s %12llu %12llu %12llu %12llu\n", vls_kind_name(kind),
			calls_of_kind(s, VLS_LOCK_VMA, kind, false),
			calls_of_kind(s, first, kind, true),
			calls_of_kind(s, VLS_LOCK_MMAP, kind, false),
			calls_of_kind(s, VLS_LOCK_MMAP_NOUSER, kind, false));
}

static struct value vma_lock(const struct sample *s, enum vls_vma_lock what)
{
	return sample_counter(s, "vma_lock.%s", vls_vma_lock_name(what));
}

void totals_print_all_faults(FILE *f, const struct sample *s)
{
	struct value vma = vma_lock(s, VLS_VMA_LOCK_SUCCESS);
	struct value mmap = sample_counter(s, "mmap_lock.%s",
					   vls_mmap_lock_name(VLS_MMAP_LOCK_SUCCESS));
	struct value by_swap = vma_lock(s, VLS_VMA_LOCK_RETRY_SWAP);
	struct value by_other = vma_lock(s, VLS_VMA_LOCK_RETRY_OTHER);
	struct value served = { .known = true, .n = add(vma.n, mmap.n) };
	struct value retried = { .known = true, .n = add(by_swap.n, by_other.n) };

	if (!vma.known && !mmap.known)
		return;
	fputc('\n', f);
	totals_line(f, "user faults of all kinds served", served);
	totals_share(f, "  under the VMA lock", vma, served.n);
	totals_share(f, "  under mmap_lock", mmap, served.n);
	totals_line(f, "retried under the VMA lock", retried);
	totals_line(f, "  by a swap fault", by_swap);
	totals_line(f, "  by another", by_other);
	if (!vma_lock(s, VLS_VMA_LOCK_ATTEMPT).known)
		return;
	totals_line(f, "asked for a VMA lock", vma_lock(s, VLS_VMA_LOCK_ATTEMPT));
	totals_line(f, "  and got none", vma_lock(s, VLS_VMA_LOCK_REFUSED));
}
