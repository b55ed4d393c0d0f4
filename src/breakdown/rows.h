/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_ROWS_H
#define VLS_ROWS_H

#include <linux/types.h>

/* Which row of a table of fixed size a key has. Only vls_rows_clear() frees a row. */
struct vls_rows {
	u64 *keys;		/* 0: free */
	unsigned int bits;
};

static inline unsigned int vls_rows_nr(const struct vls_rows *rows)
{
	return 1U << rows->bits;
}

/**
 * vls_rows_init() - allocate a table
 * @rows: the table
 * @nr: of rows, rounded up to a power of two
 *
 * Process context. Return: 0 or -ENOMEM.
 */
int vls_rows_init(struct vls_rows *rows, unsigned int nr);

/**
 * vls_rows_exit() - free a table, or one that was never allocated
 * @rows: the table
 *
 * Process context.
 */
void vls_rows_exit(struct vls_rows *rows);

/**
 * vls_rows_clear() - free all rows
 * @rows: the table, which no handler may be using
 *
 * Process context.
 */
void vls_rows_clear(struct vls_rows *rows);

/**
 * vls_rows_find() - the row of a key, which it takes if it has none
 * @rows: the table
 * @key: not 0
 *
 * In a handler, on all CPUs at once. Return: the row, or vls_rows_nr() when none is free
 * where the key may have one.
 */
unsigned int vls_rows_find(const struct vls_rows *rows, u64 key);

#endif /* VLS_ROWS_H */
