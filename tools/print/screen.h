/* SPDX-License-Identifier: GPL-2.0-only */
/* The terminal of top, if there is one, and the signals that end it. */
#ifndef PRINT_SCREEN_H
#define PRINT_SCREEN_H

#include <linux/types.h>

/**
 * screen_begin() - catch the signals that end the program, and take keys
 * @keys: read keys one by one, without an echo, until screen_end()
 */
void screen_begin(bool keys);

/**
 * screen_end() - restore the terminal
 */
void screen_end(void);

/**
 * screen_is_terminal() - is stdout a terminal?
 */
bool screen_is_terminal(void);

/**
 * screen_clear() - clear the terminal
 */
void screen_clear(void);

/**
 * screen_rows() - the height of the terminal
 * @otherwise: the height for a file
 *
 * Return: rows.
 */
unsigned int screen_rows(unsigned int otherwise);

/**
 * screen_wait() - wait for a key
 * @ns: CLOCK_MONOTONIC, until when to wait
 *
 * Return: the key; 0 when the time is over, -1 when a signal asked the program to end.
 */
int screen_wait(u64 ns);

#endif /* PRINT_SCREEN_H */
