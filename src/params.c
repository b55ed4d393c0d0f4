// SPDX-License-Identifier: GPL-2.0-only
/*
 * The parameters of the module. Under lockdown=integrity they can be written, while files of
 * debugfs cannot.
 */
#include <linux/module.h>
#include <linux/mutex.h>

#include "control.h"
#include "params.h"
#include "vmalockstat/limits.h"

unsigned int vls_param_max_faults = VLS_MAX_FAULTS_DEFAULT;
unsigned int vls_param_breakdown_rows = VLS_BREAKDOWN_ROWS_DEFAULT;
char *vls_param_hooks = "all";
bool vls_param_all_faults;
bool vls_param_direct;
static bool enabled = true;
static bool timing = true;
static bool breakdown;
static unsigned int stacks;

/* Set once the hooks are attached. Until then a written parameter is only remembered. */
static bool ready;
static DEFINE_MUTEX(ready_lock);

/* Parse 0 or 1; a parameter without a value is 1. */
static int parse_switch(const char *val, const struct kernel_param *kp, bool *on)
{
	int ret = kstrtobool(val ?: "y", on);

	if (ret)
		pr_err("%s must be 0 or 1, not '%s'\n", kp->name, val);
	return ret;
}

static int parse_number(const char *val, const struct kernel_param *kp, unsigned int min,
			unsigned int max)
{
	int ret = param_set_uint_minmax(val, kp, min, max);

	if (ret)
		pr_err("%s must be a number from %u to %u, not '%s'\n", kp->name, min, max,
		       val);
	return ret;
}

static int set_max_faults(const char *val, const struct kernel_param *kp)
{
	return parse_number(val, kp, VLS_MAX_FAULTS_MIN, VLS_MAX_FAULTS_MAX);
}

static const struct kernel_param_ops max_faults_ops = {
	.set = set_max_faults,
	.get = param_get_uint,
};
module_param_cb(max_faults, &max_faults_ops, &vls_param_max_faults, 0444);
__MODULE_PARM_TYPE(max_faults, "uint");
MODULE_PARM_DESC(max_faults, "Swap faults that can be followed at once, "
		 VLS_STRINGIFY(VLS_MAX_FAULTS_MIN) " to " VLS_STRINGIFY(VLS_MAX_FAULTS_MAX)
		 " (default " VLS_STRINGIFY(VLS_MAX_FAULTS_DEFAULT)
		 "); more are counted in missed.* and untracked");

static int set_breakdown_rows(const char *val, const struct kernel_param *kp)
{
	return parse_number(val, kp, VLS_BREAKDOWN_ROWS_MIN, VLS_BREAKDOWN_ROWS_MAX);
}

static const struct kernel_param_ops breakdown_rows_ops = {
	.set = set_breakdown_rows,
	.get = param_get_uint,
};
module_param_cb(breakdown_rows, &breakdown_rows_ops, &vls_param_breakdown_rows, 0444);
__MODULE_PARM_TYPE(breakdown_rows, "uint");
MODULE_PARM_DESC(breakdown_rows, "Processes, and cgroups, that get a row of their own in the breakdowns, "
		 VLS_STRINGIFY(VLS_BREAKDOWN_ROWS_MIN) " to "
		 VLS_STRINGIFY(VLS_BREAKDOWN_ROWS_MAX) " (default "
		 VLS_STRINGIFY(VLS_BREAKDOWN_ROWS_DEFAULT) "), rounded up to a power of two");

module_param_named(hooks, vls_param_hooks, charp, 0444);
MODULE_PARM_DESC(hooks, "Hooks to use besides do_swap_page, which is always on: a comma-separated list of names or symbols, all (default: all but those of all_faults and of read), read (those that time the read of each fault, which doubles the cost on zram), or an empty list for no other. Names: all, read" VLS_HOOKS(VLS_LIST_ENTRY));

/* A switch that can only be set at load. */
static int set_load_switch(const char *val, const struct kernel_param *kp)
{
	return parse_switch(val, kp, kp->arg);
}

static const struct kernel_param_ops load_switch_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = set_load_switch,
	.get = param_get_bool,
};
module_param_cb(all_faults, &load_switch_ops, &vls_param_all_faults, 0444);
__MODULE_PARM_TYPE(all_faults, "bool");
MODULE_PARM_DESC(all_faults, "Hook every page fault too, and count vma_lock.* and mmap_lock.* (default 0: only swap faults are hooked)");

