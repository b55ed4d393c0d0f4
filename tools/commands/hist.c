// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalockstat hist [NAME]...: the times, as histograms.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "facts.h"
#include "json.h"
#include "source.h"
#include "table.h"
#include "units.h"
#include "util.h"

/* "   from      below        count        % |" is what stands before the bar. */
#define BEFORE_BAR	43
#define MIN_BAR		10

/* A name, or what it has before a dot: "hold" is all of hold.*. */
static bool is_named(const struct timed *time, const char *name)
{
	size_t length = strlen(name);

	return !strncmp(time->name, name, length) &&
	       (!time->name[length] || time->name[length] == '.');
}

static bool wanted(const struct timed *time, char *const *names)
{
	if (!*names)
		return time_count(time);
	for (; *names; names++)
		if (is_named(time, *names))
			return true;
	return false;
}

static _Noreturn void unknown_name(const struct sample *s, const char *name)
{
	size_t size = 1, i;
	char *list;

	for (i = 0; i < s->nr_times; i++)
		size += strlen(s->times[i].name) + 2;
	list = resize(NULL, size, 1);
	*list = '\0';
	for (i = 0; i < s->nr_times; i++) {
		strcat(list, i ? ", " : "");
		strcat(list, s->times[i].name);
	}
	fail(EXIT_USAGE, "no time \"%s\"; there are: %s", name, list);
}

static void check_names(const struct sample *s, char *const *names)
{
	size_t i;

	for (; *names; names++) {
		for (i = 0; i < s->nr_times; i++)
			if (**names && is_named(&s->times[i], *names))
				break;
		if (i == s->nr_times)
			unknown_name(s, *names);
	}
}

static void print_bucket(const struct timed *time, unsigned int bucket, u64 most,
			 unsigned int width)
{
	u64 n = time->h.bucket[bucket];
	char from[UNIT_SIZE], below[UNIT_SIZE], share[UNIT_SIZE];
	/* Rounded up: what is there can be seen. */
	unsigned int bar = ((__uint128_t)n * width + most - 1) / most;

	if (bucket < VLS_BUCKETS - 1)
		duration(below, vls_bucket_upper(bucket), true);
	else
		snprintf(below, sizeof(below), "-");
	printf("%9s  %9s %12llu %7s |", duration(from, vls_bucket_lower(bucket), true),
	       below, n, percent(share, n, time_count(time)));
	while (bar--)
		putchar('#');
	putchar('\n');
}

static void print_buckets(const struct timed *time, unsigned int width)
{
	unsigned int first = 0, last = VLS_BUCKETS - 1, i;
	u64 most = 0;

	while (!time->h.bucket[first])
		first++;
	while (!time->h.bucket[last])
		last--;
	for (i = first; i <= last; i++)
		if (time->h.bucket[i] > most)
			most = time->h.bucket[i];
	printf("%9s  %9s %12s %7s\n", "from", "below", "number", "%");
	for (i = first; i <= last; i++)
		print_bucket(time, i, most, width);
}

static void print_time(const struct timed *time, unsigned int width)
{
	char mean[UNIT_SIZE], half[UNIT_SIZE], ninety[UNIT_SIZE], most[UNIT_SIZE],
	     all[UNIT_SIZE];

	printf("%s: number %llu", time->name, time_count(time));
	if (!time_count(time)) {
		putchar('\n');
		return;
	}
	printf(", mean %s, 50 %% %s, 90 %% %s, 99 %% %s, max %s\n",
	       duration(mean, time_mean(time), false),
	       duration(half, vls_histogram_percentile(&time->h, 50), false),
	       duration(ninety, vls_histogram_percentile(&time->h, 90), false),
	       duration(most, vls_histogram_percentile(&time->h, 99), false),
	       duration(all, time->h.max, false));
	print_buckets(time, width);
}

static void print_times(const struct sample *s, char *const *names)
{
	unsigned int width = terminal_width(80);
	bool printed = false;
	size_t i;

	width = width > BEFORE_BAR + MIN_BAR ? width - BEFORE_BAR : MIN_BAR;
	for (i = 0; i < s->nr_times; i++) {
		if (!wanted(&s->times[i], names))
			continue;
		if (printed)
			putchar('\n');
		print_time(&s->times[i], width);
		printed = true;
	}
	if (!s->timing)
		puts("times: switched off (timing=0)");
	else if (!printed)
		puts("no times since the last reset");
}

int command_hist(const struct options *o, int argc, char **argv)
{
	struct sample s;

	(void)argc;
	source_sample(&s, NULL);
	/* Without timing there are no names to hold it against. */
	if (s.timing)
		check_names(&s, argv);
	if (o->json) {
		json_begin(stdout, "hist");
		json_latency(stdout, &s, wanted, argv);
		json_end(stdout);
	} else {
		print_times(&s, argv);
	}
	sample_free(&s);
	return EXIT_SUCCESS;
}
