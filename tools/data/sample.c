// SPDX-License-Identifier: GPL-2.0-only
/* A sample as a container: names and what belongs to them. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sample.h"
#include "util.h"

void sample_free(struct sample *s)
{
	size_t i;

	for (i = 0; i < s->nr_counters; i++)
		free(s->counters[i].name);
	for (i = 0; i < s->nr_times; i++)
		free(s->times[i].name);
	free(s->counters);
	free(s->times);
	memset(s, 0, sizeof(*s));
}

struct counter *sample_add_counter(struct sample *s, const char *name)
{
	struct counter *counter;

	s->counters = resize(s->counters, s->nr_counters + 1, sizeof(*counter));
	counter = &s->counters[s->nr_counters++];
	counter->name = copy_string(name);
	counter->n = 0;
	return counter;
}

struct timed *sample_add_time(struct sample *s, const char *name)
{
	struct timed *time;

	s->times = resize(s->times, s->nr_times + 1, sizeof(*time));
	time = &s->times[s->nr_times++];
	memset(time, 0, sizeof(*time));
	time->name = copy_string(name);
	time->max_exact = true;
	return time;
}

struct value sample_counter(const struct sample *s, const char *format, ...)
{
	struct value value = { .known = false };
	char name[128];
	va_list args;
	size_t i;

	va_start(args, format);
	vsnprintf(name, sizeof(name), format, args);
	va_end(args);
	for (i = 0; i < s->nr_counters && !value.known; i++) {
		value.known = !strcmp(s->counters[i].name, name);
		value.n = s->counters[i].n;
	}
	if (!value.known)
		value.n = 0;
	return value;
}

struct timed *sample_time(const struct sample *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->nr_times; i++)
		if (!strcmp(s->times[i].name, name))
			return &s->times[i];
	return NULL;
}

bool counter_is_gauge(const char *name)
{
	return !strcmp(name, "in_flight") || !strcmp(name, "retry_pending");
}
