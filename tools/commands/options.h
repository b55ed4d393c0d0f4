/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <linux/types.h>

/* Those that were given; the rest of argv stays with the caller. */
struct options {
	const char *dir;
	const char *output;
	const char *plot;
	u64 interval_ns;
	bool json;
	bool strict;
};

/*
 * Takes the options at the beginning of argv, of which @allowed has the letters
 * (besides -d, -h and -V, which are always there). Returns how many words they
 * were, with the word before them and "--".
 */
int options_parse(struct options *o, int argc, char **argv, const char *allowed);

/* "0.5" or "10"; anything that is no such interval is wrong usage. */
u64 interval_parse(const char *s);
unsigned long count_parse(const char *s);

#endif /* OPTIONS_H */
