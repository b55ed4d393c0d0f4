/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef COMMANDS_OPTIONS_H
#define COMMANDS_OPTIONS_H

#include <linux/types.h>

/* The options that were given. */
struct options {
	const char *dir;
	const char *output;
	const char *plot;
	u64 interval_ns;
	bool json;
	bool strict;
};

/**
 * options_parse() - take the options at the beginning of argv
 * @o: changed
 * @argc: of the words
 * @argv: the words; the first is not looked at
 * @allowed: the letters of the options that are allowed besides -d, -h and -V
 *
 * Return: the number of words taken, with the first one and "--". Fails with STATUS_USAGE.
 */
int options_parse(struct options *o, int argc, char **argv, const char *allowed);

/**
 * options_interval() - an interval as "0.5" or "10"
 * @s: the word
 *
 * Return: nanoseconds; fails with STATUS_USAGE.
 */
u64 options_interval(const char *s);

/**
 * options_count() - a number of intervals
 * @s: the word
 *
 * Return: the number, not 0; fails with STATUS_USAGE.
 */
unsigned long options_count(const char *s);

#endif /* COMMANDS_OPTIONS_H */
