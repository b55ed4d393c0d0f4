// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "util.h"

static void message(const char *format, va_list args)
{
	/* What was printed before comes before it, wherever both go. */
	fflush(stdout);
	fputs("vmalockstat: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

void warning(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	message(format, args);
	va_end(args);
}

static void (*tell_failure)(int status);

void fail_tells(void (*tell)(int status))
{
	tell_failure = tell;
}

void fail(int status, const char *format, ...)
{
	void (*tell)(int status) = tell_failure;
	va_list args;

	va_start(args, format);
	message(format, args);
	va_end(args);
	/* It may fail itself. */
	tell_failure = NULL;
	if (tell)
		tell(status);
	exit(status);
}

void *resize(void *p, size_t nr, size_t size)
{
	p = reallocarray(p, nr ? nr : 1, size);
	if (!p)
		fail(EXIT_FAILURE, "out of memory");
	return p;
}

char *copy_string(const char *s)
{
	size_t size = strlen(s) + 1;

	return memcpy(resize(NULL, size, 1), s, size);
}

static u64 clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

u64 now_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

u64 wall_ns(void)
{
	return clock_ns(CLOCK_REALTIME);
}

u64 add(u64 a, u64 b)
{
	u64 sum;

	if (__builtin_add_overflow(a, b, &sum))
		fail(EXIT_MALFORMED, "the counters add up to more than 64 bits hold");
	return sum;
}

void check_written(FILE *f, const char *name)
{
	if (fflush(f) || ferror(f))
		fail(EXIT_FAILURE, "cannot write %s: %s", name, strerror(errno));
}
