/* SPDX-License-Identifier: GPL-2.0-only */
/* One of the files by_* at one moment, or the difference between two. */
#ifndef DATA_BREAKDOWN_H
#define DATA_BREAKDOWN_H

#include <stddef.h>

#include "data/text.h"
#include "vmalockstat/snapshot.h"

struct breakdown_row {
	char *key;	/* the tgid, the id of the cgroup, the type of swap entry */
	char *label;	/* the last column, or "" */
	struct vls_columns columns;
};

struct breakdown {
	struct vls_header head;
	u64 ns;			/* CLOCK_MONOTONIC; of a difference, how long it took */
	bool on;
	struct breakdown_row total;
	struct breakdown_row other;	/* what found no free row */
	struct breakdown_row *rows;
	size_t nr;
};

/**
 * breakdown_parse() - read one of the files by_*
 * @b: filled in; to be freed
 * @t: at its first line
 * @id: which file it is
 *
 * Fails with STATUS_FORMAT or STATUS_MALFORMED.
 */
void breakdown_parse(struct breakdown *b, struct text *t, enum vls_breakdown_id id);

/**
 * breakdown_free() - free what a breakdown has allocated
 * @b: is empty afterwards
 */
void breakdown_free(struct breakdown *b);

/**
 * breakdown_has() - is a column available?
 * @head: header of the breakdown
 * @column: which one
 */
bool breakdown_has(const struct vls_header *head, enum vls_column column);

/**
 * breakdown_faults() - all returns of do_swap_page() of a row
 * @row: the row
 *
 * Return: their number; the parser has made sure that 64 bits hold it.
 */
u64 breakdown_faults(const struct breakdown_row *row);

/**
 * breakdown_add() - add up two rows
 * @sum: is added to
 * @row: what is added
 */
void breakdown_add(struct breakdown_row *sum, const struct breakdown_row *row);

/**
 * breakdown_sort() - sort rows by key, as breakdown_diff() wants them
 * @b: the breakdown
 *
 * A tgid that was used again has two rows that cannot be told apart: they become one.
 */
void breakdown_sort(struct breakdown *b);

/**
 * breakdown_diff() - the rows that had faults between two breakdowns
 * @diff: filled in, with the most faults first; to be freed
 * @before: the older one
 * @after: the newer one
 *
 * Return: false when the counters were reset in between: then there is no difference.
 * Fails with STATUS_MALFORMED if a row went down or away without a reset.
 */
bool breakdown_diff(struct breakdown *diff, const struct breakdown *before,
		    const struct breakdown *after);

#endif /* DATA_BREAKDOWN_H */
