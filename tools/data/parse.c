// SPDX-License-Identifier: GPL-2.0-only
/* The files counters and latency, and the first line of summary. */
#include <stdio.h>
#include <string.h>

#include "parse.h"
#include "util.h"

void parse_counters(struct sample *s, struct text *t)
{
	char *line, *words[2];

	parse_format(t);
	while ((line = text_line(t))) {
		if (parse_words(line, words, 2) != 2)
			text_fail(t, "not a name and a number");
		parse_name(t, words[0]);
		if (sample_counter(s, "%s", words[0]).known)
			text_fail(t, "a name that was there before");
		sample_add_counter(s, words[0])->n = parse_number(t, words[1]);
	}
}

static void parse_bucket(struct timed *time, struct text *t, char **words)
{
	u64 lower = parse_number(t, words[1]);
	u64 upper = parse_number(t, words[2]);
	u64 n = parse_number(t, words[3]);
	unsigned int bucket = vls_bucket(lower);

	if (vls_bucket_lower(bucket) != lower || vls_bucket_upper(bucket) != upper)
		text_fail(t, "not the bounds of a bucket");
	if (time->h.bucket[bucket])
		text_fail(t, "a bucket that was there before");
	time->h.bucket[bucket] = n;
}

/* What is to come for the time that is being read. */
enum { WANT_COUNT, WANT_SUM, WANT_MAX, WANT_NOTHING };

/* The line NAME.count comes first after the buckets, and checks them. */
static void check_count(const struct timed *time, struct text *t, u64 n)
{
	u64 count = 0;
	unsigned int i;

	for (i = 0; i < VLS_BUCKETS; i++)
		count = add(count, time->h.bucket[i]);
	if (count != n)
		text_fail(t, "the buckets are not as many as the count");
}

static struct timed *time_named(struct sample *s, struct text *t, int *want,
				const char *name)
{
	struct timed *last = s->nr_times ? &s->times[s->nr_times - 1] : NULL;

	if (*want != WANT_NOTHING) {
		if (strcmp(last->name, name))
			text_fail(t, "the time before it is not complete");
		return last;
	}
	parse_name(t, name);
	if (sample_time(s, name))
		text_fail(t, "a name that was there before");
	*want = WANT_COUNT;
	return sample_add_time(s, name);
}

static void parse_total(struct sample *s, struct text *t, int *want, char **words)
{
	static const char *const totals[] = { "count", "sum", "max" };
	char *last = strrchr(words[0], '.');
	struct timed *time;
	u64 n;

	if (!last)
		text_fail(t, "not a time");
	*last++ = '\0';
	time = time_named(s, t, want, words[0]);
	n = parse_number(t, words[1]);
	if (strcmp(last, totals[*want]))
		text_fail(t, "not the count, the sum or the max of the time before it");
	if (*want == WANT_COUNT)
		check_count(time, t, n);
	else if (*want == WANT_SUM)
		time->h.sum = n;
	else
		time->h.max = n;
	++*want;
}

void parse_latency(struct sample *s, struct text *t)
{
	int want = WANT_NOTHING;
	char *line, *words[4];

	parse_format(t);
	line = text_line(t);
	if (!line)
		fail(EXIT_MALFORMED, "%s: truncated", t->origin);
	s->timing = !strcmp(line, "timing on");
	if (!s->timing && strcmp(line, "timing off"))
		text_fail(t, "not \"timing on\" or \"timing off\"");
	while ((line = text_line(t))) {
		switch (parse_words(line, words, 4)) {
		case 2:
			parse_total(s, t, &want, words);
			break;
		case 4:
			if (want != WANT_NOTHING && want != WANT_COUNT)
				text_fail(t, "the time before it is not complete");
			parse_bucket(time_named(s, t, &want, words[0]), t, words);
			break;
		default:
			text_fail(t, "neither a bucket nor a name and a number");
		}
	}
	if (want != WANT_NOTHING)
		fail(EXIT_MALFORMED, "%s: truncated", t->origin);
}

/*
 * Both files end at a line, so one that was cut between lines is told by what
 * the last lines depend on: the hook that has counted also times.
 */
void parse_check(const struct sample *s, const char *origin)
{
	static const struct {
		const char *counter;
		const char *time;
	} both[] = {
		{ "missed.do_swap_page", "migration_wait.mmap_nouser" },
		{ "fallback.swap_retry", "retry_cost" },
		{ "whatif.retry_vma.avoided", "whatif.retry_vma.saved" },
	};
	u64 faults = 0;
	size_t i;

	/* Whoever adds them up later has no overflow in the middle of a line. */
	for (i = 0; i < s->nr_counters; i++)
		if (!strncmp(s->counters[i].name, "fault.", strlen("fault.")))
			faults = add(faults, s->counters[i].n);
	if (!sample_counter(s, "untracked").known)
		fail(EXIT_MALFORMED, "%s: counters: truncated: \"untracked\" is missing", origin);
	for (i = 0; i < NR(both) && s->timing; i++)
		if (sample_counter(s, "%s", both[i].counter).known &&
		    !sample_time(s, both[i].time))
			fail(EXIT_MALFORMED, "%s: latency: truncated: \"%s\" is missing",
			     origin, both[i].time);
}

void parse_since_reset(struct since_reset *since, const char *summary)
{
	const char *comma = strchr(summary, ',');
	unsigned long long s;
	unsigned int ms;

	since->known = comma && sscanf(comma, ", %llu.%3u s since the last reset", &s, &ms) == 2;
	if (since->known)
		since->ms = s * 1000 + ms;
}
