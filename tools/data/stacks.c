// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/header.h"
#include "data/stacks.h"
#include "lib/util.h"

/* More than the module has of either. */
#define MAX_STACKS	1024
#define MAX_FRAMES	256

/* The value of the next line, which has to be "@name VALUE". */
static char *value(struct text *t, const char *name)
{
	char quote[TEXT_QUOTE_SIZE], expected[64], *line;
	size_t length = strlen(name);

	snprintf(expected, sizeof(expected), "the line '%s'", name);
	line = text_line(t, expected);
	if (strncmp(line, name, length) || line[length] != ' ')
		text_fail(t, "%s: expected %s", text_quote(quote, line), expected);
	return line + length + 1;
}

static u64 number(struct text *t, const char *name)
{
	return text_number(t, value(t, name));
}

/* The same for a line of stack @i. */
static char *field(struct text *t, size_t i, const char *name)
{
	char full[64];

	snprintf(full, sizeof(full), "stack.%zu.%s", i, name);
	return value(t, full);
}

/* Names of tasks and functions go into JSON and onto terminals. */
static char *printable(struct text *t, const char *s)
{
	char quote[TEXT_QUOTE_SIZE];
	const char *c;

	for (c = s; *c; c++)
		if (!isprint((unsigned char)*c))
			text_fail(t, "%s: expected what can be printed", text_quote(quote, s));
	return lib_strdup(s);
}

static enum vls_lock parse_lock(struct text *t, size_t i)
{
	char quote[TEXT_QUOTE_SIZE], *name = field(t, i, "lock");
	unsigned int lock;

	for (lock = 0; lock < VLS_LOCK_NR; lock++)
		if (!strcmp(name, vls_lock_name(lock)))
			return lock;
	text_fail(t, "%s: expected a lock", text_quote(quote, name));
}

static void parse_task(struct stack_task *task, struct text *t, size_t i, const char *who)
{
	char name[32];

	snprintf(name, sizeof(name), "%spid", who);
	task->pid = text_number(t, field(t, i, name));
	snprintf(name, sizeof(name), "%scomm", who);
	task->comm = printable(t, field(t, i, name));
}

static char **parse_frames(struct text *t, size_t i)
{
	u64 nr = text_number(t, field(t, i, "frames")), n;
	char **frames;

	if (nr > MAX_FRAMES)
		text_fail(t, "%llu frames: expected up to %d", nr, MAX_FRAMES);
	frames = lib_resize(NULL, nr + 1, sizeof(*frames));
	for (n = 0; n < nr; n++)
		frames[n] = printable(t, field(t, i, "frame"));
	frames[nr] = NULL;
	return frames;
}

static void parse_stack(struct stack *stack, struct text *t, size_t i)
{
	memset(stack, 0, sizeof(*stack));
	stack->lock = parse_lock(t, i);
	stack->count = text_number(t, field(t, i, "count"));
	stack->longest_ns = text_number(t, field(t, i, "longest_ns"));
	parse_task(&stack->holder, t, i, "");
	stack->writers = text_number(t, field(t, i, "writers"));
	if (stack->writers)
		parse_task(&stack->writer, t, i, "writer_");
	stack->frames = parse_frames(t, i);
}

static void check_sum(const struct stacks *s, const struct text *t)
{
	u64 sum = s->other;
	size_t i;

	for (i = 0; i < s->nr; i++)
		sum = lib_add(sum, s->stacks[i].count);
	if (sum != s->samples)
		lib_fail(STATUS_MALFORMED, "%s: stacks of %llu samples: expected the %llu of 'samples'",
			 t->origin, sum, s->samples);
}

void stacks_parse(struct stacks *s, struct text *t)
{
	char quote[TEXT_QUOTE_SIZE], *line;
	u64 nr;

	memset(s, 0, sizeof(*s));
	header_parse(&s->head, t);
	s->ms = number(t, "stacks_ms");
	s->samples = number(t, "samples");
	s->other = number(t, "other");
	nr = number(t, "stacks");
	if (nr > MAX_STACKS)
		text_fail(t, "%llu stacks: expected up to %d", nr, MAX_STACKS);
	s->stacks = lib_resize(NULL, nr, sizeof(*s->stacks));
	for (; s->nr < nr; s->nr++)
		parse_stack(&s->stacks[s->nr], t, s->nr);
	check_sum(s, t);
	line = text_line(t, "'end'");
	if (strcmp(line, "end"))
		text_fail(t, "%s: expected 'end'", text_quote(quote, line));
	text_end(t);
}

void stacks_free(struct stacks *s)
{
	size_t i;
	char **frame;

	for (i = 0; i < s->nr; i++) {
		for (frame = s->stacks[i].frames; *frame; frame++)
			free(*frame);
		free(s->stacks[i].frames);
		free(s->stacks[i].holder.comm);
		free(s->stacks[i].writer.comm);
	}
	free(s->stacks);
	memset(s, 0, sizeof(*s));
}
