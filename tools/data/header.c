// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "data/header.h"
#include "lib/util.h"
#include "vmalockstat/limits.h"

/* The value of the next line, which has to be "@name VALUE". */
static char *value(struct text *t, const char *name)
{
	char quote[TEXT_QUOTE_SIZE], expected[64];
	char *line, *words[2];

	snprintf(expected, sizeof(expected), "the line '%s'", name);
	line = text_line(t, expected);
	text_quote(quote, line);
	if (text_words(line, words, 2) != 2 || strcmp(words[0], name))
		text_fail(t, "%s: expected %s", quote, expected);
	return words[1];
}

static bool flag(struct text *t, const char *name)
{
	const char *word = value(t, name);
	char quote[TEXT_QUOTE_SIZE];

	if (strcmp(word, "0") && strcmp(word, "1"))
		text_fail(t, "%s %s: expected 0 or 1", name, text_quote(quote, word));
	return *word == '1';
}

static void format(struct text *t)
{
	u64 n;

	if (!*t->at)
		lib_fail(STATUS_MALFORMED, "%s: empty: expected the line 'format'", t->origin);
	n = text_number(t, value(t, "format"));
	if (n != VLS_FORMAT)
		lib_fail(STATUS_FORMAT, "%s: unknown format %llu: this vmalockstat reads format %d",
			 t->origin, n, VLS_FORMAT);
}

static void kernel(struct vls_header *head, struct text *t)
{
	const char *word = value(t, "kernel");
	char quote[TEXT_QUOTE_SIZE];
	const char *c;

	/* It goes into JSON, metrics and onto terminals. */
	for (c = word; *c; c++)
		if (*c < '!' || *c > '~' || *c == '"' || *c == '\\')
			text_fail(t, "kernel %s: expected a release", text_quote(quote, word));
	if (strlen(word) >= sizeof(head->kernel))
		text_fail(t, "kernel %s: expected up to %zu characters",
			  text_quote(quote, word), sizeof(head->kernel) - 1);
	snprintf(head->kernel, sizeof(head->kernel), "%s", word);
}

/* The index of @word among @nr names; fails where it is none of them. */
static unsigned int one_of(struct text *t, const char *line, const char *word,
			   const char *(*name)(unsigned int i), unsigned int nr,
			   const char *list)
{
	char quote[TEXT_QUOTE_SIZE];
	unsigned int i;

	for (i = 0; i < nr; i++)
		if (!strcmp(name(i), word))
			return i;
	text_fail(t, "%s %s: expected one of %s", line, text_quote(quote, word), list + 2);
}

static bool is_known_hook(const char *name)
{
	unsigned int i;

	for (i = 0; i < VLS_HOOK_NR; i++)
		if (!strcmp(vls_hook_id_name(i), name))
			return true;
	return false;
}

static bool at_hook(const struct text *t)
{
	return !strncmp(t->at, "hook.", strlen("hook."));
}

/* Skip the hooks, here, that this vmalockstat does not know. */
static void skip_new_hooks(struct text *t)
{
	while (at_hook(t)) {
		struct text ahead = *t;
		char name[64];

		if (sscanf(t->at, "hook.%63[a-z0-9_] ", name) == 1 && is_known_hook(name))
			return;
		/* The line is changed only if it is taken. */
		text_line(&ahead, "a hook");
		*t = ahead;
	}
}

static void hooks(struct vls_header *head, struct text *t)
{
	static const char states[] = VLS_HOOK_STATES(VLS_LIST_ENTRY);
	unsigned int i;
	char name[64];

	for (i = 0; i < VLS_HOOK_NR; i++) {
		skip_new_hooks(t);
		snprintf(name, sizeof(name), "hook.%s", vls_hook_id_name(i));
		head->hooks[i] = one_of(t, name, value(t, name), vls_hook_state_name,
					VLS_HOOK_STATE_NR, states);
	}
	skip_new_hooks(t);
	if (at_hook(t)) {
		text_line(t, "a counter");
		text_fail(t, "a hook for the second time: expected a counter or a time");
	}
}

void header_parse(struct vls_header *head, struct text *t)
{
	static const char experiments[] = VLS_EXPERIMENTS(VLS_LIST_ENTRY);

	format(t);
	kernel(head, t);
	head->vma_lock = flag(t, "vma_lock");
	head->run_delay = flag(t, "run_delay");
	head->since_reset_ns = text_number(t, value(t, "since_reset_ns"));
	head->experiment = one_of(t, "experiment", value(t, "experiment"),
				  vls_experiment_name, VLS_EXPERIMENT_NR, experiments);
	head->taken_ns = text_number(t, value(t, "taken_ns"));
	if (head->since_reset_ns > head->taken_ns)
		text_fail(t, "taken_ns %llu: expected at least the %llu of since_reset_ns",
			  head->taken_ns, head->since_reset_ns);
	head->counting = flag(t, "counting");
	head->timing = flag(t, "timing");
	hooks(head, t);
}

bool header_same_reset(const struct vls_header *a, const struct vls_header *b)
{
	return a->taken_ns - a->since_reset_ns == b->taken_ns - b->since_reset_ns;
}

const char *header_difference(const struct vls_header *a, const struct vls_header *b)
{
	if (strcmp(a->kernel, b->kernel))
		return "kernel";
	if (a->vma_lock != b->vma_lock)
		return "vma_lock";
	if (a->run_delay != b->run_delay)
		return "run_delay";
	if (a->experiment != b->experiment)
		return "experiment";
	if (a->counting != b->counting)
		return "counting";
	if (a->timing != b->timing)
		return "timing";
	return memcmp(a->hooks, b->hooks, sizeof(a->hooks)) ? "hook" : NULL;
}

void header_merge(struct vls_header *head, const struct vls_header *other)
{
	unsigned int i;

	head->timing &= other->timing;
	for (i = 0; i < VLS_HOOK_NR; i++)
		if (!vls_hook_usable(other, i))
			head->hooks[i] = other->hooks[i];
}
