// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows by key, in a table of fixed size. Nearly always the key has a row already, and the
 * table is only read. A new key takes a free slot with a cmpxchg(). All CPUs search the slots
 * in the same order, so a key never gets two. A slot is shared by all tasks and not freed
 * while it is in use, which makes this table different from the others (retries.c,
 * folio_waits.c, active_faults.c).
 */
#include <linux/atomic.h>
#include <linux/hash.h>
#include <linux/kprobes.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "breakdown/rows.h"

/* A key lies within this number of slots from its hash, which bounds the search. */
#define WINDOW	32U

unsigned int vls_rows_search(const struct vls_rows *rows, u64 key)
{
	unsigned int nr = vls_rows_nr(rows);
	unsigned int from = hash_64(key, rows->bits);
	unsigned int i;

	for (i = 0; i < min(WINDOW, nr); i++) {
		unsigned int row = (from + i) & (nr - 1);
		u64 has = READ_ONCE(rows->keys[row]);

		if (!has)
			has = cmpxchg64(&rows->keys[row], 0, key) ?: key;
		if (has == key)
			return row;
	}
	return nr;
}
NOKPROBE_SYMBOL(vls_rows_search);

void vls_rows_clear(struct vls_rows *rows)
{
	memset(rows->keys, 0, vls_rows_nr(rows) * sizeof(*rows->keys));
}

int vls_rows_init(struct vls_rows *rows, unsigned int nr)
{
	rows->bits = max(order_base_2(nr), 1);
	rows->keys = kvcalloc(vls_rows_nr(rows), sizeof(*rows->keys), GFP_KERNEL);
	return rows->keys ? 0 : -ENOMEM;
}

void vls_rows_exit(struct vls_rows *rows)
{
	kvfree(rows->keys);
	rows->keys = NULL;
}
