/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages and the end of the program, memory, clocks, checked sums. */
#ifndef LIB_UTIL_H
#define LIB_UTIL_H

#include <linux/types.h>
#include <stddef.h>
#include <stdio.h>

#include "lib/exit_status.h"

#define NSEC_PER_SEC	1000000000ULL
#define NSEC_PER_MSEC	1000000ULL
#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

/**
 * lib_warn() - print one line to stderr
 * @format: as of printf(), without the newline
 */
void lib_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/**
 * lib_fail() - print one line to stderr and end the program
 * @status: exit status
 * @format: as of printf(), without the newline
 */
_Noreturn void lib_fail(enum exit_status status, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * lib_on_fail() - have a function called by lib_fail() before the program ends
 * @call: gets the exit status, and is not called again if it fails itself; or NULL
 */
void lib_on_fail(void (*call)(enum exit_status status));

/**
 * lib_resize() - realloc() for an array
 * @p: the array, or NULL
 * @nr: elements; 0 is taken for 1
 * @size: of an element, in bytes
 *
 * Return: the array, never NULL: fails with STATUS_FAILURE.
 */
void *lib_resize(void *p, size_t nr, size_t size);

/**
 * lib_strdup() - a copy of a string, to be freed
 * @s: the string
 *
 * Return: the copy, never NULL: fails with STATUS_FAILURE.
 */
char *lib_strdup(const char *s);

/**
 * lib_now_ns() - CLOCK_MONOTONIC in nanoseconds
 */
u64 lib_now_ns(void);

/**
 * lib_wall_ns() - the time of day in nanoseconds since 1970
 */
u64 lib_wall_ns(void);

/**
 * lib_add() - a sum of two counters
 * @a: one
 * @b: the other
 *
 * Return: the sum; fails with STATUS_MALFORMED if 64 bits cannot hold it.
 */
u64 lib_add(u64 a, u64 b);

/**
 * lib_check_written() - make sure that all output has arrived
 * @f: what was written to
 * @name: what to call it in the message
 *
 * Fails with STATUS_FAILURE if a write failed, now or before.
 */
void lib_check_written(FILE *f, const char *name);

#endif /* LIB_UTIL_H */
