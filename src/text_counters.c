// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files for programs: every counter as one "name value" line, and one line
 * for each hook. What depends on a hook that is not there is left out.
 */
#include <linux/errno.h>
#include <linux/seq_file.h>

#include "breakdown.h"
#include "compat.h"
#include "hook.h"
#include "inside.h"
#include "pending.h"
#include "text.h"
#include "times.h"
#include "whatif.h"

static void faults(struct seq_file *m, const struct vls_cells *cells)
{
	int lock, kind, outcome;

	for (lock = 0; lock < VLS_LOCK_NR; lock++)
		for (kind = 0; kind < VLS_KIND_NR; kind++)
			for (outcome = 0; outcome < VLS_OUTCOME_NR; outcome++)
				seq_printf(m, "fault.%s.%s.%s %llu\n",
					   vls_lock_name(lock),
					   vls_kind_name(kind),
					   vls_outcome_name(outcome),
					   cells->fault[lock][kind][outcome]);
}

static void folio_locks(struct seq_file *m, const struct vls_cells *cells)
{
	int lock, i;

	if (!vls_hook_available(VLS_HOOK_FOLIO_LOCK))
		return;
	for (lock = 0; lock < VLS_LOCK_NR; lock++)
		for (i = 0; i < VLS_REASON_NR; i++)
			seq_printf(m, "retry.%s.%s %llu\n",
				   vls_lock_name(lock), vls_reason_name(i),
				   cells->retry[lock][i]);
	for (lock = 0; lock < VLS_LOCK_NR; lock++)
		for (i = 0; i < VLS_FOLIO_LOCK_NR; i++)
			seq_printf(m, "folio_lock.%s.%s %llu\n",
				   vls_lock_name(lock), vls_folio_lock_name(i),
				   cells->folio_lock[lock][i]);
}

static void fallbacks(struct seq_file *m, const struct vls_snapshot *snap)
{
	const struct vls_cells *cells = &snap->cells;
	int i;

	if (!vls_hook_available(VLS_HOOK_FALLBACK))
		return;
	for (i = 0; i < VLS_FALLBACK_NR; i++)
		seq_printf(m, "fallback.%s %llu\n", vls_fallback_name(i),
			   cells->fallback[i]);
	seq_printf(m, "fallback.no_vma %llu\n", cells->fallback_no_vma);
	seq_printf(m, "fallback.swap_retry_avoidable %llu\n",
		   cells->fallback_avoidable);
	seq_printf(m, "abandoned %llu\n", cells->abandoned);
	seq_printf(m, "retry_pending %llu\n", snap->retry_pending);
}

static void writers(struct seq_file *m, const struct vls_cells *cells)
{
	int i;

	for (i = 0; i < VLS_WRITER_NR; i++)
		seq_printf(m, "writer.%s %llu\n", vls_writer_name(i),
			   cells->writer[i]);
}

static void what_ifs(struct seq_file *m, const struct vls_cells *cells)
{
	bool writer = vls_hook_available(VLS_HOOK_WRITER);
	bool folio = vls_hook_available(VLS_HOOK_FOLIO_LOCK);
	int i;

	if (writer)
		writers(m, cells);
	for (i = 0; i < VLS_WHATIF_HOLD_NR && writer && folio; i++)
		seq_printf(m, "whatif.hold.%s %llu\n",
			   vls_whatif_hold_name(i), cells->whatif_hold[i]);
	if (folio)
		seq_printf(m, "whatif.hold.waits_with_mm_writer %llu\n",
			   cells->whatif_mm_writer);
	if (!vls_hook_available(VLS_HOOK_FALLBACK))
		return;
	for (i = 0; i < VLS_WHATIF_RETRY_NR; i++)
		seq_printf(m, "whatif.retry_vma.%s %llu\n",
			   vls_whatif_retry_name(i), cells->whatif_retry[i]);
}

