// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "data/header.h"
#include "data/names.h"
#include "data/parse.h"
#include "lib/util.h"

/* Where in the table the reading of a file is. */
struct cursor {
	const struct vls_header *head;
	const struct name *(*name)(unsigned int i);
	unsigned int nr;
	bool off;	/* none of the table is expected: times with timing 0 */
	unsigned int at;
};

static void skip_unavailable(struct cursor *c)
{
	while (c->at < c->nr &&
	       (c->off || !vls_available(c->head, c->name(c->at)->needs)))
		c->at++;
}

/* What has to come next, for a message. */
static const char *expected(const struct cursor *c)
{
	static char buf[VLS_NAME_SIZE + 2];

	snprintf(buf, sizeof(buf), "'%s'", c->at < c->nr ? c->name(c->at)->text : "end");
	return buf;
}

static unsigned int find(const struct cursor *c, const char *name)
{
	unsigned int i;

	for (i = 0; i < c->nr; i++)
		if (!strcmp(c->name(i)->text, name))
			break;
	return i;
}

static _Noreturn void not_by_header(const struct cursor *c, const struct text *t,
				    const struct name *name)
{
	unsigned int hook = vls_hook_lacking(c->head, name->needs);

	if (c->off)
		text_fail(t, "'%s' with timing 0: expected %s", name->text, expected(c));
	if (hook < VLS_HOOK_NR)
		text_fail(t, "'%s' with hook.%s %s: expected %s", name->text,
			  vls_hook_id_name(hook), vls_hook_state_name(c->head->hooks[hook]),
			  expected(c));
	text_fail(t, "'%s' with %s 0: expected %s", name->text,
		  name->needs & VLS_NEED_VMA_LOCK && !c->head->vma_lock ? "vma_lock" :
		  name->needs & VLS_NEED_TIMING && !c->head->timing ? "timing" : "run_delay",
		  expected(c));
}

/*
 * Is @name what has to come next? Then the cursor moves on. If not, it must be one that
 * the table does not have: a newer module has more of them.
 */
static bool take(struct cursor *c, const struct text *t, const char *name, unsigned int *index)
{
	unsigned int i;

	text_name(t, name);
	if (c->at < c->nr && !strcmp(c->name(c->at)->text, name)) {
		*index = c->at++;
		skip_unavailable(c);
		return true;
	}
	i = find(c, name);
	if (i == c->nr && !c->off)
		return false;
	if (i < c->nr && (c->off || !vls_available(c->head, c->name(i)->needs)))
		not_by_header(c, t, c->name(i));
	text_fail(t, "'%s': expected %s", name, expected(c));
}

static bool is_end(const struct cursor *c, const struct text *t, const char *line)
{
	if (strcmp(line, "end"))
		return false;
	if (c->at < c->nr)
		text_fail(t, "'end': expected %s", expected(c));
	text_end(t);
	return true;
}

/* So that sums of them need no care later. */
static void check_sums(const struct sample *s, const struct text *t)
{
	const struct vls_entry *entry = vls_counter_entries;
	unsigned int i;

	for (; entry < vls_counter_entries + vls_counter_entries_nr; entry++) {
		u64 sum = 0;

		for (i = 0; i < entry->nr; i++)
			if (__builtin_add_overflow(sum, sample_cells(s)[entry->first + i],
						   &sum))
				lib_fail(STATUS_MALFORMED, "%s: the counters '%s' add up to more than 64 bits hold",
					 t->origin, entry->name);
	}
}

void parse_counters(struct sample *s, struct text *t)
{
	u64 *cells = (u64 *)&s->snap.cells;
	struct cursor c = { &s->snap.head, names_counter, VLS_CELL_NR, false, 0 };
	char quote[TEXT_QUOTE_SIZE], *line, *words[2];
	unsigned int i;

	header_parse(&s->snap.head, t);
	skip_unavailable(&c);
	while (line = text_line(t, expected(&c)), !is_end(&c, t, line)) {
		text_quote(quote, line);
		if (text_words(line, words, 2) != 2)
			text_fail(t, "%s: expected %s and a number", quote, expected(&c));
		if (take(&c, t, words[0], &i))
			cells[i] = text_number(t, words[1]);
		else if (sample_find_counter(s, words[0]))
			text_fail(t, "'%s' for the second time: expected %s", words[0],
				  expected(&c));
		else
			sample_add_counter(s, words[0])->n = text_number(t, words[1]);
	}
	check_sums(s, t);
}

