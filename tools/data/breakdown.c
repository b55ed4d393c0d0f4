// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "data/breakdown.h"
#include "data/header.h"
#include "lib/util.h"

static void free_row(struct breakdown_row *row)
{
	free(row->key);
	free(row->label);
}

void breakdown_free(struct breakdown *b)
{
	size_t i;

	for (i = 0; i < b->nr; i++)
		free_row(&b->rows[i]);
	free(b->rows);
	free_row(&b->total);
	free_row(&b->other);
	memset(b, 0, sizeof(*b));
}

bool breakdown_has(const struct vls_header *head, enum vls_column column)
{
	const struct vls_column_entry *entry = &vls_column_entries[column];

	return vls_available(head, entry->needs) &&
	       (entry->unit != VLS_NANOSECONDS || head->timing);
}

u64 breakdown_faults(const struct breakdown_row *row)
{
	return row->columns.of[VLS_COLUMN_FAULT_VMA] + row->columns.of[VLS_COLUMN_FAULT_MMAP] +
	       row->columns.of[VLS_COLUMN_FAULT_MMAP_NOUSER];
}

void breakdown_add(struct breakdown_row *sum, const struct breakdown_row *row)
{
	int i;

	for (i = 0; i < VLS_COLUMN_NR; i++)
		sum->columns.of[i] = lib_add(sum->columns.of[i], row->columns.of[i]);
}

static int by_key(const void *a, const void *b)
{
	const struct breakdown_row *row_a = a, *row_b = b;

	return strcmp(row_a->key, row_b->key);
}

void breakdown_sort(struct breakdown *b)
{
	size_t i, nr = 0;

	if (b->nr)
		qsort(b->rows, b->nr, sizeof(*b->rows), by_key);
	for (i = 0; i < b->nr; i++) {
		if (nr && !by_key(&b->rows[nr - 1], &b->rows[i])) {
			breakdown_add(&b->rows[nr - 1], &b->rows[i]);
			free_row(&b->rows[i]);
		} else {
			b->rows[nr++] = b->rows[i];
		}
	}
	b->nr = nr;
}

/* Of a breakdown that was read: a difference has its rows in another order. */
static const struct breakdown_row *row_with_key(const struct breakdown *b, const char *key)
{
	const struct breakdown_row wanted = { .key = (char *)key };

	if (!b->nr)
		return NULL;
	return bsearch(&wanted, b->rows, b->nr, sizeof(*b->rows), by_key);
}

static int most_faults_first(const void *a, const void *b)
{
	u64 faults_a = breakdown_faults(a), faults_b = breakdown_faults(b);

	return faults_a < faults_b ? 1 : faults_a > faults_b ? -1 : 0;
}

/* @before is NULL for a row that is new. Columns that only one has stay 0. */
static void row_diff(struct breakdown_row *diff, const struct vls_header *head,
		     const struct breakdown_row *before, const struct breakdown_row *after)
{
	int i;

	memset(diff, 0, sizeof(*diff));
	diff->key = lib_strdup(after->key);
	diff->label = lib_strdup(after->label);
	for (i = 0; i < VLS_COLUMN_NR; i++) {
		u64 was = before ? before->columns.of[i] : 0;

		if (!breakdown_has(head, i))
			continue;
		if (after->columns.of[i] < was)
			lib_fail(STATUS_MALFORMED, "'%s' of row '%s' went from %llu to %llu without a reset: expected it to grow",
				 vls_column_entries[i].name, after->key, was,
				 after->columns.of[i]);
		diff->columns.of[i] = after->columns.of[i] - was;
	}
}

/* Rows stay until a reset. */
static void check_rows(const struct breakdown *before, const struct breakdown *after)
{
	size_t i;

	for (i = 0; i < before->nr; i++)
		if (!row_with_key(after, before->rows[i].key))
			lib_fail(STATUS_MALFORMED, "row '%s' went away without a reset: expected it to stay",
				 before->rows[i].key);
}

static void diff_rows(struct breakdown *diff, const struct breakdown *before,
		      const struct breakdown *after)
{
	size_t i;

	diff->rows = lib_resize(NULL, after->nr, sizeof(*diff->rows));
	for (i = 0; i < after->nr; i++) {
		struct breakdown_row *row = &diff->rows[diff->nr];

		row_diff(row, &diff->head, row_with_key(before, after->rows[i].key),
			 &after->rows[i]);
		if (breakdown_faults(row) || row->columns.of[VLS_COLUMN_FALLBACK])
			diff->nr++;
		else
			free_row(row);
	}
	if (diff->nr)
		qsort(diff->rows, diff->nr, sizeof(*diff->rows), most_faults_first);
}

bool breakdown_diff(struct breakdown *diff, const struct breakdown *before,
		    const struct breakdown *after)
{
	memset(diff, 0, sizeof(*diff));
	diff->head = after->head;
	header_merge(&diff->head, &before->head);
	diff->ns = after->ns - before->ns;
	if (!header_same_reset(&before->head, &after->head))
		return false;
	row_diff(&diff->total, &diff->head, &before->total, &after->total);
	row_diff(&diff->other, &diff->head, &before->other, &after->other);
	check_rows(before, after);
	diff_rows(diff, before, after);
	return true;
}
