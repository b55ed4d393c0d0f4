/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Histograms of nanoseconds in powers of two. Pure functions: the unit tests
 * run them on the host.
 */
#ifndef VMALOCKSTAT_HISTOGRAM_H
#define VMALOCKSTAT_HISTOGRAM_H

#include <linux/bitops.h>
#include <linux/types.h>

/*
 * Bucket 0 is for 0, bucket n for 2^(n-1) to 2^n - 1. The last one, from 73
 * minutes on, is open.
 */
#define VLS_BUCKETS	44

struct vls_histogram {
	u64 bucket[VLS_BUCKETS];
	u64 sum;
	u64 max;
};

/**
 * vls_bucket() - the bucket of a time
 * @ns: nanoseconds
 *
 * Any context. Return: its index, below VLS_BUCKETS.
 */
static __always_inline unsigned int vls_bucket(u64 ns)
{
	unsigned int n = fls64(ns);

	return n < VLS_BUCKETS ? n : VLS_BUCKETS - 1;
}

/**
 * vls_bucket_lower() - the lower bound of a bucket
 * @n: its index, below VLS_BUCKETS
 *
 * Any context. Return: nanoseconds, the lowest value that is in it.
 */
static inline u64 vls_bucket_lower(unsigned int n)
{
	return n ? 1ULL << (n - 1) : 0;
}

/**
 * vls_bucket_upper() - the upper bound of a bucket
 * @n: its index, below VLS_BUCKETS
 *
 * Any context. Return: nanoseconds, the lowest value that is above it.
 */
static inline u64 vls_bucket_upper(unsigned int n)
{
	return n < VLS_BUCKETS - 1 ? 1ULL << n : ~0ULL;
}

/**
 * vls_histogram_add() - add one time
 * @h: the histogram, which nobody else may be writing
 * @ns: nanoseconds
 *
 * Any context.
 */
static __always_inline void vls_histogram_add(struct vls_histogram *h, u64 ns)
{
	h->bucket[vls_bucket(ns)]++;
	h->sum += ns;
	if (ns > h->max)
		h->max = ns;
}

/**
 * vls_elapsed() - the time between two readings of a clock
 * @from: the earlier one, in nanoseconds
 * @to: the later one
 *
 * Any context. Return: nanoseconds, 0 if the clock stepped back, as it may by a little
 * between two CPUs.
 */
static __always_inline u64 vls_elapsed(u64 from, u64 to)
{
	return to > from ? to - from : 0;
}

/**
 * vls_histogram_count() - how many times have been added
 * @h: the histogram
 *
 * Any context. Return: their number.
 */
static inline u64 vls_histogram_count(const struct vls_histogram *h)
{
	u64 count = 0;
	unsigned int n;

	for (n = 0; n < VLS_BUCKETS; n++)
		count += h->bucket[n];
	return count;
}

/**
 * vls_histogram_percentile() - an upper bound of a percentile
 * @h: the histogram
 * @percent: which percentile, up to 100
 *
 * Any context. Return: nanoseconds: the highest value of the bucket that the percentile is
 * in, or the maximum if that is lower; 0 for an empty histogram.
 */
static inline u64 vls_histogram_percentile(const struct vls_histogram *h,
					   unsigned int percent)
{
	u64 count = vls_histogram_count(h);
	/* Rounded up, without overflow. */
	u64 rank = count / 100 * percent + (count % 100 * percent + 99) / 100;
	u64 seen = 0;
	unsigned int n;

	if (!count)
		return 0;
	for (n = 0; n < VLS_BUCKETS; n++) {
		seen += h->bucket[n];
		if (seen >= rank)
			break;
	}
	return vls_bucket_upper(n) - 1 < h->max ? vls_bucket_upper(n) - 1 : h->max;
}

#endif /* VMALOCKSTAT_HISTOGRAM_H */
