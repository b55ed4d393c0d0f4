// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module's parameters, and the switch behind enabled. Under lockdown they
 * can still be written where debugfs files cannot.
 */
#include <linux/module.h>
#include <linux/mutex.h>

#include "breakdown.h"
#include "hook.h"
#include "params.h"
#include "stats.h"
#include "times.h"

/* More instances than this and the kernel's pool of them would take gigabytes. */
#define MAX_FAULTS_MIN	16
#define MAX_FAULTS_MAX	262144U

/* Each row takes 144 bytes of each CPU: by process and by cgroup. */
#define BREAKDOWN_ROWS_MIN	16
#define BREAKDOWN_ROWS_MAX	8192U

unsigned int vls_param_max_faults = 4096;
unsigned int vls_param_breakdown_rows = 256;
char *vls_param_hooks = "all";
bool vls_param_all_faults;
bool vls_param_direct;
static bool enabled = true;
static bool timing = true;
static bool breakdown;

/* Set once the hooks are there: a parameter is set before and after that. */
static bool ready;
static DEFINE_MUTEX(enable_lock);

/* A parameter that is on or off, and on without a value. */
static int parse_switch(const char *val, const struct kernel_param *kp, bool *on)
{
	int ret = kstrtobool(val ?: "y", on);

	if (ret)
		pr_err("%s must be 0 or 1\n", kp->name);
	return ret;
}

static int set_max_faults(const char *val, const struct kernel_param *kp)
{
	int ret = param_set_uint_minmax(val, kp, MAX_FAULTS_MIN, MAX_FAULTS_MAX);

	if (ret)
		pr_err("max_faults must be a number from %u to %u\n",
		       MAX_FAULTS_MIN, MAX_FAULTS_MAX);
	return ret;
}

static const struct kernel_param_ops max_faults_ops = {
	.set = set_max_faults,
	.get = param_get_uint,
};
module_param_cb(max_faults, &max_faults_ops, &vls_param_max_faults, 0444);
__MODULE_PARM_TYPE(max_faults, "uint");
MODULE_PARM_DESC(max_faults, "Swap faults that can be followed at once, 16 to 262144 (default 4096); more are counted in missed.* and untracked");

static int set_breakdown_rows(const char *val, const struct kernel_param *kp)
{
	int ret = param_set_uint_minmax(val, kp, BREAKDOWN_ROWS_MIN,
					BREAKDOWN_ROWS_MAX);

	if (ret)
		pr_err("breakdown_rows must be a number from %u to %u\n",
		       BREAKDOWN_ROWS_MIN, BREAKDOWN_ROWS_MAX);
	return ret;
}

static const struct kernel_param_ops breakdown_rows_ops = {
	.set = set_breakdown_rows,
	.get = param_get_uint,
};
module_param_cb(breakdown_rows, &breakdown_rows_ops, &vls_param_breakdown_rows, 0444);
__MODULE_PARM_TYPE(breakdown_rows, "uint");
MODULE_PARM_DESC(breakdown_rows, "Processes, and cgroups, that get a row of their own in the breakdowns, 16 to 8192 (default 256), rounded up to a power of two");

module_param_named(hooks, vls_param_hooks, charp, 0444);
MODULE_PARM_DESC(hooks, "Hooks to use besides do_swap_page, which is always on: all (default), or a list with commas. Known are all" VLS_HOOKS(VLS_LIST_ENTRY));

/* A switch that is for the load alone. */
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
MODULE_PARM_DESC(direct, "Hook with direct calls of ftrace where kretprobes are used otherwise (default 0): costs a fraction, but not beside BPF's fentry and fexit of the same functions, and unloading waits for faults that are inside");

static int switch_on(void)
{
	int ret = vls_hooks_arm();

	if (!ret)
		vls_stats_start();
	return ret;
}

static void switch_off(void)
{
	vls_stats_stop();
	vls_hooks_disarm();
}

static int set_enabled(const char *val, const struct kernel_param *kp)
{
	bool on;
	int ret = parse_switch(val, kp, &on);

	if (ret)
		return ret;
	mutex_lock(&enable_lock);
	if (ready && on)
		ret = switch_on();
	else if (ready)
		switch_off();
	if (!ret)
		enabled = on;
	mutex_unlock(&enable_lock);
	return ret;
}

static const struct kernel_param_ops enabled_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = set_enabled,
	.get = param_get_bool,
};
module_param_cb(enabled, &enabled_ops, &enabled, 0644);
__MODULE_PARM_TYPE(enabled, "bool");
MODULE_PARM_DESC(enabled, "Count (default 1); 0 takes the probes out, keeps what was counted, and can be changed at run time");

/*
 * A fault in flight has no time of entry, or one that nobody will ask for: so
 * counting stops and starts again, with a new period.
 */
static int switch_timing(bool on)
{
	int ret;

	if (vls_timed() == on)
		return 0;
	if (!ready || !enabled) {
		vls_times_switch(on);
		return 0;
	}
	switch_off();
	vls_times_switch(on);
	ret = switch_on();
	enabled = !ret;
	return ret;
}

static int set_timing(const char *val, const struct kernel_param *kp)
{
	bool on;
	int ret = parse_switch(val, kp, &on);

	if (ret)
		return ret;
	mutex_lock(&enable_lock);
	ret = switch_timing(on);
	timing = vls_timed();
	mutex_unlock(&enable_lock);
	return ret;
}

static const struct kernel_param_ops timing_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = set_timing,
	.get = param_get_bool,
};
module_param_cb(timing, &timing_ops, &timing, 0644);
__MODULE_PARM_TYPE(timing, "bool");
MODULE_PARM_DESC(timing, "Take times (default 1); 0 costs nothing, leaves latency empty, and can be changed at run time");

static int set_breakdown(const char *val, const struct kernel_param *kp)
{
	bool on;
	int ret = parse_switch(val, kp, &on);

	if (ret)
		return ret;
	mutex_lock(&enable_lock);
	if (ready)
		ret = vls_breakdown_switch(on);
	if (!ret)
		breakdown = on;
	mutex_unlock(&enable_lock);
	return ret;
}

static const struct kernel_param_ops breakdown_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = set_breakdown,
	.get = param_get_bool,
};
module_param_cb(breakdown, &breakdown_ops, &breakdown, 0644);
__MODULE_PARM_TYPE(breakdown, "bool");
MODULE_PARM_DESC(breakdown, "Count by process, cgroup and swap device too (default 0, which costs nothing); can be changed at run time");

static int set_reset(const char *val, const struct kernel_param *kp)
{
	mutex_lock(&enable_lock);
	if (ready)
		vls_stats_reset();
	mutex_unlock(&enable_lock);
	return 0;
}

static const struct kernel_param_ops reset_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = set_reset,
};
module_param_cb(reset, &reset_ops, NULL, 0200);
__MODULE_PARM_TYPE(reset, "any");
MODULE_PARM_DESC(reset, "Any value written zeroes the counters, as the reset file in debugfs does");

/* The hooks are there: begin to count, if that is wanted. */
int vls_params_init(void)
{
	int ret = 0;

	mutex_lock(&enable_lock);
	if (breakdown)
		ret = vls_breakdown_switch(true);
	if (!ret && enabled)
		ret = switch_on();
	ready = !ret;
	mutex_unlock(&enable_lock);
	return ret;
}

void vls_params_exit(void)
{
	mutex_lock(&enable_lock);
	ready = false;
	switch_off();
	mutex_unlock(&enable_lock);
}
