/* SPDX-License-Identifier: GPL-2.0-only */
/* A text that is taken apart line by line. */
#ifndef DATA_TEXT_H
#define DATA_TEXT_H

#include <linux/types.h>

struct text {
	char *at;		/* the next line */
	const char *origin;	/* what to call the text in messages */
	unsigned long line;	/* number of the last line that was taken */
};

/* Room for a quotation in a message. */
#define TEXT_QUOTE_SIZE	48

/**
 * text_fail() - end the program with STATUS_MALFORMED
 * @t: names the text and the line
 * @format: as of printf(): the offending text, and what was expected
 */
_Noreturn void text_fail(const struct text *t, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * text_quote() - a word of a text, in quotes, so that a terminal may have it
 * @buf: of TEXT_QUOTE_SIZE bytes, filled in; what is longer is cut
 * @s: the word
 *
 * Return: @buf.
 */
const char *text_quote(char *buf, const char *s);

/**
 * text_line() - take the next line
 * @t: changed: the newline becomes the end of the line
 * @expected: what the line should be, for the message
 *
 * Return: the line. Fails with STATUS_MALFORMED at the end of the text, and for a line
 * without its newline.
 */
char *text_line(struct text *t, const char *expected);

/**
 * text_end() - make sure that nothing follows the line "end"
 * @t: the text
 *
 * Fails with STATUS_MALFORMED otherwise.
 */
void text_end(const struct text *t);

/**
 * text_number() - a word that is a decimal number of up to 64 bits
 * @t: for the message
 * @s: the word
 *
 * Return: the number; fails with STATUS_MALFORMED.
 */
u64 text_number(const struct text *t, const char *s);

/**
 * text_words() - split a line at its single blanks
 * @line: changed
 * @words: filled in
 * @max: how many words there is room for
 *
 * Return: how many words there are; 0 if they are more than @max, or one is empty.
 */
unsigned int text_words(char *line, char **words, unsigned int max);

/**
 * text_name() - make sure that a word consists of letters, digits and "._-"
 * @t: for the message
 * @name: the word
 *
 * Names go into JSON and onto terminals as they are. Fails with STATUS_MALFORMED.
 */
void text_name(const struct text *t, const char *name);

#endif /* DATA_TEXT_H */
