/* SPDX-License-Identifier: GPL-2.0-only */
/* The rows of the summary, and its tables that are in a file of their own. */
#ifndef VMALOCKSTAT_SUMMARY_ROWS_H
#define VMALOCKSTAT_SUMMARY_ROWS_H

#include "vmalockstat/snapshot.h"
#include "vmalockstat/summary.h"

/* Size of a buffer for a label, with its NUL. */
#define VLS_LABEL_SIZE	41

/**
 * vls_row_begin() - print the label of a row
 * @out: where to
 * @snap: of which
 * @label: what the row is about
 * @needs: the hooks that its numbers need
 *
 * Process context. Return: false if one of them is not there: then the row says so, and is
 * complete.
 */
bool vls_row_begin(struct vls_out *out, const struct vls_snapshot *snap, const char *label,
		   u32 needs);

/**
 * vls_row_count() - print a row with a number
 * @out: where to
 * @snap: of which
 * @label: what is counted
 * @needs: the hooks that it needs
 * @n: the number
 *
 * Process context.
 */
void vls_row_count(struct vls_out *out, const struct vls_snapshot *snap, const char *label,
		   u32 needs, u64 n);

/**
 * vls_row_share() - print a row with a number and its share
 * @out: where to
 * @snap: of which
 * @label: what is counted
 * @needs: the hooks that it needs
 * @n: the number
 * @of: of what it is a share
 *
 * Process context.
 */
void vls_row_share(struct vls_out *out, const struct vls_snapshot *snap, const char *label,
		   u32 needs, u64 n, u64 of);

/**
 * vls_row_empty() - print an empty line
 * @out: where to
 *
 * Process context.
 */
void vls_row_empty(struct vls_out *out);

/* The lock that faults from user mode try first, for a sentence. */
static inline const char *vls_first_lock_name(const struct vls_snapshot *snap)
{
	return snap->head.vma_lock ? "the VMA lock" : "mmap_lock";
}

/**
 * vls_summary_times() - print the tables of times
 * @out: where to
 * @snap: of which
 *
 * Process context.
 */
void vls_summary_times(struct vls_out *out, const struct vls_snapshot *snap);

#endif /* VMALOCKSTAT_SUMMARY_ROWS_H */
