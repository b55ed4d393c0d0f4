// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file for people: the answer on one screen.
 */
#include <linux/math64.h>
#include <linux/seq_file.h>
#include <linux/time64.h>
#include <linux/utsname.h>

#include "compat.h"
#include "hook.h"
#include "text.h"

#define LABEL_WIDTH	40

static void line(struct seq_file *m, const char *label, u64 n)
{
	seq_printf(m, "%-*s %12llu\n", LABEL_WIDTH, label, n);
}

/* A line with its share of @of. */
static void share(struct seq_file *m, const char *label, u64 n, u64 of)
{
	seq_printf(m, "%-*s %12llu ", LABEL_WIDTH, label, n);
	if (of)
		vls_text_percent(m, n, of, 5);
	else
		seq_puts(m, "      -");
	seq_putc(m, '\n');
}

static void no_hook(struct seq_file *m, const char *label, enum vls_hook_id id)
{
	seq_printf(m, "%-*s  unavailable: no hook on %s\n", LABEL_WIDTH, label,
		   vls_hook(id)->symbol);
}

static bool is_retry(int outcome)
{
	return outcome == VLS_OUTCOME_RETRY || outcome == VLS_OUTCOME_RETRY_MAJOR;
}

/* Calls of do_swap_page() for @kind under @lock that did, or did not, retry. */
static u64 calls(const struct vls_cells *cells, int lock, int kind, bool retried)
{
	u64 sum = 0;
	int i;

	for (i = 0; i < VLS_OUTCOME_NR; i++)
		if (is_retry(i) == retried)
			sum += cells->fault[lock][kind][i];
	return sum;
}

static u64 calls_all_kinds(const struct vls_cells *cells, int lock, bool retried)
{
	u64 sum = 0;
	int kind;

	for (kind = 0; kind < VLS_KIND_NR; kind++)
		sum += calls(cells, lock, kind, retried);
	return sum;
}

static void head(struct seq_file *m, const struct vls_snapshot *snap)
{
	u64 ms = div_u64(snap->period_ns, NSEC_PER_MSEC);

	seq_printf(m, "vmalockstat %s on Linux %s: %s, %llu.%03u s since the last reset\n",
		   VLS_VERSION, init_utsname()->release,
		   snap->counting ? "counting" : "switched off",
		   div_u64(ms, MSEC_PER_SEC), (u32)(ms % MSEC_PER_SEC));
	if (!vls_hooks_live())
		seq_puts(m, "Probes are switched off in this kernel, so nothing is seen: see hooks.\n");
	if (!VLS_HAVE_VMA_LOCK)
		seq_puts(m, "This kernel has no per-VMA lock: every fault is under mmap_lock.\n");
	seq_putc(m, '\n');
}

static void faults_by_lock(struct seq_file *m, const struct vls_cells *cells)
{
	u64 vma = calls_all_kinds(cells, VLS_LOCK_VMA, false);
	u64 mmap = calls_all_kinds(cells, VLS_LOCK_MMAP, false);

	line(m, "user swap faults served", vma + mmap);
	share(m, "  under the VMA lock", vma, vma + mmap);
	share(m, "  under mmap_lock", mmap, vma + mmap);
	line(m, "swap faults not from user mode",
	     calls_all_kinds(cells, VLS_LOCK_MMAP_NOUSER, false));
	seq_putc(m, '\n');
}

static void retries(struct seq_file *m, const struct vls_cells *cells)
{
	u64 retried = calls_all_kinds(cells, VLS_USER_LOCK, true);
	u64 tried = calls_all_kinds(cells, VLS_USER_LOCK, false) + retried;
	int i;

	line(m, VLS_HAVE_VMA_LOCK ? "swap faults tried under the VMA lock" :
				    "swap faults tried under mmap_lock", tried);
	share(m, "  let it go and retried, because", retried, tried);
	if (!vls_hook_available(VLS_HOOK_FOLIO_LOCK)) {
		no_hook(m, "    the reasons", VLS_HOOK_FOLIO_LOCK);
		return;
	}
	for (i = 0; i < VLS_REASON_NR; i++) {
		char label[LABEL_WIDTH + 1];

		scnprintf(label, sizeof(label), "    %s", vls_reason_text(i));
		if (cells->retry[VLS_USER_LOCK][i])
			share(m, label, cells->retry[VLS_USER_LOCK][i], retried);
	}
}

