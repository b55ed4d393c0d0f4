// SPDX-License-Identifier: GPL-2.0-only
/*
 * The summary on one screen, for people. It is compiled into the module (the file summary)
 * and into the command (vmalockstat summary, run, report), so both print the same lines.
 */
#ifdef __KERNEL__
#include <linux/kernel.h>
#else
#include <stdio.h>
#endif

#include "vmalockstat/limits.h"
#include "vmalockstat/summary_rows.h"

static bool is_retry(unsigned int outcome)
{
	return outcome == VLS_OUTCOME_RETRY || outcome == VLS_OUTCOME_RETRY_MAJOR;
}

/* The returns of do_swap_page() for @kind under @lock that were, or were not, a retry. */
static u64 faults_of_kind(const struct vls_cells *cells, unsigned int lock,
			  unsigned int kind, bool retried)
{
	unsigned int i;
	u64 sum = 0;

	for (i = 0; i < VLS_OUTCOME_NR; i++)
		if (is_retry(i) == retried)
			sum += cells->fault[lock][kind][i];
	return sum;
}

static u64 faults(const struct vls_cells *cells, unsigned int lock, bool retried)
{
	unsigned int kind;
	u64 sum = 0;

	for (kind = 0; kind < VLS_KIND_NR; kind++)
		sum += faults_of_kind(cells, lock, kind, retried);
	return sum;
}

static bool has_hook_in(const struct vls_snapshot *snap, unsigned int state)
{
	unsigned int i;

	for (i = 0; i < VLS_HOOK_NR; i++)
		if (snap->head.hooks[i] == state)
			return true;
	return false;
}

void vls_summary_head(struct vls_out *out, const struct vls_snapshot *snap)
{
	u64 ms = snap->head.since_reset_ns / 1000000;

	vls_print(out, "vmalockstat %s on Linux %s: %s, %llu.%03llu s since the last reset, experiment %s\n",
		  VLS_VERSION, snap->head.kernel,
		  snap->head.counting ? "counting" : "switched off",
		  ms / 1000, ms % 1000, vls_experiment_name(snap->head.experiment));
}

static void faults_served(struct vls_out *out, const struct vls_snapshot *snap)
{
	u64 vma = faults(&snap->cells, VLS_LOCK_VMA, false);
	u64 mmap = faults(&snap->cells, VLS_LOCK_MMAP, false);

	vls_row_count(out, snap, "user swap faults served", 0, vma + mmap);
	vls_row_share(out, snap, "  under the VMA lock", 0, vma, vma + mmap);
	vls_row_share(out, snap, "  under mmap_lock", 0, mmap, vma + mmap);
	vls_row_count(out, snap, "swap faults not from user mode", 0,
	      faults(&snap->cells, VLS_LOCK_MMAP_NOUSER, false));
	vls_row_empty(out);
}

static void reasons(struct vls_out *out, const struct vls_snapshot *snap, u64 retried)
{
	const struct vls_set *set = &vls_sets[VLS_SET_REASON];
	const u64 *retry = snap->cells.retry[vls_first_lock(&snap->head)];
	const u32 needs = VLS_NEED(FOLIO_LOCK_OR_RETRY);
	char label[VLS_LABEL_SIZE];
	unsigned int i;

	if (!vls_available(&snap->head, needs)) {
		vls_row_count(out, snap, "    by reason", needs, 0);
		return;
	}
	for (i = 0; i < VLS_REASON_NR; i++) {
		snprintf(label, sizeof(label), "    %s", set->labels[i].help);
		if (retry[i])
			vls_row_share(out, snap, label, needs, retry[i], retried);
	}
}

static void after_retry(struct vls_out *out, const struct vls_snapshot *snap, u64 retried)
{
	const struct vls_cells *cells = &snap->cells;
	const u64 *fallback = cells->fallback;
	const u32 needs = VLS_NEED(LOCK_MM_AND_FIND_VMA);

	if (snap->head.vma_lock) {
		vls_row_share(out, snap, "  fell back to mmap_lock", needs,
		      fallback[VLS_FALLBACK_SWAP_RETRY], retried);
		vls_row_share(out, snap, "    no writer of mmap_lock in between", needs,
		      cells->fallback_swap_retry_avoidable,
		      fallback[VLS_FALLBACK_SWAP_RETRY]);
	} else {
		vls_row_share(out, snap, "  took mmap_lock again", needs,
		      fallback[VLS_FALLBACK_MMAP_RETRY], retried);
	}
	if (cells->abandoned)
		vls_row_share(out, snap, "  abandoned for a signal", needs, cells->abandoned, retried);
	if (cells->retry_pending)
		vls_row_count(out, snap, "  on the way to mmap_lock", needs, cells->retry_pending);
}

