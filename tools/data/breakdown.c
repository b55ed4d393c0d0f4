// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "breakdown.h"
#include "util.h"

/* Of the heading: the key, the parts, and maybe one more that is a text. */
#define MAX_COLUMNS	64

struct columns {
	int part[MAX_COLUMNS];	/* enum vls_part_id, or -1: not known here */
	unsigned int nr;
	bool label;
};

/* Words with any number of blanks between them. */
static char *next_word(char **line)
{
	char *word = *line + strspn(*line, " ");
	char *end = word + strcspn(word, " ");

	if (!*word)
		return NULL;
	*line = *end ? end + 1 : end;
	*end = '\0';
	return word;
}

static int part_named(const char *name)
{
	int i;

	for (i = 0; i < VLS_PART_NR; i++)
		if (!strcmp(name, vls_part_id_name(i)))
			return i;
	return -1;
}

static void parse_heading(struct columns *c, struct breakdown *b, struct text *t,
			  char *line)
{
	char *word;

	memset(c, 0, sizeof(*c));
	if (!next_word(&line))
		text_fail(t, "no heading");
	while ((word = next_word(&line))) {
		int part = part_named(word);

		c->label = !strcmp(word, "comm") || !strcmp(word, "device");
		if (c->label)
			break;
		if (c->nr == MAX_COLUMNS)
			text_fail(t, "too many columns");
		if (part >= 0 && b->known[part])
			text_fail(t, "a column that was there before");
		c->part[c->nr++] = part;
		if (part >= 0)
			b->known[part] = true;
	}
	if (!b->known[VLS_PART_FAULT])
		text_fail(t, "no column fault.vma");
}

/* The label is the rest of the line: a process may have blanks in its name. */
static void parse_row(struct row *row, const struct columns *c, struct text *t,
		      char *line)
{
	char *word = next_word(&line);
	unsigned int i;

	memset(row, 0, sizeof(*row));
	if (!word)
		text_fail(t, "an empty line");
	row->key = copy_string(word);
	for (i = 0; i < c->nr; i++) {
		word = next_word(&line);
		if (!word)
			text_fail(t, "fewer columns than the heading");
		if (c->part[i] >= 0)
			row->n[c->part[i]] = parse_number(t, word);
	}
	if (!c->label && *line)
		text_fail(t, "more columns than the heading");
	row->label = copy_string(c->label ? line : "");
	/* Whoever adds these up has no overflow. */
	add(add(row->n[VLS_PART_FAULT], row->n[VLS_PART_FAULT_MMAP]),
	    row->n[VLS_PART_FAULT_MMAP_NOUSER]);
}

static void free_row(struct row *row)
{
	free(row->key);
	free(row->label);
}

static void row_add(struct row *sum, const struct row *row)
{
	int i;

	for (i = 0; i < VLS_PART_NR; i++)
		sum->n[i] = add(sum->n[i], row->n[i]);
}

static int by_key(const void *a, const void *b)
{
	const struct row *row_a = a, *row_b = b;

	return strcmp(row_a->key, row_b->key);
}

/* Of a breakdown that was read; those of a difference stand in another order. */
static const struct row *row_with_key(const struct breakdown *b, const char *key)
{
	const struct row wanted = { .key = (char *)key };

	return bsearch(&wanted, b->rows, b->nr, sizeof(*b->rows), by_key);
}

/* A tgid that came back has two rows, which nobody can tell apart: one is made. */
static void sort_rows(struct breakdown *b)
{
	size_t i, nr = 0;

	qsort(b->rows, b->nr, sizeof(*b->rows), by_key);
	for (i = 0; i < b->nr; i++) {
		if (nr && !by_key(&b->rows[nr - 1], &b->rows[i])) {
			row_add(&b->rows[nr - 1], &b->rows[i]);
			free_row(&b->rows[i]);
		} else {
			b->rows[nr++] = b->rows[i];
		}
	}
	b->nr = nr;
}

static u64 parse_nr_rows(struct text *t)
{
	char *line = text_line(t);
	char *words[4];
	u64 nr;

	if (!line || parse_words(line, words, 4) != 4 || strcmp(words[0], "rows") ||
	    strcmp(words[2], "of"))
		text_fail(t, "not \"rows\" and how many there are");
	nr = parse_number(t, words[1]);
	if (nr > parse_number(t, words[3]) || nr > 1ULL << 24)
		text_fail(t, "more rows than there can be");
	return nr;
}

static void parse_named_row(struct row *row, const struct columns *c, struct text *t,
			    const char *name)
{
	char *line = text_line(t);

	if (!line)
		text_fail(t, "truncated");
	parse_row(row, c, t, line);
	if (strcmp(row->key, name))
		text_fail(t, "not the total or the rest");
}