static void after_retry(struct seq_file *m, const struct vls_snapshot *snap)
{
	const struct vls_cells *cells = &snap->cells;
	u64 retried = calls_all_kinds(cells, VLS_USER_LOCK, true);
	u64 fallback = cells->fallback[VLS_FALLBACK_SWAP_RETRY];
	u64 again = cells->fallback[VLS_FALLBACK_MMAP_RETRY];

	if (!vls_hook_available(VLS_HOOK_FALLBACK)) {
		no_hook(m, "  what became of them", VLS_HOOK_FALLBACK);
		return;
	}
	share(m, "  of these, took mmap_lock",
	      VLS_HAVE_VMA_LOCK ? fallback : again, retried);
	if (VLS_HAVE_VMA_LOCK)
		share(m, "    with no writer since the retry (*)",
		      cells->fallback_avoidable, fallback);
	if (cells->abandoned)
		share(m, "  of these, given up for a signal", cells->abandoned,
		      retried);
	if (snap->retry_pending)
		line(m, "  of these, on the way to mmap_lock now",
		     snap->retry_pending);
	seq_putc(m, '\n');
	line(m, "mmap_lock taken for a fault of any kind",
	     fallback + again + cells->fallback[VLS_FALLBACK_KERNEL] +
	     cells->fallback[VLS_FALLBACK_OTHER]);
	line(m, "  after a swap retry", fallback);
	line(m, "  second round of a swap fault", again);
	line(m, "  fault in kernel mode", cells->fallback[VLS_FALLBACK_KERNEL]);
	line(m, "  other (no VMA lock to be had, ...)",
	     cells->fallback[VLS_FALLBACK_OTHER]);
}

/* With all_faults=1. */
static void all_faults(struct seq_file *m, const struct vls_cells *cells)
{
	const u64 *vma = cells->vma_lock, *mmap = cells->mmap_lock;
	u64 served = vma[VLS_VMA_LOCK_SUCCESS] + mmap[VLS_MMAP_LOCK_SUCCESS];

	if (!vls_hook_available(VLS_HOOK_MM_FAULT))
		return;
	seq_putc(m, '\n');
	line(m, "user faults of all kinds served", served);
	share(m, "  under the VMA lock", vma[VLS_VMA_LOCK_SUCCESS], served);
	share(m, "  under mmap_lock", mmap[VLS_MMAP_LOCK_SUCCESS], served);
	line(m, "retried under the VMA lock", vma[VLS_VMA_LOCK_RETRY_SWAP] +
	     vma[VLS_VMA_LOCK_RETRY_OTHER]);
	line(m, "  by a swap fault", vma[VLS_VMA_LOCK_RETRY_SWAP]);
	line(m, "  by another", vma[VLS_VMA_LOCK_RETRY_OTHER]);
	if (!vls_hook_available(VLS_HOOK_VMA_LOCK))
		return;
	line(m, "asked for a VMA lock", vma[VLS_VMA_LOCK_ATTEMPT]);
	line(m, "  and got none", vma[VLS_VMA_LOCK_REFUSED]);
}

/* The kinds that were seen, when it was not swap entries alone. */
static void kinds(struct seq_file *m, const struct vls_cells *cells)
{
	u64 n[VLS_KIND_NR][VLS_LOCK_NR + 1];
	bool others = false;
	int kind, lock;

	for (kind = 0; kind < VLS_KIND_NR; kind++) {
		for (lock = 0; lock < VLS_LOCK_NR; lock++) {
			n[kind][lock] = calls(cells, lock, kind, false);
			others |= kind != VLS_KIND_SWAP && n[kind][lock];
		}
		n[kind][lock] = calls(cells, VLS_LOCK_VMA, kind, true);
		others |= kind != VLS_KIND_SWAP && n[kind][lock];
	}
	if (!others)
		return;
	seq_printf(m, "\n%-18s %12s %12s %12s %12s\n", "faults by entry",
		   "VMA lock", "(retried)", "mmap_lock", "not user");
	for (kind = 0; kind < VLS_KIND_NR; kind++)
		seq_printf(m, "  %-16s %12llu %12llu %12llu %12llu\n",
			   vls_kind_name(kind), n[kind][VLS_LOCK_VMA],
			   n[kind][VLS_LOCK_NR], n[kind][VLS_LOCK_MMAP],
			   n[kind][VLS_LOCK_MMAP_NOUSER]);
}

