/* SPDX-License-Identifier: GPL-2.0-only */
/* A file that is replaced as a whole: its readers see the old or the new one. */
#ifndef TEXTFILE_H
#define TEXTFILE_H

#include <linux/types.h>
#include <stdio.h>

struct textfile {
	const char *name;
	char *temp;
	FILE *f;
};

/* Fails if there can be no such file. What is written to t->f is not seen yet. */
void textfile_open(struct textfile *t, const char *name);
/*
 * The new file takes the place of the old one. If it cannot, neither is there any
 * more, and errno tells why: an old file would look as if it were true still.
 */
bool textfile_commit(struct textfile *t);

#endif /* TEXTFILE_H */
