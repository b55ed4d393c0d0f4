/* SPDX-License-Identifier: GPL-2.0-only */
/* The summary for people: the same source in the module and in the command. */
#ifndef VMALOCKSTAT_SUMMARY_H
#define VMALOCKSTAT_SUMMARY_H

#include "vmalockstat/snapshot.h"

/* The sink of the text: a file of debugfs or of libc. */
#ifdef __KERNEL__
#include <linux/seq_file.h>
#define vls_out		seq_file
#define vls_print	seq_printf
#else
#include <stdio.h>
/* A wrapper, as the name of the structure behind FILE is not portable. */
struct vls_out {
	FILE *f;
};
#define vls_print(out, ...)	fprintf((out)->f, __VA_ARGS__)
#endif

/**
 * vls_summary_head() - the first line: version, kernel, state, time since the reset
 * @out: where it goes
 * @snap: what has been counted since the last reset
 *
 * Process context.
 */
void vls_summary_head(struct vls_out *out, const struct vls_snapshot *snap);

/**
 * vls_summary_body() - counts and shares, times, missed calls
 * @out: where it goes
 * @snap: what has been counted, since the last reset or in an interval
 *
 * Process context.
 */
void vls_summary_body(struct vls_out *out, const struct vls_snapshot *snap);

#endif /* VMALOCKSTAT_SUMMARY_H */
