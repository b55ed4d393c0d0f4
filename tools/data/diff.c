// SPDX-License-Identifier: GPL-2.0-only
/* What was counted between two samples, and in several intervals together. */
#include "data/header.h"
#include "data/names.h"
#include "data/sample.h"
#include "lib/util.h"

bool sample_was_reset(const struct sample *before, const struct sample *after)
{
	return !header_same_reset(&before->snap.head, &after->snap.head);
}

/* Only a reset sets counters to 0, and that shows in the header. */
static u64 grown(const char *name, const char *what, u64 before, u64 after)
{
	if (after < before)
		lib_fail(STATUS_MALFORMED, "%s%s went from %llu to %llu without a reset: expected it to grow",
			 name, what, before, after);
	return after - before;
}

/* The max of a difference: known if it is a new record, else only bounded. */
static bool diff_max(struct vls_histogram *diff, const struct vls_histogram *before,
		     const struct vls_histogram *after, bool after_exact)
{
	u64 top = 0;
	unsigned int i;

	for (i = 0; i < VLS_BUCKETS; i++)
		if (diff->bucket[i])
			top = vls_bucket_upper(i) - 1;
	diff->max = after->max < top ? after->max : top;
	return !top || (after_exact && after->max > before->max);
}

/* Return: is diff->max exact? */
static bool diff_time(const char *name, struct vls_histogram *diff,
		      const struct vls_histogram *before,
		      const struct vls_histogram *after, bool after_exact)
{
	unsigned int i;

	for (i = 0; i < VLS_BUCKETS; i++)
		diff->bucket[i] = grown(name, ": a bucket", before->bucket[i],
					after->bucket[i]);
	diff->sum = grown(name, ".sum", before->sum, after->sum);
	return diff_max(diff, before, after, after_exact);
}

static void diff_new(struct sample *diff, const struct sample *before,
		     const struct sample *after)
{
	size_t i;

	for (i = 0; i < after->nr_new_counters; i++) {
		const struct sample_new_counter *new = &after->new_counters[i];
		const struct sample_new_counter *old = sample_find_counter(before, new->name);

		/* It may be a gauge: then the difference has no meaning. */
		if (old)
			sample_add_counter(diff, new->name)->n =
				new->n < old->n ? 0 : new->n - old->n;
	}
	for (i = 0; i < after->nr_new_times && diff->snap.head.timing; i++) {
		const struct sample_new_time *new = &after->new_times[i];
		const struct sample_new_time *old = sample_find_time(before, new->name);
		struct sample_new_time *time;

		if (!old)
			continue;
		time = sample_add_time(diff, new->name);
		time->max_exact = diff_time(new->name, &time->h, &old->h, &new->h,
					    new->max_exact);
	}
}

static bool is_gauge(unsigned int cell)
{
	return names_counter(cell)->entry->kind == VLS_GAUGE;
}

/* What was not there at both ends, as hold_ns.* while no times are taken, is 0. */
static u64 diff_cell(const struct sample *diff, const struct sample *before,
		     const struct sample *after, unsigned int cell)
{
	const struct name *name = names_counter(cell);

	if (!vls_available(&diff->snap.head, name->needs))
		return 0;
	if (is_gauge(cell))
		return sample_cells(after)[cell];
	return grown(name->text, "", sample_cells(before)[cell], sample_cells(after)[cell]);
}

void sample_diff(struct sample *diff, const struct sample *before,
		 const struct sample *after)
{
	u64 *cells = (u64 *)&diff->snap.cells;
	struct vls_histogram *times = (struct vls_histogram *)&diff->snap.times;
	unsigned int i;

	sample_init(diff);
	diff->snap.head = after->snap.head;
	header_merge(&diff->snap.head, &before->snap.head);
	diff->ns = grown("taken_ns", "", before->ns, after->ns);
	for (i = 0; i < VLS_CELL_NR; i++)
		cells[i] = diff_cell(diff, before, after, i);
	for (i = 0; i < VLS_TIME_NR && diff->snap.head.timing; i++)
		diff->max_exact[i] = diff_time(names_time(i)->text, &times[i],
					       &sample_times(before)[i],
					       &sample_times(after)[i],
					       after->max_exact[i]);
	diff_new(diff, before, after);
}

/* Return: is sum->max exact? */
static bool add_time(struct vls_histogram *sum, bool sum_exact,
		     const struct vls_histogram *diff, bool diff_exact)
{
	unsigned int i;

	for (i = 0; i < VLS_BUCKETS; i++)
		sum->bucket[i] = lib_add(sum->bucket[i], diff->bucket[i]);
	sum->sum = lib_add(sum->sum, diff->sum);
	if (diff->max == sum->max)
		return sum_exact || diff_exact;
	if (diff->max < sum->max)
		return sum_exact;
	sum->max = diff->max;
	return diff_exact;
}

/* Those of both, as the ones that are in the table. */
static void add_new(struct sample *sum, struct sample *old, const struct sample *diff)
{
	size_t i;

	for (i = 0; i < diff->nr_new_counters; i++) {
		const struct sample_new_counter *new = &diff->new_counters[i];
		const struct sample_new_counter *before = sample_find_counter(old, new->name);

		if (before)
			sample_add_counter(sum, new->name)->n = lib_add(before->n, new->n);
	}
	for (i = 0; i < diff->nr_new_times; i++) {
		const struct sample_new_time *new = &diff->new_times[i];
		const struct sample_new_time *before = sample_find_time(old, new->name);
		struct sample_new_time *time;

		if (!before)
			continue;
		time = sample_add_time(sum, new->name);
		time->h = before->h;
		time->max_exact = add_time(&time->h, before->max_exact, &new->h,
					   new->max_exact);
	}
}

void sample_accumulate(struct sample *sum, const struct sample *diff)
{
	struct sample old = *sum;
	u64 *cells = (u64 *)&sum->snap.cells;
	struct vls_histogram *times = (struct vls_histogram *)&sum->snap.times;
	unsigned int i;

	sum->new_counters = NULL;
	sum->nr_new_counters = 0;
	sum->new_times = NULL;
	sum->nr_new_times = 0;
	sum->ns = old.ns + diff->ns;
	sum->snap.head = diff->snap.head;
	header_merge(&sum->snap.head, &old.snap.head);
	for (i = 0; i < VLS_CELL_NR; i++)
		cells[i] = is_gauge(i) ? sample_cells(diff)[i] :
			   lib_add(cells[i], sample_cells(diff)[i]);
	for (i = 0; i < VLS_TIME_NR; i++)
		sum->max_exact[i] = add_time(&times[i], sum->max_exact[i],
					     &sample_times(diff)[i], diff->max_exact[i]);
	add_new(sum, &old, diff);
	sample_free(&old);
}