static void check_sums(const struct breakdown *b, const struct text *t)
{
	struct row sum = b->rest;
	size_t i;

	for (i = 0; i < b->nr; i++)
		row_add(&sum, &b->rows[i]);
	for (i = 0; i < VLS_PART_NR; i++)
		if (sum.n[i] > b->total.n[i])
			fail(EXIT_MALFORMED, "%s: the rows have more %s than the total",
			     t->origin, vls_part_id_name(i));
}

static void parse_rows(struct breakdown *b, struct text *t)
{
	u64 nr = parse_nr_rows(t);
	struct columns columns;
	char *line = text_line(t);

	if (!line)
		text_fail(t, "truncated");
	parse_heading(&columns, b, t, line);
	parse_named_row(&b->total, &columns, t, "total");
	parse_named_row(&b->rest, &columns, t, "rest");
	b->rows = resize(NULL, nr, sizeof(*b->rows));
	while ((line = text_line(t))) {
		if (b->nr == nr)
			text_fail(t, "more rows than it says");
		parse_row(&b->rows[b->nr++], &columns, t, line);
	}
	if (b->nr < nr)
		text_fail(t, "truncated");
	sort_rows(b);
	check_sums(b, t);
}

void breakdown_parse(struct breakdown *b, struct text *t)
{
	char *line;

	memset(b, 0, sizeof(*b));
	parse_format(t);
	line = text_line(t);
	if (!line)
		text_fail(t, "truncated");
	b->on = !strcmp(line, "breakdown on");
	if (!b->on && strcmp(line, "breakdown off"))
		text_fail(t, "not \"breakdown on\" or \"breakdown off\"");
	b->ever = b->on || *t->at;
	if (b->ever)
		parse_rows(b, t);
}

void breakdown_free(struct breakdown *b)
{
	size_t i;

	for (i = 0; i < b->nr; i++)
		free_row(&b->rows[i]);
	free(b->rows);
	free_row(&b->total);
	free_row(&b->rest);
	memset(b, 0, sizeof(*b));
}

u64 row_faults(const struct row *row)
{
	return row->n[VLS_PART_FAULT] + row->n[VLS_PART_FAULT_MMAP] +
	       row->n[VLS_PART_FAULT_MMAP_NOUSER];
}

static int most_faults_first(const void *a, const void *b)
{
	u64 faults_a = row_faults(a), faults_b = row_faults(b);

	return faults_a < faults_b ? 1 : faults_a > faults_b ? -1 : 0;
}

/* @before is NULL for a row that was not there yet. False if it went down. */
static bool row_diff(struct row *diff, const struct row *before,
		     const struct row *after)
{
	int i;

	diff->key = copy_string(after->key);
	diff->label = copy_string(after->label);
	for (i = 0; i < VLS_PART_NR; i++) {
		u64 was = before ? before->n[i] : 0;

		diff->n[i] = after->n[i] - was;
		if (after->n[i] < was)
			return false;
	}
	return true;
}

static bool diff_rows(struct breakdown *diff, const struct breakdown *before,
		      const struct breakdown *after)
{
	size_t i;

	/* Rows are there for good, until a reset. */
	for (i = 0; i < before->nr; i++)
		if (!row_with_key(after, before->rows[i].key))
			return false;
	for (i = 0; i < after->nr; i++) {
		struct row *row = &diff->rows[diff->nr];
		const struct row *old = row_with_key(before, after->rows[i].key);
		bool grew = row_diff(row, old, &after->rows[i]);

		if (grew && row_faults(row) + row->n[VLS_PART_FALLBACK])
			diff->nr++;
		else
			free_row(row);
		if (!grew)
			return false;
	}
	return true;
}

bool breakdown_diff(struct breakdown *diff, const struct breakdown *before,
		    const struct breakdown *after)
{
	bool grew;
	int i;

	memset(diff, 0, sizeof(*diff));
	diff->ns = after->ns - before->ns;
	for (i = 0; i < VLS_PART_NR; i++)
		diff->known[i] = before->known[i] && after->known[i];
	diff->rows = resize(NULL, after->nr, sizeof(*diff->rows));
	grew = row_diff(&diff->total, &before->total, &after->total);
	grew &= row_diff(&diff->rest, &before->rest, &after->rest);
	grew = grew && diff_rows(diff, before, after) &&
	       !since_reset_is_newer(&before->since_reset, &after->since_reset);
	qsort(diff->rows, diff->nr, sizeof(*diff->rows), most_faults_first);
	return grew;
}
