// SPDX-License-Identifier: GPL-2.0-only
#include "lib/util.h"
#include "metrics/writer.h"
#include "vmalockstat/limits.h"

/* The bounds of buckets are powers of two of nanoseconds: 1.024 us to 17.2 s. */
#define FIRST_BOUND	10
#define LAST_BOUND	34

static const char *suffix(const struct metrics_definition *metric)
{
	return metric->type == METRICS_COUNTER ? "_total" : "";
}

void metrics_info(FILE *f, const char *kernel, bool strict)
{
	const char *end = strict ? "" : "_info";

	fprintf(f, "# HELP " VLS_NAME "%s The command, the format of the files, and the kernel.\n",
		end);
	fprintf(f, "# TYPE " VLS_NAME "%s %s\n", end, strict ? "info" : "gauge");
	fprintf(f, VLS_NAME "_info{version=\"%s\",format=\"%d\"", VLS_VERSION, VLS_FORMAT);
	if (kernel)
		fprintf(f, ",kernel=\"%s\"", kernel);
	fputs("} 1\n", f);
}

void metrics_head(FILE *f, const struct metrics_definition *metric, bool strict)
{
	static const char *const types[] = {
		[METRICS_COUNTER] = "counter",
		[METRICS_GAUGE] = "gauge",
		[METRICS_HISTOGRAM] = "histogram",
	};
	/* The textfile collector wants the name of the series. */
	const char *end = strict ? "" : suffix(metric);

	fprintf(f, "# HELP %s%s %s\n", metric->name, end, metric->help);
	fprintf(f, "# TYPE %s%s %s\n", metric->name, end, types[metric->type]);
	/* OpenMetrics has the unit at the end of the name, where it reads _total here. */
	if (metric->seconds && !*end)
		fprintf(f, "# UNIT %s seconds\n", metric->name);
}

/* A line up to its number; @le is the bound of a bucket, or NULL. */
static void series(FILE *f, const struct metrics_definition *metric, const char *end,
		   const struct metrics_labels *labels, const char *le)
{
	const char *before = "{";
	unsigned int i;

	fprintf(f, "%s%s", metric->name, end);
	for (i = 0; i < labels->nr; i++, before = ",")
		fprintf(f, "%s%s=\"%s\"", before, labels->label[i].name,
			labels->label[i].value);
	if (le) {
		fprintf(f, "%sle=\"%s\"", before, le);
		before = ",";
	}
	fputs(*before == ',' ? "} " : " ", f);
}

static void seconds(FILE *f, u64 ns)
{
	fprintf(f, "%llu.%09llu\n", ns / NSEC_PER_SEC, ns % NSEC_PER_SEC);
}

void metrics_value(FILE *f, const struct metrics_definition *metric,
		   const struct metrics_labels *labels, u64 n)
{
	series(f, metric, suffix(metric), labels, NULL);
	if (metric->seconds)
		seconds(f, n);
	else
		fprintf(f, "%llu\n", n);
}

void metrics_histogram(FILE *f, const struct metrics_definition *metric,
		       const struct metrics_labels *labels, const struct vls_histogram *h)
{
	unsigned int bucket, bound;
	u64 count = 0;
	char le[32];

	/*
	 * A bucket is below its upper bound, a metric's is up to and with it. That is the
	 * same for the bound - 1 nanoseconds that are the longest in the bucket.
	 */
	for (bucket = 0, bound = FIRST_BOUND; bound <= LAST_BOUND; bound++) {
		for (; bucket <= bound; bucket++)
			count += h->bucket[bucket];
		snprintf(le, sizeof(le), "%.12g",
			 (double)vls_bucket_upper(bound) / NSEC_PER_SEC);
		series(f, metric, "_bucket", labels, le);
		fprintf(f, "%llu\n", count);
	}
	series(f, metric, "_bucket", labels, "+Inf");
	fprintf(f, "%llu\n", vls_histogram_count(h));
	series(f, metric, "_sum", labels, NULL);
	seconds(f, h->sum);
	series(f, metric, "_count", labels, NULL);
	fprintf(f, "%llu\n", vls_histogram_count(h));
}