static void all_faults(struct seq_file *m, const struct vls_cells *cells)
{
	bool asked = vls_hook_available(VLS_HOOK_VMA_LOCK);
	bool ended = vls_hook_available(VLS_HOOK_MM_FAULT);
	int i;

	for (i = 0; i < VLS_VMA_LOCK_NR; i++)
		if (i <= VLS_VMA_LOCK_REFUSED ? asked : ended)
			seq_printf(m, "vma_lock.%s %llu\n",
				   vls_vma_lock_name(i), cells->vma_lock[i]);
	for (i = 0; i < VLS_MMAP_LOCK_NR && ended; i++)
		seq_printf(m, "mmap_lock.%s %llu\n", vls_mmap_lock_name(i),
			   cells->mmap_lock[i]);
}

void vls_text_counters(struct seq_file *m, const struct vls_snapshot *snap)
{
	int i;

	seq_printf(m, "format %d\n", VLS_FORMAT);
	faults(m, &snap->cells);
	folio_locks(m, &snap->cells);
	fallbacks(m, snap);
	if (VLS_HAVE_VMA_LOCK)
		what_ifs(m, &snap->cells);
	all_faults(m, &snap->cells);
	seq_printf(m, "in_flight %llu\n", snap->in_flight);
	for (i = 0; i < VLS_HOOK_NR; i++)
		if (vls_hook_available(i))
			seq_printf(m, "missed.%s %llu\n", vls_hook_id_name(i),
				   snap->missed[i]);
	seq_printf(m, "untracked %llu\n", snap->cells.untracked);
}

static const char *why_unavailable(int error)
{
	switch (error) {
	case -ENOENT:
		return "this kernel has no such function";
	case -EPROTOTYPE:
		return "this kernel declares it in a way that is not known here";
	case -EINVAL:
		return "this kernel does not allow a probe there";
	case -EADDRNOTAVAIL:
		return "this kernel has several functions of that name";
	case -ENODEV:
		return "ftrace cannot call it directly, load without direct=1";
	case -EOPNOTSUPP:
		return "this kernel has no kprobes or has them switched off";
	default:
		return "registering the probe failed";
	}
}

/* What the module has allocated, and what the kernel has for its probes. */
static void memory(struct seq_file *m)
{
	size_t cpu = sizeof(struct vls_cells) + sizeof(struct vls_times) +
		     sizeof(struct vls_room) + vls_breakdown_cpu_bytes();
	size_t shared = vls_hooks_bytes() + vls_pending_bytes() +
			vls_inside_bytes() + vls_whatif_bytes() +
			vls_breakdown_bytes();

	seq_printf(m, "\nmemory: %zu bytes for each of %u possible CPUs, %zu bytes for all, %zu in all\n",
		   cpu, num_possible_cpus(), shared,
		   cpu * num_possible_cpus() + shared);
}

static const char *state(const struct vls_hook *hook)
{
	if (!hook->armed)
		return "off";
	return vls_probe_live(&hook->kp) ? "armed" : "silent";
}

void vls_text_hooks(struct seq_file *m, const struct vls_snapshot *snap)
{
	int i;

	seq_printf(m, "%-22s %-22s %-12s %12s %12s\n",
		   "name", "symbol", "state", "calls", "missed");
	for (i = 0; i < VLS_HOOK_NR; i++) {
		const struct vls_hook *hook = vls_hook(i);

		seq_printf(m, "%-22s %-22s ", vls_hook_id_name(i),
			   hook->symbol);
		if (READ_ONCE(hook->strange))
			seq_printf(m, "unavailable: %llu calls came in a way that is not known here\n",
				   snap->missed[i]);
		else if (hook->registered)
			seq_printf(m, "%-12s %12llu %12llu\n",
				   state(hook),
				   snap->cells.entered[i] + snap->missed[i],
				   snap->missed[i]);
		else if (!hook->wanted)
			seq_printf(m, "%-12s %12s %12s\n", "off", "-", "-");
		else
			seq_printf(m, "unavailable: %s (error %d)\n",
				   why_unavailable(hook->error), hook->error);
	}
	if (vls_direct)
		seq_puts(m, "\nhooks that see the return are direct calls of ftrace (direct=1), not kretprobes\n");
	if (!vls_hooks_live())
		seq_puts(m, "\nsilent hooks see nothing: kernel.ftrace_enabled, or kprobes/enabled in debugfs, is 0\n");
	memory(m);
}
