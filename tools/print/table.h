/* SPDX-License-Identifier: GPL-2.0-only */
/* One line for each interval, as vmstat prints them. */
#ifndef TABLE_H
#define TABLE_H

#include <stdio.h>

#include "sample.h"

enum table_kind {
	TABLE_TOTALS,	/* since the last reset: numbers */
	TABLE_RATES,	/* per second, s->ns is the interval */
	TABLE_TIMES,	/* the same behind the time in the recording */
};

struct table {
	enum table_kind kind;
	/* Columns that do not fit are left out; 0 for no limit. */
	unsigned int width;
	unsigned int lines;
};

/* The width of the terminal, or of what COLUMNS says; @otherwise for a file. */
unsigned int terminal_width(unsigned int otherwise);

/* Prints the header first, where it is due. */
void table_row(struct table *t, const struct sample *s, u64 at_ns);
/* A line that has no numbers. */
void table_note(struct table *t, const char *note);

#endif /* TABLE_H */
