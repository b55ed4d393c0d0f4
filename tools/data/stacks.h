/* SPDX-License-Identifier: GPL-2.0-only */
/* The file stacks: what tasks did that had held a lock for long. */
#ifndef DATA_STACKS_H
#define DATA_STACKS_H

#include <stddef.h>

#include "data/text.h"
#include "vmalockstat/snapshot.h"

struct stack_task {
	u64 pid;
	char *comm;		/* what cannot be printed is escaped */
};

struct stack {
	enum vls_lock lock;
	u64 count;		/* samples */
	u64 longest_ns;
	struct stack_task holder;
	u64 writers;		/* samples in which a writer was waiting */
	struct stack_task writer;	/* valid if there were any */
	char **frames;		/* the innermost first; ends with NULL */
};

struct stacks {
	struct vls_header head;
	u64 ms;			/* parameter stacks of the module */
	u64 samples;
	u64 other;
	struct stack *stacks;
	size_t nr;
};

/**
 * stacks_parse() - read the file stacks
 * @s: filled in; to be freed
 * @t: at its first line
 *
 * Fails with STATUS_FORMAT or STATUS_MALFORMED.
 */
void stacks_parse(struct stacks *s, struct text *t);

/**
 * stacks_free() - free what stacks_parse() has allocated
 * @s: is empty afterwards
 */
void stacks_free(struct stacks *s);

#endif /* DATA_STACKS_H */