module_param_cb(direct, &load_switch_ops, &vls_param_direct, 0444);
__MODULE_PARM_TYPE(direct, "bool");
MODULE_PARM_DESC(direct, "Hook with direct calls of ftrace in place of kretprobes (default 0): costs a fraction, but cannot be used beside BPF's fentry and fexit, a livepatch, or a kprobe with a post handler, of the same functions, and unloading waits for faults that are under way");

/* Call @set at once, or leave it to vls_params_init() while the module is being loaded. */
static int set_switch(const char *val, const struct kernel_param *kp, int (*set)(bool on))
{
	bool on, *value = kp->arg;
	int ret = parse_switch(val, kp, &on);

	if (ret)
		return ret;
	mutex_lock(&ready_lock);
	if (ready)
		ret = set(on);
	if (!ret)
		*value = on;
	/* A switch that failed may have left counting off. */
	if (ready)
		enabled = vls_control_counting();
	mutex_unlock(&ready_lock);
	return ret;
}

static int set_enabled(const char *val, const struct kernel_param *kp)
{
	return set_switch(val, kp, vls_control_enable);
}

static const struct kernel_param_ops enabled_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = set_enabled,
	.get = param_get_bool,
};
module_param_cb(enabled, &enabled_ops, &enabled, 0644);
__MODULE_PARM_TYPE(enabled, "bool");
MODULE_PARM_DESC(enabled, "Count (default 1); 0 takes the probes out and keeps what was counted; can be changed at run time");

static int set_timing(const char *val, const struct kernel_param *kp)
{
	return set_switch(val, kp, vls_control_timing);
}

static const struct kernel_param_ops timing_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = set_timing,
	.get = param_get_bool,
};
module_param_cb(timing, &timing_ops, &timing, 0644);
__MODULE_PARM_TYPE(timing, "bool");
MODULE_PARM_DESC(timing, "Take times (default 1); 0 only counts, which costs less, and leaves latency empty; can be changed at run time");

static int set_breakdown(const char *val, const struct kernel_param *kp)
{
	return set_switch(val, kp, vls_control_breakdown);
}

static const struct kernel_param_ops breakdown_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = set_breakdown,
	.get = param_get_bool,
};
module_param_cb(breakdown, &breakdown_ops, &breakdown, 0644);
__MODULE_PARM_TYPE(breakdown, "bool");
MODULE_PARM_DESC(breakdown, "Count by process, cgroup and swap device too (default 0); can be changed at run time");

static int set_stacks(const char *val, const struct kernel_param *kp)
{
	unsigned int ms, *value = kp->arg;
	const struct kernel_param number = { .name = kp->name, .arg = &ms };
	int ret = parse_number(val, &number, 0, VLS_STACKS_MS_MAX);

	if (ret)
		return ret;
	mutex_lock(&ready_lock);
	if (ready)
		ret = vls_control_stacks(ms);
	if (!ret)
		*value = ms;
	mutex_unlock(&ready_lock);
	return ret;
}

static const struct kernel_param_ops stacks_ops = {
	.set = set_stacks,
	.get = param_get_uint,
};
module_param_cb(stacks, &stacks_ops, &stacks, 0644);
__MODULE_PARM_TYPE(stacks, "uint");
MODULE_PARM_DESC(stacks, "Sample the stacks of tasks that have held a fault lock for longer than this many milliseconds, up to "
		 VLS_STRINGIFY(VLS_STACKS_MS_MAX)
		 " (default 0: none); can be changed at run time; not every kernel allows it");

static int set_reset(const char *val, const struct kernel_param *kp)
{
	int ret = 0;

	mutex_lock(&ready_lock);
	if (ready)
		ret = vls_control_reset();
	mutex_unlock(&ready_lock);
	return ret;
}

static const struct kernel_param_ops reset_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = set_reset,
};
module_param_cb(reset, &reset_ops, NULL, 0200);
__MODULE_PARM_TYPE(reset, "any");
MODULE_PARM_DESC(reset, "Any value written zeroes the counters, as the reset file in debugfs does");

int vls_params_init(void)
{
	int ret;

	mutex_lock(&ready_lock);
	ret = vls_control_timing(timing);
	if (!ret && breakdown)
		ret = vls_control_breakdown(true);
	if (!ret && stacks)
		ret = vls_control_stacks(stacks);
	if (!ret && enabled)
		ret = vls_control_enable(true);
	if (ret)
		vls_control_stacks(0);
	ready = !ret;
	mutex_unlock(&ready_lock);
	return ret;
}

void vls_params_exit(void)
{
	mutex_lock(&ready_lock);
	ready = false;
	vls_control_stacks(0);
	vls_control_enable(false);
	mutex_unlock(&ready_lock);
}