static void retries(struct vls_out *out, const struct vls_snapshot *snap)
{
	unsigned int lock = vls_first_lock(&snap->head);
	u64 retried = faults(&snap->cells, lock, true);
	char label[VLS_LABEL_SIZE];

	snprintf(label, sizeof(label), "swap faults tried under %s", vls_first_lock_name(snap));
	vls_row_count(out, snap, label, 0, faults(&snap->cells, lock, false) + retried);
	vls_row_share(out, snap, "  retried", 0, retried, faults(&snap->cells, lock, false) + retried);
	reasons(out, snap, retried);
	after_retry(out, snap, retried);
	vls_row_empty(out);
}

static void fallbacks(struct vls_out *out, const struct vls_snapshot *snap)
{
	const u64 *fallback = snap->cells.fallback;
	const u32 needs = VLS_NEED(LOCK_MM_AND_FIND_VMA);
	unsigned int i;
	u64 all = 0;

	for (i = 0; i < VLS_FALLBACK_NR; i++)
		all += fallback[i];
	vls_row_count(out, snap, "mmap_lock taken for a fault", needs, all);
	if (!vls_available(&snap->head, needs))
		return;
	vls_row_count(out, snap, "  after a swap retry under the VMA lock", needs,
	      fallback[VLS_FALLBACK_SWAP_RETRY]);
	vls_row_count(out, snap, "  after a swap retry under mmap_lock", needs,
	      fallback[VLS_FALLBACK_MMAP_RETRY]);
	vls_row_count(out, snap, "  fault in kernel mode", needs, fallback[VLS_FALLBACK_KERNEL]);
	vls_row_count(out, snap, "  other", needs, fallback[VLS_FALLBACK_OTHER]);
}

/* These rows are there only with all_faults=1. */
static void all_faults(struct vls_out *out, const struct vls_snapshot *snap)
{
	const u32 ended = VLS_NEED(HANDLE_MM_FAULT), asked = VLS_NEED(LOCK_VMA_UNDER_RCU);
	const u64 *vma = snap->cells.vma_lock_ended, *mmap = snap->cells.mmap_lock_ended;
	u64 all = vma[VLS_FAULT_END_SUCCESS] + mmap[VLS_FAULT_END_SUCCESS];

	if (snap->head.hooks[VLS_HOOK_HANDLE_MM_FAULT] == VLS_HOOK_UNWANTED)
		return;
	vls_row_empty(out);
	vls_row_count(out, snap, "user faults of all kinds served", ended, all);
	vls_row_share(out, snap, "  under the VMA lock", ended, vma[VLS_FAULT_END_SUCCESS], all);
	vls_row_share(out, snap, "  under mmap_lock", ended, mmap[VLS_FAULT_END_SUCCESS], all);
	vls_row_count(out, snap, "retried under the VMA lock", ended,
	      vma[VLS_FAULT_END_RETRY_SWAP] + vma[VLS_FAULT_END_RETRY_OTHER]);
	vls_row_count(out, snap, "  swap faults", ended, vma[VLS_FAULT_END_RETRY_SWAP]);
	vls_row_count(out, snap, "  other faults", ended, vma[VLS_FAULT_END_RETRY_OTHER]);
	if (!snap->head.vma_lock)
		return;
	vls_row_count(out, snap, "VMA lock requested", asked,
	      snap->cells.vma_lock_asked[VLS_VMA_LOCK_ATTEMPT]);
	vls_row_count(out, snap, "  refused", asked,
	      snap->cells.vma_lock_asked[VLS_VMA_LOCK_REFUSED]);
}

/* Writers of mmap_lock are an upper bound where those of a VMA cannot be hooked. */
static void whatif_hold(struct vls_out *out, const struct vls_snapshot *snap)
{
	const u32 folio = VLS_NEED(FOLIO_LOCK_OR_RETRY);
	const u64 *hold = snap->cells.whatif_hold, *writer = snap->cells.writer;
	const u64 *lock = snap->cells.folio_lock[VLS_LOCK_VMA];

	vls_print(out, "what if the VMA lock was held during the folio wait\n");
	if (!vls_available(&snap->head, VLS_NEED(VMA_START_WRITE) | folio)) {
		vls_row_share(out, snap, "  waits with a writer of mmap_lock", folio,
		      snap->cells.whatif_hold_mm_writer,
		      lock[VLS_FOLIO_LOCK_DROPPED] + lock[VLS_FOLIO_LOCK_KILLED]);
		return;
	}
	vls_row_share(out, snap, "  waits with a writer of the VMA", folio,
	      hold[VLS_WHATIF_HOLD_WAITS_BLOCKING],
	      hold[VLS_WHATIF_HOLD_WAITS_FREE] + hold[VLS_WHATIF_HOLD_WAITS_BLOCKING]);
	vls_row_share(out, snap, "  VMA write locks that would have waited", folio,
	      hold[VLS_WHATIF_HOLD_WRITERS_BLOCKED], writer[VLS_WRITER_ATTEMPT]);
	vls_row_share(out, snap, "  VMA write locks that did wait", folio,
	      writer[VLS_WRITER_WAITED], writer[VLS_WRITER_ATTEMPT]);
	if (hold[VLS_WHATIF_HOLD_WAITS_LOST])
		vls_row_count(out, snap, "  waits not followed: table full", folio,
		      hold[VLS_WHATIF_HOLD_WAITS_LOST]);
}

