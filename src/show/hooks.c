// SPDX-License-Identifier: GPL-2.0-only
/* The files for people: summary, and hooks, with the state of each hook and the memory. */
#include <linux/seq_file.h>

#include "show/show.h"
#include "vmalockstat/summary.h"

void vls_show_summary(struct seq_file *m, const struct vls_reading *reading)
{
	vls_summary_head(m, &reading->snap);
	seq_putc(m, '\n');
	vls_summary_body(m, &reading->snap);
}

static void hook(struct seq_file *m, const struct vls_reading *reading, unsigned int i)
{
	const struct vls_hook_report *report = &reading->hooks[i];
	unsigned int state = reading->snap.head.hooks[i];
	u64 missed = reading->snap.cells.missed[i];

	seq_printf(m, "%-22s %-22s ", vls_hook_id_name(i), report->symbol);
	if (state == VLS_HOOK_UNAVAILABLE)
		seq_printf(m, "%-12s %12s %12s %s (error %d)\n", vls_hook_state_name(state),
			   "-", "-", report->why, report->error);
	else if (state == VLS_HOOK_UNWANTED)
		seq_printf(m, "%-12s %12s %12s\n", vls_hook_state_name(state), "-", "-");
	else
		seq_printf(m, "%-12s %12llu %12llu\n", vls_hook_state_name(state),
			   reading->snap.cells.calls[i] + missed, missed);
}

void vls_show_hooks(struct seq_file *m, const struct vls_reading *reading)
{
	bool silent = false;
	unsigned int i;

	seq_printf(m, "%-22s %-22s %-12s %12s %12s\n", "name", "symbol", "state", "calls",
		   "missed");
	for (i = 0; i < VLS_HOOK_NR; i++) {
		hook(m, reading, i);
		silent |= reading->snap.head.hooks[i] == VLS_HOOK_SILENT;
	}
	for (i = 0; i < VLS_HOOK_NR; i++)
		if (vls_hook_unseen(&reading->snap, i))
			seq_printf(m, "\n%s has seen none of %llu or more calls: the compiler has inlined or cloned %s(). What depends on it is wrong.\n",
				   vls_hook_id_name(i), vls_hook_unseen(&reading->snap, i),
				   reading->hooks[i].symbol);
	if (reading->direct)
		seq_puts(m, "\nHooks that see the return are direct calls of ftrace (direct=1), not kretprobes.\n");
	if (silent)
		seq_puts(m, "\nSilent hooks see nothing: kernel.ftrace_enabled, or kprobes/enabled in debugfs, is 0.\n");
	if (reading->snap.head.hooks[VLS_HOOK_DO_SWAP_PAGE] == VLS_HOOK_MISMATCH)
		seq_puts(m, "\nThis kernel calls do_swap_page() with arguments that are not known; all such calls are missed.\n");
	seq_printf(m, "\nclock: %s\n", reading->clock);
	seq_printf(m, "memory: %zu bytes for each of %u possible CPUs, %zu bytes for all, %zu in all\n",
		   reading->cpu_bytes, reading->cpus, reading->shared_bytes,
		   reading->cpu_bytes * reading->cpus + reading->shared_bytes);
}
