/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Numbers that the module, the command, their documentation and their tests share.
 * Plain C.
 */
#ifndef VMALOCKSTAT_LIMITS_H
#define VMALOCKSTAT_LIMITS_H

/* Version of the text of the files in debugfs. */
#define VLS_FORMAT 2

/* Directory below debugfs. */
#define VLS_NAME "vmalockstat"
#define VLS_DIRECTORY "/sys/kernel/debug/" VLS_NAME

#define VLS_STRINGIFY_(x)	#x
#define VLS_STRINGIFY(x)	VLS_STRINGIFY_(x)

/*
 * max_faults: swap faults that can be followed at once. Above the maximum the pools of
 * kretprobe instances would take gigabytes.
 */
#define VLS_MAX_FAULTS_MIN	16
#define VLS_MAX_FAULTS_DEFAULT	2560
#define VLS_MAX_FAULTS_MAX	262144

/* breakdown_rows: rows by process, and as many by cgroup, for each possible CPU. */
#define VLS_BREAKDOWN_ROWS_MIN	16
#define VLS_BREAKDOWN_ROWS_DEFAULT 256
#define VLS_BREAKDOWN_ROWS_MAX	8192

/* stacks: milliseconds that a fault lock has been held before its task is sampled. */
#define VLS_STACKS_MS_MAX	60000

#endif /* VMALOCKSTAT_LIMITS_H */