static void parse_bucket(struct vls_histogram *h, struct text *t, char **words)
{
	u64 lower = text_number(t, words[1]);
	u64 upper = text_number(t, words[2]);
	u64 n = text_number(t, words[3]);
	unsigned int bucket = vls_bucket(lower), i;

	if (vls_bucket_lower(bucket) != lower || vls_bucket_upper(bucket) != upper)
		text_fail(t, "from %llu to %llu: expected the bounds of a bucket", lower, upper);
	for (i = bucket; i < VLS_BUCKETS; i++)
		if (h->bucket[i])
			text_fail(t, "from %llu to %llu: expected a higher bucket", lower, upper);
	if (!n)
		text_fail(t, "from %llu to %llu: expected no bucket that is empty", lower, upper);
	h->bucket[bucket] = n;
}

/* The line "@name.@total N". */
static u64 parse_total(struct text *t, char *line, const char *name, const char *total)
{
	char wanted[VLS_NAME_SIZE + 16], quote[TEXT_QUOTE_SIZE], *words[2];

	snprintf(wanted, sizeof(wanted), "%s.%s", name, total);
	text_quote(quote, line);
	if (text_words(line, words, 2) != 2 || strcmp(words[0], wanted))
		text_fail(t, "%s: expected '%s' and a number", quote, wanted);
	return text_number(t, words[1]);
}

static void check_count(const struct vls_histogram *h, struct text *t, u64 count)
{
	unsigned int i;
	u64 sum = 0;

	for (i = 0; i < VLS_BUCKETS; i++)
		if (__builtin_add_overflow(sum, h->bucket[i], &sum))
			text_fail(t, "the buckets add up to more than 64 bits hold");
	if (sum != count)
		text_fail(t, "count %llu: expected the %llu of the buckets", count, sum);
}

/* All lines of a time, of which @line is the first. */
static void parse_time(struct vls_histogram *h, struct text *t, const char *name, char *line)
{
	char wanted[VLS_NAME_SIZE + 16];
	size_t length = strlen(name);
	char *words[4];

	snprintf(wanted, sizeof(wanted), "'%s.count'", name);
	while (!strncmp(line, name, length) && line[length] == ' ') {
		if (text_words(line, words, 4) != 4)
			text_fail(t, "'%s': expected two bounds and a number", name);
		parse_bucket(h, t, words);
		line = text_line(t, wanted);
	}
	check_count(h, t, parse_total(t, line, name, "count"));
	snprintf(wanted, sizeof(wanted), "'%s.sum'", name);
	h->sum = parse_total(t, text_line(t, wanted), name, "sum");
	snprintf(wanted, sizeof(wanted), "'%s.max'", name);
	h->max = parse_total(t, text_line(t, wanted), name, "max");
}

/* The name of a time, from the first of its lines: a bucket, or the count. */
static void time_name(char *name, struct text *t, const char *line)
{
	size_t length = strcspn(line, " ");
	static const char count[] = ".count";
	char quote[TEXT_QUOTE_SIZE];

	if (length >= VLS_NAME_SIZE)
		text_fail(t, "%s: expected a shorter name", text_quote(quote, line));
	memcpy(name, line, length);
	name[length] = '\0';
	/* A bucket has four words. */
	if (strchr(line, ' ') != strrchr(line, ' '))
		return;
	if (length < sizeof(count) || strcmp(name + length - strlen(count), count))
		text_fail(t, "%s: expected a bucket, or the count of a time",
			  text_quote(quote, line));
	name[length - strlen(count)] = '\0';
}

void parse_latency(struct sample *s, struct vls_header *head, struct text *t)
{
	struct vls_histogram *times = (struct vls_histogram *)&s->snap.times;
	struct cursor c = { head, names_time, VLS_TIME_NR, false, 0 };
	char name[VLS_NAME_SIZE], *line;
	unsigned int i;

	header_parse(head, t);
	c.off = !head->timing;
	skip_unavailable(&c);
	while (line = text_line(t, expected(&c)), !is_end(&c, t, line)) {
		time_name(name, t, line);
		if (take(&c, t, name, &i))
			parse_time(&times[i], t, name, line);
		else if (sample_find_time(s, name))
			text_fail(t, "'%s' for the second time: expected %s", name, expected(&c));
		else
			parse_time(&sample_add_time(s, name)->h, t, name, line);
	}
}