static void whatifs(struct vls_out *out, const struct vls_snapshot *snap)
{
	const u64 *retry = snap->cells.whatif_retry_vma;
	unsigned int i;
	u64 all = 0;

	if (!snap->head.vma_lock)
		return;
	vls_row_empty(out);
	whatif_hold(out, snap);
	for (i = 0; i < VLS_WHATIF_RETRY_NR; i++)
		all += retry[i];
	vls_print(out, "what if the fault retried under the VMA lock\n");
	vls_row_share(out, snap, "  fallbacks avoided", VLS_NEED(LOCK_MM_AND_FIND_VMA),
	      retry[VLS_WHATIF_RETRY_AVOIDED], all);
}

static bool has_other_kinds(const struct vls_cells *cells)
{
	unsigned int kind, lock;

	for (kind = 0; kind < VLS_KIND_NR; kind++)
		for (lock = 0; lock < VLS_LOCK_NR; lock++)
			if (kind != VLS_KIND_SWAP &&
			    (faults_of_kind(cells, lock, kind, false) ||
			     faults_of_kind(cells, lock, kind, true)))
				return true;
	return false;
}

/* These rows are there only if there were faults on entries other than swap entries. */
static void kinds(struct vls_out *out, const struct vls_snapshot *snap)
{
	const struct vls_cells *cells = &snap->cells;
	unsigned int first = vls_first_lock(&snap->head), kind;

	if (!has_other_kinds(cells))
		return;
	vls_print(out, "\n%-18s %12s %12s %12s %12s\n", "faults by entry", "VMA lock",
		  "(retried)", "mmap_lock", "not user");
	for (kind = 0; kind < VLS_KIND_NR; kind++)
		vls_print(out, "  %-16s %12llu %12llu %12llu %12llu\n", vls_kind_name(kind),
			  faults_of_kind(cells, VLS_LOCK_VMA, kind, false),
			  faults_of_kind(cells, first, kind, true),
			  faults_of_kind(cells, VLS_LOCK_MMAP, kind, false),
			  faults_of_kind(cells, VLS_LOCK_MMAP_NOUSER, kind, false));
}

static void missing(struct vls_out *out, const struct vls_snapshot *snap)
{
	unsigned int i;
	u64 missed = 0;

	vls_row_empty(out);
	for (i = 0; i < VLS_HOOK_NR; i++)
		missed += snap->cells.missed[i];
	if (missed || snap->cells.untracked)
		vls_print(out, "Missed %llu calls (see hooks) and %llu fallbacks of retries: raise max_faults.\n",
			  missed, snap->cells.untracked);
	else
		vls_print(out, "No calls were missed.\n");
	for (i = 0; i < VLS_HOOK_NR; i++)
		if (vls_hook_unseen(snap, i))
			vls_print(out, "Hook %s has seen none of %llu or more calls (see hooks).\n",
				  vls_hook_id_name(i), vls_hook_unseen(snap, i));
	if (has_hook_in(snap, VLS_HOOK_MISMATCH))
		vls_print(out, "This kernel calls do_swap_page() with arguments that are not known: these calls are missed.\n");
	if (has_hook_in(snap, VLS_HOOK_SILENT))
		vls_print(out, "Probes are switched off in this kernel, so nothing is counted (see hooks).\n");
	if (!snap->head.vma_lock)
		vls_print(out, "This kernel has no per-VMA locks: every fault is under mmap_lock.\n");
}

void vls_summary_body(struct vls_out *out, const struct vls_snapshot *snap)
{
	faults_served(out, snap);
	retries(out, snap);
	fallbacks(out, snap);
	all_faults(out, snap);
	vls_summary_times(out, snap);
	whatifs(out, snap);
	kinds(out, snap);
	missing(out, snap);
}
