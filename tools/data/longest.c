// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "data/header.h"
#include "data/longest.h"
#include "lib/util.h"

/* The fields after held_ns, besides the parts of the time. */
enum { NUMBER, NAME, REST };

static const struct field {
	const char *name;
	int type;
	size_t offset;
	bool optional;
} fields[] = {
#define FIELD(name, type, optional)	\
	{ #name, type, offsetof(struct longest_hold, name), optional }
	FIELD(ended_ns, NUMBER, false),
	FIELD(kind, NAME, false),
	FIELD(outcome, NAME, false),
	FIELD(swap, NAME, false),
	FIELD(device, NAME, true),
	FIELD(address, NAME, false),
	FIELD(pid, NUMBER, false),
	FIELD(tgid, NUMBER, false),
	FIELD(cgroup, NUMBER, false),
	FIELD(comm, REST, false),
};

/* They go into JSON and onto terminals. */
static void take_word(const struct text *t, char *to, const char *word, bool blanks)
{
	char quote[TEXT_QUOTE_SIZE];
	const char *c;

	for (c = word; *c; c++)
		if (!isgraph((unsigned char)*c) && !(blanks && *c == ' '))
			text_fail(t, "%s: expected what can be printed", text_quote(quote, word));
	if (strlen(word) >= LONGEST_WORD)
		text_fail(t, "%s: expected up to %d characters", text_quote(quote, word),
			  LONGEST_WORD - 1);
	snprintf(to, LONGEST_WORD, "%s", word);
}

static void take_value(struct longest_hold *hold, const struct field *field,
		       const struct text *t, const char *value)
{
	void *to = (char *)hold + field->offset;

	if (field->type == NUMBER)
		*(u64 *)to = text_number(t, value);
	else
		take_word(t, to, value, field->type == REST);
}

/* "read_ns" and so on. Return: whether @name is one of them. */
static bool take_part(struct longest_hold *hold, const struct text *t, const char *name,
		      const char *value)
{
	size_t length;
	unsigned int i;

	for (i = 0; i < VLS_HELD_NR; i++) {
		length = strlen(vls_held_name(i));
		if (strncmp(name, vls_held_name(i), length) || strcmp(name + length, "_ns"))
			continue;
		if (hold->has_held_by[i])
			text_fail(t, "%s for the second time", name);
		hold->held_by[i] = text_number(t, value);
		hold->has_held_by[i] = true;
		return true;
	}
	return false;
}

/* Fields that only a newer module has are skipped. */
static void take_field(struct longest_hold *hold, u64 *seen, const struct text *t,
		       const char *name, const char *value)
{
	size_t i;

	if (take_part(hold, t, name, value))
		return;
	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		if (strcmp(name, fields[i].name))
			continue;
		if (*seen & 1ULL << i)
			text_fail(t, "%s for the second time", name);
		*seen |= 1ULL << i;
		take_value(hold, &fields[i], t, value);
	}
}

static void check_whole(const struct longest_hold *hold, u64 seen, const struct text *t,
			const char *lock)
{
	u64 sum = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(fields); i++)
		if (!fields[i].optional && !(seen & 1ULL << i))
			text_fail(t, "no %s of the longest hold of %s before this line",
				  fields[i].name, lock);
	for (i = 0; i < VLS_HELD_NR; i++)
		sum = lib_add(sum, hold->held_by[i]);
	if (sum > hold->held_ns)
		text_fail(t, "the parts of the longest hold of %s are %llu ns: expected up to the %llu of held_ns",
			  lock, sum, hold->held_ns);
}

/* The value of the next line if that is "@prefix NAME VALUE", without a blank before NAME. */
static char *next_value(struct text *t, const char *prefix, char **name)
{
	char *line;

	if (strncmp(t->at, prefix, strlen(prefix)))
		return NULL;
	line = text_line(t, "a field") + strlen(prefix);
	*name = strsep(&line, " ");
	if (!line)
		text_fail(t, "%s%s: expected a value", prefix, *name);
	return line;
}

static void parse_hold(struct longest_hold *hold, struct text *t, unsigned int lock)
{
	char prefix[64], *name, *value;
	u64 seen = 0;

	snprintf(prefix, sizeof(prefix), "longest.%s.", vls_lock_name(lock));
	value = next_value(t, prefix, &name);
	if (!value || strcmp(name, "held_ns")) {
		if (!value)
			text_line(t, prefix);
		text_fail(t, "expected the line '%sheld_ns'", prefix);
	}
	hold->held_ns = text_number(t, value);
	while ((value = next_value(t, prefix, &name)))
		take_field(hold, &seen, t, name, value);
	if (hold->held_ns)
		check_whole(hold, seen, t, vls_lock_name(lock));
}

void longest_parse(struct longest *l, struct text *t)
{
	char quote[TEXT_QUOTE_SIZE], *line;
	unsigned int lock;

	memset(l, 0, sizeof(*l));
	header_parse(&l->head, t);
	l->known = vls_holds_known(&l->head);
	for (lock = 0; lock < VLS_LOCK_NR && l->known; lock++)
		parse_hold(&l->of[lock], t, lock);
	line = text_line(t, "'end'");
	if (strcmp(line, "end"))
		text_fail(t, "%s: expected 'end'", text_quote(quote, line));
	text_end(t);
}
