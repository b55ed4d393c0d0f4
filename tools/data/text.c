// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "data/text.h"
#include "lib/util.h"

void text_fail(const struct text *t, const char *format, ...)
{
	char what[256];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	lib_fail(STATUS_MALFORMED, "%s: line %lu: %s", t->origin, t->line, what);
}

const char *text_quote(char *buf, const char *s)
{
	size_t used = 0;

	buf[used++] = '\'';
	for (; *s && used < TEXT_QUOTE_SIZE - sizeof("...'"); s++)
		buf[used++] = isprint((unsigned char)*s) ? *s : '?';
	snprintf(buf + used, TEXT_QUOTE_SIZE - used, "%s'", *s ? "..." : "");
	return buf;
}

char *text_line(struct text *t, const char *expected)
{
	char *line = t->at;
	char *end = strchr(line, '\n');

	t->line++;
	if (!end)
		text_fail(t, "truncated: expected %s", expected);
	*end = '\0';
	t->at = end + 1;
	return line;
}

void text_end(const struct text *t)
{
	if (*t->at)
		lib_fail(STATUS_MALFORMED, "%s: line %lu: expected nothing after the line 'end'",
			 t->origin, t->line + 1);
}

u64 text_number(const struct text *t, const char *s)
{
	char quote[TEXT_QUOTE_SIZE];
	const char *c;
	u64 n = 0;

	for (c = s; isdigit((unsigned char)*c); c++)
		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, *c - '0', &n))
			text_fail(t, "%s: expected a number of up to 64 bits",
				  text_quote(quote, s));
	if (*c || c == s)
		text_fail(t, "%s: expected a number", text_quote(quote, s));
	return n;
}

unsigned int text_words(char *line, char **words, unsigned int max)
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

void text_name(const struct text *t, const char *name)
{
	char quote[TEXT_QUOTE_SIZE];
	const char *c;

	for (c = name; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("._-", *c))
			text_fail(t, "%s: expected a name", text_quote(quote, name));
}
