/* SPDX-License-Identifier: GPL-2.0-only */
/* The terminal that top is on, if it is one, and what ends it. */
#ifndef TOP_SCREEN_H
#define TOP_SCREEN_H

#include <linux/types.h>

/* Keys are read one by one, without being shown, until screen_end(). */
void screen_begin(bool keys);
void screen_end(void);

/* Is stdout a terminal? Then each table takes the place of the one before. */
bool screen_is_terminal(void);
void screen_clear(void);
/* Rows of it, or @otherwise for a file. */
unsigned int screen_rows(unsigned int otherwise);

/*
 * Waits until @ns, or for a key, which it returns; 0 for none, -1 when a signal
 * wants the program to end.
 */
int screen_wait(u64 ns);

#endif /* TOP_SCREEN_H */
