// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalockstat counts swap faults that are served under the per-VMA lock and those that fall
 * back to mmap_lock, and why.
 *
 * A fault enters in a file of hooks/ that is named after the function it calls. It is
 * decoded there (decode.h, compat.h) and counted (counters.h). What outlives a call is in
 * track/, the split by process, cgroup and swap device in breakdown/. When a file is
 * opened, debugfs.c has control.c take a snapshot, which show/ prints. docs/design.md has
 * the details.
 */
#include <linux/module.h>
#include <linux/sizes.h>

#include "breakdown/breakdown.h"
#include "control.h"
#include "counters.h"
#include "debugfs.h"
#include "hooks/hooks.h"
#include "params.h"
#include "track/active_faults.h"
#include "track/folio_waits.h"
#include "track/retries.h"
#include "track/sampler.h"
#include "vmalockstat/limits.h"

/* With the default it is not worth a line. */
static void __init say_memory(void)
{
	unsigned int max_faults = vls_param_max_faults;
	size_t bytes = vls_hooks_estimate(max_faults, vls_param_direct) +
		       vls_retries_size(max_faults) + vls_folio_waits_size(max_faults) +
		       (vls_param_direct ? vls_active_faults_size(max_faults) : 0);

	if (max_faults > VLS_MAX_FAULTS_DEFAULT)
		pr_info("max_faults=%u takes about %zu MiB\n", max_faults,
			DIV_ROUND_UP(bytes, SZ_1M));
}

static int __init tables_init(void)
{
	int ret = vls_control_init();

	if (ret)
		return ret;
	ret = vls_retries_init(vls_param_max_faults);
	if (!ret)
		ret = vls_folio_waits_init(vls_param_max_faults);
	if (!ret)
		ret = vls_active_faults_init(vls_param_direct ? vls_param_max_faults : 0);
	vls_breakdown_init(vls_param_breakdown_rows);
	vls_sampler_init(vls_param_max_faults);
	return ret;
}

/* Each of these can be called whether or not its table has been allocated. */
static void tables_exit(void)
{
	vls_sampler_exit();
	vls_breakdown_exit();
	vls_active_faults_exit();
	vls_folio_waits_exit();
	vls_retries_exit();
	vls_control_exit();
}

static int __init vmalockstat_init(void)
{
	int ret;

	ret = vls_hooks_want(vls_param_hooks, vls_param_all_faults);
	if (ret)
		return ret;
	say_memory();
	ret = tables_init();
	if (ret)
		goto tables;
	ret = vls_hooks_init(vls_param_max_faults, vls_param_direct);
	if (ret)
		goto tables;
	ret = vls_debugfs_init();
	if (ret)
		goto hooks;
	ret = vls_params_init();
	if (ret)
		goto debugfs;
	pr_info("loaded: up to %u swap faults at once, counters in " VLS_DIRECTORY "\n",
		vls_param_max_faults);
	return 0;

debugfs:
	vls_debugfs_exit();
hooks:
	vls_hooks_exit();
tables:
	tables_exit();
	if (ret == -ENOMEM)
		pr_err("not enough memory with max_faults=%u\n", vls_param_max_faults);
	return ret;
}

static void __exit vmalockstat_exit(void)
{
	vls_params_exit();
	vls_debugfs_exit();
	vls_hooks_exit();
	tables_exit();
}

module_init(vmalockstat_init);
module_exit(vmalockstat_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("The vmalockstat developers");
MODULE_DESCRIPTION("Counts swap faults served under the per-VMA lock against fallbacks to mmap_lock");
MODULE_VERSION(VLS_VERSION);
