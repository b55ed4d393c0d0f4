// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/util.h"

static void message(const char *format, va_list args)
{
	/* Keep the order of output and messages where both go to the same place. */
	fflush(stdout);
	fputs("vmalockstat: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

void lib_warn(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	message(format, args);
	va_end(args);
}

static void (*on_fail)(enum exit_status status);

void lib_on_fail(void (*call)(enum exit_status status))
{
	on_fail = call;
}

void lib_fail(enum exit_status status, const char *format, ...)
{
	void (*call)(enum exit_status status) = on_fail;
	va_list args;

	va_start(args, format);
	message(format, args);
	va_end(args);
	/* The function may fail itself. */
	on_fail = NULL;
	if (call)
		call(status);
	exit(status);
}

void *lib_resize(void *p, size_t nr, size_t size)
{
	p = reallocarray(p, nr ? nr : 1, size);
	if (!p)
		lib_fail(STATUS_FAILURE, "out of memory");
	return p;
}

char *lib_strdup(const char *s)
{
	size_t size = strlen(s) + 1;

	return memcpy(lib_resize(NULL, size, 1), s, size);
}

static u64 clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

u64 lib_now_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

u64 lib_wall_ns(void)
{
	return clock_ns(CLOCK_REALTIME);
}

u64 lib_add(u64 a, u64 b)
{
	u64 sum;

	if (__builtin_add_overflow(a, b, &sum))
		lib_fail(STATUS_MALFORMED, "the counters add up to more than 64 bits hold");
	return sum;
}

void lib_check_written(FILE *f, const char *name)
{
	if (fflush(f) || ferror(f))
		lib_fail(STATUS_FAILURE, "cannot write %s: %s", name, strerror(errno));
}
