// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalockstat: is a swap fault served under the per-VMA lock, or does it fall
 * back to mmap_lock - how often and why.
 *
 * The way of a fault: a hook (fault.c, folio_lock.c, fallback.c, signal.c,
 * swap_read.c, all_faults.c) decodes it (decode.h, compat.h), counts it
 * (stats.c) and times it (times.c); a retry is linked to its fallback
 * (pending.c), and a wait to the writers (writer.c) that it would have held up
 * (whatif.c). The hooks are probes, or direct calls of ftrace (direct.c), which
 * find the fault that they are part of in a table (inside.c). Trace events tell
 * of each (events.h), and breakdown.c says whose fault it was. From the other
 * side: debugfs.c takes a snapshot and text_*.c prints it.
 */
#include <linux/module.h>

#include "breakdown.h"
#include "debugfs.h"
#include "hook.h"
#include "inside.h"
#include "params.h"
#include "pending.h"
#include "stats.h"
#include "times.h"
#include "whatif.h"

static int __init vmalockstat_init(void)
{
	int ret;

	ret = vls_stats_init();
	if (ret)
		goto fail;
	ret = vls_times_init();
	if (ret)
		goto stats;
	ret = vls_pending_init(vls_param_max_faults);
	if (ret)
		goto times;
	ret = vls_whatif_init(vls_param_max_faults);
	if (ret)
		goto pending;
	vls_breakdown_init(vls_param_breakdown_rows);
	ret = vls_inside_init(vls_param_direct ? vls_param_max_faults : 0);
	if (ret)
		goto breakdown;
	ret = vls_hooks_init(vls_param_max_faults, vls_param_hooks,
			     vls_param_all_faults, vls_param_direct);
	if (ret)
		goto inside;
	ret = vls_debugfs_init();
	if (ret)
		goto hooks;
	ret = vls_params_init();
	if (ret)
		goto debugfs;
	pr_info("loaded: up to %u swap faults at once, counters in /sys/kernel/debug/" VLS_NAME "\n",
		vls_param_max_faults);
	return 0;

debugfs:
	vls_debugfs_exit();
hooks:
	vls_hooks_exit();
inside:
	vls_inside_exit();
breakdown:
	vls_breakdown_exit();
	vls_whatif_exit();
pending:
	vls_pending_exit();
times:
	vls_times_exit();
stats:
	vls_stats_exit();
fail:
	if (ret == -ENOMEM)
		pr_err("not enough memory with max_faults=%u\n",
		       vls_param_max_faults);
	return ret;
}

static void __exit vmalockstat_exit(void)
{
	vls_params_exit();
	vls_debugfs_exit();
	vls_hooks_exit();
	vls_inside_exit();
	vls_breakdown_exit();
	vls_whatif_exit();
	vls_pending_exit();
	vls_times_exit();
	vls_stats_exit();
}

module_init(vmalockstat_init);
module_exit(vmalockstat_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("The vmalockstat developers");
MODULE_DESCRIPTION("Counts swap faults served under the per-VMA lock against fallbacks to mmap_lock");
MODULE_VERSION(VLS_VERSION);
