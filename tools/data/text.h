/* SPDX-License-Identifier: GPL-2.0-only */
/* The text of the files, read strictly: what is not as documented is an error. */
#ifndef PARSE_H
#define PARSE_H

#include <linux/types.h>

#include "sample.h"

/* A text that is taken apart line by line; @origin is what to call it. */
struct text {
	char *at;
	const char *origin;
	unsigned long line;
};

/* The next line, or NULL at the end; one without its newline is an error. */
char *text_line(struct text *t);
_Noreturn void text_fail(const struct text *t, const char *what);

/* Nothing but decimal digits, and no more than 64 bits. */
u64 parse_number(const struct text *t, const char *s);
/* Splits @line at its blanks; 0 if these are more than @max words. */
unsigned int parse_words(char *line, char **words, unsigned int max);
/* Names go into JSON and onto terminals as they are: letters, digits, "._-". */
void parse_name(const struct text *t, const char *name);
/* The line that each file begins with. */
void parse_format(struct text *t);

void parse_counters(struct sample *s, struct text *t);
void parse_latency(struct sample *s, struct text *t);
/* Is something missing that files of this kernel must have? */
void parse_check(const struct sample *s, const char *origin);
/* Takes the time from the first line of summary, if it is there. */
void parse_since_reset(struct since_reset *since, const char *summary);

#endif /* PARSE_H */
