// SPDX-License-Identifier: GPL-2.0-only
/* vmalockstat hist [NAME]...: histograms of times. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "data/debugfs.h"
#include "data/derived.h"
#include "lib/util.h"
#include "print/json.h"
#include "print/table.h"
#include "vmalockstat/units.h"

/* "   from      below        count        % |" */
#define BEFORE_BAR	43
#define MIN_BAR		10

/* "hold" names hold.vma and all others that begin with "hold.". */
static bool is_named(const struct sample_time *time, const char *name)
{
	size_t length = strlen(name);

	return !strncmp(time->name, name, length) &&
	       (!time->name[length] || time->name[length] == '.');
}

static bool wanted(const struct sample_time *time, char *const *names)
{
	if (!*names)
		return vls_histogram_count(time->h);
	for (; *names; names++)
		if (is_named(time, *names))
			return true;
	return false;
}

static _Noreturn void unknown_name(const struct sample *s, const char *name)
{
	struct sample_time time;
	size_t size = 1, at = 0;
	char *list = lib_strdup("");

	while (sample_next_time(s, &at, &time)) {
		size += strlen(time.name) + 2;
		list = lib_resize(list, size, 1);
		strcat(list, *list ? ", " : "");
		strcat(list, time.name);
	}
	lib_fail(STATUS_USAGE, "unknown time '%s': expected one of %s", name, list);
}

static bool is_name_of_any(const struct sample *s, const char *name)
{
	struct sample_time time;
	size_t at = 0;

	while (*name && sample_next_time(s, &at, &time))
		if (is_named(&time, name))
			return true;
	return false;
}

static void check_names(const struct sample *s, char *const *names)
{
	for (; *names; names++)
		if (!is_name_of_any(s, *names))
			unknown_name(s, *names);
}

static void print_bucket(const struct sample_time *time, unsigned int bucket, u64 most,
			 unsigned int width)
{
	u64 n = time->h->bucket[bucket];
	char from[VLS_UNIT_SIZE], below[VLS_UNIT_SIZE], share[VLS_UNIT_SIZE];
	/* Rounded up, so that every bucket that is not empty has a bar. */
	unsigned int bar = ((__uint128_t)n * width + most - 1) / most;

	if (bucket < VLS_BUCKETS - 1)
		vls_duration(below, vls_bucket_upper(bucket), true);
	else
		snprintf(below, sizeof(below), "-");
	printf("%9s  %9s %12llu %7s |", vls_duration(from, vls_bucket_lower(bucket), true),
	       below, n, vls_percent(share, n, vls_histogram_count(time->h)));
	while (bar--)
		putchar('#');
	putchar('\n');
}

static void print_buckets(const struct sample_time *time, unsigned int width)
{
	unsigned int first = 0, last = VLS_BUCKETS - 1, i;
	u64 most = 0;

	while (!time->h->bucket[first])
		first++;
	while (!time->h->bucket[last])
		last--;
	for (i = first; i <= last; i++)
		if (time->h->bucket[i] > most)
			most = time->h->bucket[i];
	printf("%9s  %9s %12s %7s\n", "from", "below", "count", "%");
	for (i = first; i <= last; i++)
		print_bucket(time, i, most, width);
}

static void print_time(const struct sample_time *time, unsigned int width)
{
	char mean[VLS_UNIT_SIZE], p50[VLS_UNIT_SIZE], p90[VLS_UNIT_SIZE], p99[VLS_UNIT_SIZE],
	     max[VLS_UNIT_SIZE];

	printf("%s: count %llu", time->name, vls_histogram_count(time->h));
	if (!vls_histogram_count(time->h)) {
		putchar('\n');
		return;
	}
	printf(", mean %s, p50 %s, p90 %s, p99 %s, max %s\n",
	       vls_duration(mean, derived_mean(time->h), false),
	       vls_duration(p50, vls_histogram_percentile(time->h, 50), false),
	       vls_duration(p90, vls_histogram_percentile(time->h, 90), false),
	       vls_duration(p99, vls_histogram_percentile(time->h, 99), false),
	       vls_duration(max, time->h->max, false));
	print_buckets(time, width);
}

static void print_times(const struct sample *s, char *const *names)
{
	unsigned int width = table_width(80);
	struct sample_time time;
	bool printed = false;
	size_t at = 0;

	width = width > BEFORE_BAR + MIN_BAR ? width - BEFORE_BAR : MIN_BAR;
	while (sample_next_time(s, &at, &time)) {
		if (!wanted(&time, names))
			continue;
		if (printed)
			putchar('\n');
		print_time(&time, width);
		printed = true;
	}
	if (!s->snap.head.timing)
		puts("No times are taken (timing=0).");
	else if (!printed)
		puts("No times since the last reset.");
}

int command_hist(const struct options *o, int argc, char **argv)
{
	struct sample s;

	(void)argc;
	debugfs_sample(&s, NULL);
	/* Without timing there are no names to check against. */
	if (s.snap.head.timing)
		check_names(&s, argv);
	if (o->json) {
		json_begin(stdout, "hist");
		json_latency(stdout, &s, wanted, argv);
		json_end(stdout);
	} else {
		print_times(&s, argv);
	}
	sample_free(&s);
	return STATUS_SUCCESS;
}