static void times_line(struct seq_file *m, const char *label,
		       const struct vls_snapshot *snap, enum vls_time time)
{
	const struct vls_histogram *h = &snap->times.of[time];
	u64 count = vls_histogram_count(h);

	if (!vls_hook_available(vls_time_hook(time))) {
		no_hook(m, label, vls_time_hook(time));
		return;
	}
	seq_printf(m, "%-*s %12llu", LABEL_WIDTH, label, count);
	if (!count) {
		seq_printf(m, " %9s %9s %9s\n", "-", "-", "-");
		return;
	}
	vls_text_duration(m, vls_histogram_percentile(h, 50), 7);
	vls_text_duration(m, vls_histogram_percentile(h, 99), 7);
	vls_text_duration(m, h->max, 7);
	seq_putc(m, '\n');
}

static void folio_waits(struct seq_file *m, const struct vls_cells *cells)
{
	u64 held = 0, dropped = 0;
	int lock;

	if (!vls_hook_available(VLS_HOOK_FOLIO_LOCK))
		return;
	for (lock = 0; lock < VLS_LOCK_NR; lock++) {
		held += cells->folio_lock[lock][VLS_FOLIO_LOCK_LOCKED];
		dropped += cells->folio_lock[lock][VLS_FOLIO_LOCK_DROPPED];
	}
	seq_putc(m, '\n');
	line(m, "waits for a contended folio", held + dropped);
	line(m, "  with the fault lock dropped", dropped);
	line(m, "  with the fault lock held", held);
}

static void time_table(struct seq_file *m, const struct vls_snapshot *snap)
{
	enum vls_time hold = VLS_TIME_HOLD + VLS_USER_LOCK;
	enum vls_time read = VLS_TIME_SWAP_READ + VLS_USER_LOCK;
	const struct vls_histogram *of = snap->times.of;

	if (!snap->timed) {
		folio_waits(m, &snap->cells);
		seq_puts(m, "times: switched off (timing=0)\n");
		return;
	}
	seq_printf(m, "\n%-*s %12s %9s %9s %9s\n", LABEL_WIDTH,
		   "times: half, 99 %, all of them within", "number", "half",
		   "99 %", "all");
	times_line(m, VLS_USER_LOCK_NAME " held in do_swap_page", snap, hold);
	times_line(m, "  in it, reading from swap", snap, read);
	if (vls_hook_available(VLS_HOOK_SWAP_READ))
		share(m, "  its part of the time held (us)",
		      div_u64(of[read].sum, NSEC_PER_USEC),
		      div_u64(of[hold].sum, NSEC_PER_USEC));
	times_line(m, "wait for a folio, fault lock dropped", snap,
		   VLS_TIME_FOLIO_WAIT_DROPPED);
	times_line(m, "wait for a folio, fault lock held", snap,
		   VLS_TIME_FOLIO_WAIT_HELD);
	if (!VLS_HAVE_VMA_LOCK)
		return;
	times_line(m, "a retry, VMA lock let go to mmap_lock", snap,
		   VLS_TIME_RETRY_COST);
	times_line(m, "  in it, waiting for mmap_lock", snap,
		   VLS_TIME_FALLBACK_WAIT);
}

static void not_seen(struct seq_file *m, const struct vls_snapshot *snap)
{
	u64 missed = 0;
	int i;

	for (i = 0; i < VLS_HOOK_NR; i++)
		missed += snap->missed[i];
	seq_putc(m, '\n');
	if (READ_ONCE(vls_hook_do_swap_page.strange))
		seq_puts(m, "This kernel calls do_swap_page() in a way that is not known here; such calls are missed.\n");
	if (!missed && !snap->cells.untracked)
		seq_puts(m, "Nothing was missed.\n");
	else
		seq_printf(m, "Missed %llu calls (see hooks), %llu retries without a record; a larger max_faults helps.\n",
			   missed, snap->cells.untracked);
	if (VLS_HAVE_VMA_LOCK && vls_hook_available(VLS_HOOK_FALLBACK))
		seq_puts(m, "(*) nobody took mmap_lock for writing meanwhile: a retry under the VMA lock would have done\n");
}

void vls_text_summary(struct seq_file *m, const struct vls_snapshot *snap)
{
	head(m, snap);
	faults_by_lock(m, &snap->cells);
	retries(m, &snap->cells);
	after_retry(m, snap);
	all_faults(m, &snap->cells);
	time_table(m, snap);
	vls_text_whatif(m, snap);
	kinds(m, &snap->cells);
	not_seen(m, snap);
}
