/* SPDX-License-Identifier: GPL-2.0-only */
/* One line for each interval, as vmstat prints them. */
#ifndef PRINT_TABLE_H
#define PRINT_TABLE_H

#include <stdio.h>

#include "data/sample.h"

enum table_kind {
	TABLE_TOTALS,	/* since the last reset: numbers */
	TABLE_RATES,	/* per second of the interval */
	TABLE_TIMES,	/* the same after the time in the recording */
};

struct table {
	enum table_kind kind;
	unsigned int width;	/* columns beyond it are left out; 0: no limit */
	unsigned int lines;	/* printed so far */
};

/**
 * table_width() - the width of the terminal, or that of $COLUMNS
 * @otherwise: the width for a file
 *
 * Return: characters.
 */
unsigned int table_width(unsigned int otherwise);

/**
 * table_row() - print a row, and the heading first where it is due
 * @t: the table
 * @s: the totals, or the difference of an interval
 * @at_ns: for TABLE_TIMES, the end of the interval since the recording began
 */
void table_row(struct table *t, const struct sample *s, u64 at_ns);

/**
 * table_note() - print a line without numbers in the place of a row
 * @t: the table
 * @note: the line
 */
void table_note(struct table *t, const char *note);

#endif /* PRINT_TABLE_H */
