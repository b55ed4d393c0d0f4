/* SPDX-License-Identifier: GPL-2.0-only */
/* Ends with a message, memory, time, checked sums: what every file needs. */
#ifndef UTIL_H
#define UTIL_H

#include <linux/types.h>
#include <stddef.h>
#include <stdio.h>

#define NSEC_PER_SEC	1000000000ULL
#define NSEC_PER_MSEC	1000000ULL
#define NR(array)	(sizeof(array) / sizeof((array)[0]))

/* 0, and 1 for any other failure, are stdlib.h's. The man page tells them all. */
enum {
	EXIT_USAGE		= 2,
	EXIT_PERMISSION		= 3,
	EXIT_NOT_LOADED		= 4,
	EXIT_NO_DEBUGFS		= 5,
	EXIT_FORMAT		= 6,
	EXIT_MALFORMED		= 7,
	EXIT_RESET		= 8,
	EXIT_OFF		= 9,
	EXIT_NO_GNUPLOT		= 10,
	EXIT_GNUPLOT		= 11,
	EXIT_NO_INTERVAL	= 12,
	EXIT_NO_TIMES		= 13,
};

/* One line on stderr; fail() ends the program besides. */
void warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void fail(int status, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What fail() calls before the end, or NULL. */
void fail_tells(void (*tell)(int status));

/* They never return NULL. */
void *resize(void *p, size_t nr, size_t size);
char *copy_string(const char *s);

/* CLOCK_MONOTONIC, and the time of day, in nanoseconds. */
u64 now_ns(void);
u64 wall_ns(void);

/* Fails when there are more events than 64 bits can say. */
u64 add(u64 a, u64 b);

/* Whatever was printed to stdout or @name has to arrive. */
void check_written(FILE *f, const char *name);

#endif /* UTIL_H */
