/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_ROWS_H
#define VLS_ROWS_H

#include <linux/types.h>

/*
 * Which row of a table of fixed size a key has. A row is taken for good: only
 * vls_rows_zero() frees it.
 */
struct vls_rows {
	u64 *keys;		/* 0: free */
	unsigned int bits;
};

static inline unsigned int vls_rows_nr(const struct vls_rows *rows)
{
	return 1U << rows->bits;
}

/* At least @nr rows. */
int vls_rows_init(struct vls_rows *rows, unsigned int nr);
void vls_rows_exit(struct vls_rows *rows);
/* Only while nobody looks for a row. */
void vls_rows_zero(struct vls_rows *rows);

/*
 * For handlers, which may run on all CPUs at once. Return: the row of @key, which
 * is not 0, or vls_rows_nr() when none is free where it may have one.
 */
unsigned int vls_rows_find(const struct vls_rows *rows, u64 key);

#endif /* VLS_ROWS_H */
