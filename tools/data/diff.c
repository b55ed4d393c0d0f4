// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happened between two samples. Every counter only grows, CPU by CPU, until
 * somebody resets all of them: one that went down tells of a reset. On a busy
 * machine they may all have grown past where they were; then the time since the
 * last reset tells.
 */
#include <string.h>

#include "sample.h"
#include "util.h"

/* The time is printed in milliseconds, and rounded down. */
#define RESET_SLACK_NS	(10 * NSEC_PER_MSEC)

static bool time_went_down(const struct vls_histogram *before,
			   const struct vls_histogram *after)
{
	unsigned int i;

	for (i = 0; i < VLS_BUCKETS; i++)
		if (after->bucket[i] < before->bucket[i])
			return true;
	return after->sum < before->sum || after->max < before->max;
}

bool since_reset_is_newer(const struct since_reset *before,
			  const struct since_reset *after)
{
	u64 grown;

	/* One that stands still is a copy of the file. */
	if (!before->known || !after->known || after->ms == before->ms)
		return false;
	if (after->ms < before->ms)
		return true;
	if (after->from_ns < before->to_ns || after->ms > ~0ULL / NSEC_PER_MSEC)
		return false;
	grown = (after->ms - before->ms) * NSEC_PER_MSEC;
	return grown + RESET_SLACK_NS < after->from_ns - before->to_ns;
}

bool sample_was_reset(const struct sample *before, const struct sample *after)
{
	size_t i;

	for (i = 0; i < before->nr_counters; i++) {
		const struct counter *old = &before->counters[i];
		struct value new = sample_counter(after, "%s", old->name);

		if (new.known && new.n < old->n && !counter_is_gauge(old->name))
			return true;
	}
	for (i = 0; i < before->nr_times; i++) {
		const struct timed *new = sample_time(after, before->times[i].name);

		if (new && time_went_down(&before->times[i].h, &new->h))
			return true;
	}
	return since_reset_is_newer(&before->since_reset, &after->since_reset);
}

/* The longest of the difference: known if it is a new record, else a bound. */
static void diff_max(struct timed *diff, const struct timed *before,
		     const struct timed *after)
{
	u64 top = 0;
	unsigned int i;

	for (i = 0; i < VLS_BUCKETS; i++)
		if (diff->h.bucket[i])
			top = vls_bucket_upper(i) - 1;
	diff->max_exact = !top || (after->max_exact && after->h.max > before->h.max);
	diff->h.max = after->h.max < top ? after->h.max : top;
}

static void diff_time(struct timed *diff, const struct timed *before,
		      const struct timed *after)
{
	unsigned int i;

	for (i = 0; i < VLS_BUCKETS; i++)
		diff->h.bucket[i] = after->h.bucket[i] - before->h.bucket[i];
	diff->h.sum = after->h.sum - before->h.sum;
	diff_max(diff, before, after);
}

void sample_diff(struct sample *diff, const struct sample *before,
		 const struct sample *after)
{
	size_t i;

	memset(diff, 0, sizeof(*diff));
	diff->ns = after->ns - before->ns;
	diff->timing = before->timing && after->timing;
	for (i = 0; i < after->nr_counters; i++) {
		const struct counter *new = &after->counters[i];
		struct value old = sample_counter(before, "%s", new->name);
		bool gauge = counter_is_gauge(new->name);

		if (old.known)
			sample_add_counter(diff, new->name)->n =
				gauge ? new->n : new->n - old.n;
	}
	for (i = 0; i < after->nr_times && diff->timing; i++) {
		const struct timed *new = &after->times[i];
		const struct timed *old = sample_time(before, new->name);

		if (old)
			diff_time(sample_add_time(diff, new->name), old, new);
	}
}

static void accumulate_time(struct timed *sum, const struct timed *diff)
{
	unsigned int i;

	for (i = 0; i < VLS_BUCKETS; i++)
		sum->h.bucket[i] = add(sum->h.bucket[i], diff->h.bucket[i]);
	sum->h.sum = add(sum->h.sum, diff->h.sum);
	if (diff->h.max > sum->h.max) {
		sum->h.max = diff->h.max;
		sum->max_exact = diff->max_exact;
	} else if (diff->h.max == sum->h.max) {
		sum->max_exact |= diff->max_exact;
	}
}

void sample_accumulate(struct sample *sum, const struct sample *diff)
{
	struct sample old = *sum;
	size_t i;

	memset(sum, 0, sizeof(*sum));
	sum->ns = old.ns + diff->ns;
	sum->timing = old.timing && diff->timing;
	for (i = 0; i < diff->nr_counters; i++) {
		const struct counter *new = &diff->counters[i];
		struct value before = sample_counter(&old, "%s", new->name);
		bool gauge = counter_is_gauge(new->name);

		if (before.known)
			sample_add_counter(sum, new->name)->n =
				gauge ? new->n : add(before.n, new->n);
	}
	for (i = 0; i < diff->nr_times && sum->timing; i++) {
		const struct timed *before = sample_time(&old, diff->times[i].name);
		struct timed *time;

		if (!before)
			continue;
		time = sample_add_time(sum, before->name);
		time->h = before->h;
		time->max_exact = before->max_exact;
		accumulate_time(time, &diff->times[i]);
	}
	sample_free(&old);
}
