// SPDX-License-Identifier: GPL-2.0-only
/* Lines, words, names and numbers. */
#include <ctype.h>
#include <string.h>

#include "parse.h"
#include "util.h"
#include "vmalockstat.h"

void text_fail(const struct text *t, const char *what)
{
	fail(EXIT_MALFORMED, "%s: line %lu: %s", t->origin, t->line, what);
}

char *text_line(struct text *t)
{
	char *line = t->at;
	char *end;

	if (!*line)
		return NULL;
	t->line++;
	end = strchr(line, '\n');
	if (!end)
		text_fail(t, "truncated");
	*end = '\0';
	t->at = end + 1;
	return line;
}

u64 parse_number(const struct text *t, const char *s)
{
	u64 n = 0;

	if (!*s)
		text_fail(t, "not a number");
	for (; *s; s++) {
		if (!isdigit((unsigned char)*s))
			text_fail(t, "not a number");
		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, *s - '0', &n))
			text_fail(t, "a number of more than 64 bits");
	}
	return n;
}

unsigned int parse_words(char *line, char **words, unsigned int max)
{
	unsigned int nr = 0;
	char *word;

	while ((word = strsep(&line, " "))) {
		if (nr == max || !*word)
			return 0;
		words[nr++] = word;
	}
	return nr;
}

void parse_name(const struct text *t, const char *name)
{
	for (; *name; name++)
		if (!isalnum((unsigned char)*name) && !strchr("._-", *name))
			text_fail(t, "not a name");
}

void parse_format(struct text *t)
{
	char *line = text_line(t);
	char *words[2];
	u64 format;

	if (!line)
		fail(EXIT_MALFORMED, "%s: empty", t->origin);
	if (parse_words(line, words, 2) != 2 || strcmp(words[0], "format"))
		text_fail(t, "does not begin with \"format\" and a number");
	format = parse_number(t, words[1]);
	if (format != VLS_FORMAT)
		fail(EXIT_FORMAT, "%s: format %llu, and this vmalockstat knows format %d",
		     t->origin, format, VLS_FORMAT);
}
