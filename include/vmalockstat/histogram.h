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

static __always_inline unsigned int vls_bucket(u64 ns)
{
	unsigned int n = fls64(ns);

	return n < VLS_BUCKETS ? n : VLS_BUCKETS - 1;
}

/* The least value of the bucket. */
static inline u64 vls_bucket_lower(unsigned int n)
{
	return n ? 1ULL << (n - 1) : 0;
}

/* The first value above the bucket. */
static inline u64 vls_bucket_upper(unsigned int n)
{
	return n < VLS_BUCKETS - 1 ? 1ULL << n : ~0ULL;
}

static __always_inline void vls_histogram_add(struct vls_histogram *h, u64 ns)
{
	h->bucket[vls_bucket(ns)]++;
	h->sum += ns;
	if (ns > h->max)
		h->max = ns;
}

/* A clock that is read on two CPUs may step back by a little. */
static __always_inline u64 vls_elapsed(u64 from, u64 to)
{
	return to > from ? to - from : 0;
}

static inline u64 vls_histogram_count(const struct vls_histogram *h)
{
	u64 count = 0;
	unsigned int n;

	for (n = 0; n < VLS_BUCKETS; n++)
		count += h->bucket[n];
	return count;
}

/*
 * A time that @percent of all do not exceed: the top of the bucket in which
 * that one lies, or the longest of all if that is less. 0 without any.
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
