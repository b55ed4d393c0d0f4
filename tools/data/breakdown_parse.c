// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/breakdown.h"
#include "data/header.h"
#include "lib/util.h"

/* More than the table has: those of a newer module are skipped. */
#define MAX_COLUMNS	64
#define NEW_COLUMN	(-1)

static const struct {
	const char *key;
	const char *label;	/* of the last column, or NULL */
} headings[VLS_BREAKDOWN_NR] = {
	[VLS_BY_PROCESS]	= { "tgid", "comm" },
	[VLS_BY_CGROUP]		= { "cgroup", NULL },
	[VLS_BY_SWAP]		= { "type", "device" },
};

struct heading {
	int column[MAX_COLUMNS];	/* enum vls_column, or NEW_COLUMN */
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

static int column_named(const char *name)
{
	int i;

	for (i = 0; i < VLS_COLUMN_NR; i++)
		if (!strcmp(name, vls_column_entries[i].name))
			return i;
	return NEW_COLUMN;
}

/* The next column from @from on that the header says is there. */
static unsigned int next_column(const struct vls_header *head, unsigned int from)
{
	while (from < VLS_COLUMN_NR && !breakdown_has(head, from))
		from++;
	return from;
}

static const char *column_name(unsigned int column, const char *label)
{
	if (column < VLS_COLUMN_NR)
		return vls_column_entries[column].name;
	return label ? label : "the end of the heading";
}

static void parse_heading(struct heading *h, const struct vls_header *head, struct text *t,
			  enum vls_breakdown_id id)
{
	const char *label = headings[id].label;
	unsigned int wanted = next_column(head, 0);
	char quote[TEXT_QUOTE_SIZE];
	char *line = text_line(t, "the heading"), *word = next_word(&line);

	memset(h, 0, sizeof(*h));
	if (!word || strcmp(word, headings[id].key))
		text_fail(t, "%s: expected '%s'", text_quote(quote, word ? word : ""),
			  headings[id].key);
	while ((word = next_word(&line)) && (!label || strcmp(word, label))) {
		int column = column_named(word);

		if (column != NEW_COLUMN && (unsigned int)column != wanted)
			text_fail(t, "column %s: expected %s", text_quote(quote, word),
				  column_name(wanted, label));
		if (h->nr == MAX_COLUMNS)
			text_fail(t, "column %s: expected no more than %d columns",
				  text_quote(quote, word), MAX_COLUMNS);
		h->column[h->nr++] = column;
		if (column != NEW_COLUMN)
			wanted = next_column(head, wanted + 1);
	}
	if (wanted < VLS_COLUMN_NR || !word != !label || *line)
		text_fail(t, "%s: expected column %s", text_quote(quote, word ? word : ""),
			  column_name(wanted, label));
	h->label = label;
}

/* The label is the rest of the line: the name of a process may have blanks. */
static void parse_row(struct breakdown_row *row, const struct heading *h, struct text *t,
		      char *line)
{
	char quote[TEXT_QUOTE_SIZE], *word;
	unsigned int i;

	memset(row, 0, sizeof(*row));
	word = next_word(&line);
	row->key = lib_strdup(word ? word : "");
	for (i = 0; i < h->nr; i++) {
		word = next_word(&line);
		if (!word)
			text_fail(t, "row %s: expected %u columns",
				  text_quote(quote, row->key), h->nr);
		if (h->column[i] != NEW_COLUMN)
			row->columns.of[h->column[i]] = text_number(t, word);
	}
	if (!h->label && *line)
		text_fail(t, "row %s: expected no more than %u columns",
			  text_quote(quote, row->key), h->nr);
	row->label = lib_strdup(h->label ? line : "");
	/* So that these sums need no care later. */
	lib_add(lib_add(row->columns.of[VLS_COLUMN_FAULT_VMA],
			row->columns.of[VLS_COLUMN_FAULT_MMAP]),
		row->columns.of[VLS_COLUMN_FAULT_MMAP_NOUSER]);
}

static void parse_named_row(struct breakdown_row *row, const struct heading *h,
			    struct text *t, const char *name)
{
	char quote[TEXT_QUOTE_SIZE], expected[32];

	snprintf(expected, sizeof(expected), "row '%s'", name);
	parse_row(row, h, t, text_line(t, expected));
	if (strcmp(row->key, name))
		text_fail(t, "row %s: expected %s", text_quote(quote, row->key), expected);
}

/* The line "rows N of M". */
static u64 parse_nr_rows(struct text *t, char *line)
{
	char quote[TEXT_QUOTE_SIZE], *words[4];
	u64 nr, max;

	text_quote(quote, line);
	if (text_words(line, words, 4) != 4 || strcmp(words[0], "rows") ||
	    strcmp(words[2], "of"))
		text_fail(t, "%s: expected 'rows N of M'", quote);
	nr = text_number(t, words[1]);
	max = text_number(t, words[3]);
	if (nr > max)
		text_fail(t, "%s: expected no more rows than %llu", quote, max);
	return nr;
}

static void check_sums(const struct breakdown *b, const struct text *t)
{
	struct breakdown_row sum = b->other;
	size_t i;

	for (i = 0; i < b->nr; i++)
		breakdown_add(&sum, &b->rows[i]);
	for (i = 0; i < VLS_COLUMN_NR; i++)
		if (sum.columns.of[i] > b->total.columns.of[i])
			lib_fail(STATUS_MALFORMED, "%s: the rows add up to %llu '%s': expected no more than the total %llu",
				 t->origin, sum.columns.of[i], vls_column_entries[i].name,
				 b->total.columns.of[i]);
}

static void parse_rows(struct breakdown *b, struct text *t, char *line,
		       enum vls_breakdown_id id)
{
	u64 nr = parse_nr_rows(t, line);
	struct heading heading;

	parse_heading(&heading, &b->head, t, id);
	parse_named_row(&b->total, &heading, t, "total");
	parse_named_row(&b->other, &heading, t, "other");
	for (; b->nr < nr; b->nr++) {
		line = text_line(t, "a row");
		if (!strcmp(line, "end"))
			text_fail(t, "'end' after %zu rows: expected %llu", b->nr, nr);
		/* Not all at once: the number may be wrong. */
		if (!(b->nr & (b->nr + 1)))
			b->rows = lib_resize(b->rows, 2 * (b->nr + 1), sizeof(*b->rows));
		parse_row(&b->rows[b->nr], &heading, t, line);
	}
	breakdown_sort(b);
	check_sums(b, t);
}

void breakdown_parse(struct breakdown *b, struct text *t, enum vls_breakdown_id id)
{
	char quote[TEXT_QUOTE_SIZE], *line;

	memset(b, 0, sizeof(*b));
	header_parse(&b->head, t);
	b->ns = b->head.taken_ns;
	line = text_line(t, "'breakdown on' or 'breakdown off'");
	b->on = !strcmp(line, "breakdown on");
	if (!b->on && strcmp(line, "breakdown off"))
		text_fail(t, "%s: expected 'breakdown on' or 'breakdown off'",
			  text_quote(quote, line));
	/* Rows stay when it is switched off; before the first time there are none. */
	line = text_line(t, "'rows N of M'");
	if (b->on || strcmp(line, "end")) {
		parse_rows(b, t, line, id);
		line = text_line(t, "'end'");
	}
	if (strcmp(line, "end"))
		text_fail(t, "%s: expected 'end'", text_quote(quote, line));
	text_end(t);
}
