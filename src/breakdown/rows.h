/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_ROWS_H
#define VLS_ROWS_H

#include <linux/compiler.h>
#include <linux/hash.h>
#include <linux/types.h>

/* A table of fixed size that maps a key to a row. Only vls_rows_clear() frees a row. */
struct vls_rows {
	u64 *keys;		/* 0: free */
	unsigned int bits;
};

/**
 * vls_rows_nr() - the number of rows of a table
 * @rows: the table
 *
 * Any context. Return: the number.
 */
static inline unsigned int vls_rows_nr(const struct vls_rows *rows)
{
	return 1U << rows->bits;
}

/**
 * vls_rows_init() - allocate a table
 * @rows: the table
 * @nr: number of rows, rounded up to a power of two, at least 2
 *
 * Process context. Return: 0 or -ENOMEM.
 */
int vls_rows_init(struct vls_rows *rows, unsigned int nr);

/**
 * vls_rows_exit() - free a table, if it has been allocated
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
 * vls_rows_search() - vls_rows_find() where the key is not in its first place
 * @rows: the table
 * @key: not 0
 *
 * In a handler. Return: as vls_rows_find().
 */
unsigned int vls_rows_search(const struct vls_rows *rows, u64 key);

/**
 * vls_rows_find() - find the row of a key, or take one for it
 * @rows: the table
 * @key: not 0
 *
 * In a handler. Return: the row, or vls_rows_nr() when no slot in the window of the key is
 * free.
 */
static inline unsigned int vls_rows_find(const struct vls_rows *rows, u64 key)
{
	unsigned int row = hash_64(key, rows->bits);

	return likely(READ_ONCE(rows->keys[row]) == key) ? row : vls_rows_search(rows, key);
}

#endif /* VLS_ROWS_H */
