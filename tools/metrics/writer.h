/* SPDX-License-Identifier: GPL-2.0-only */
/* How the lines of metrics are written. */
#ifndef METRICS_WRITER_H
#define METRICS_WRITER_H

#include <linux/types.h>
#include <stdio.h>

#include "vmalockstat/histogram.h"

enum metrics_type { METRICS_COUNTER, METRICS_GAUGE, METRICS_HISTOGRAM };

#define METRICS_NAME_SIZE	96
#define METRICS_LABELS		3

/* A metric. Its name has the unit, but not what the names of its series end with. */
struct metrics_definition {
	char name[METRICS_NAME_SIZE];
	const char *help;
	enum metrics_type type;
	bool seconds;		/* the unit: values are given in nanoseconds */
};

struct metrics_label {
	const char *name;
	const char *value;	/* needs no escapes */
};

/* The labels of a series. */
struct metrics_labels {
	struct metrics_label label[METRICS_LABELS];
	unsigned int nr;
};

/**
 * metrics_info() - write the metric vmalockstat_info
 * @f: where it goes
 * @kernel: release of the kernel, or NULL where it is not known
 * @strict: as of metrics_print()
 */
void metrics_info(FILE *f, const char *kernel, bool strict);

/**
 * metrics_head() - write the lines HELP, TYPE and UNIT of a metric
 * @f: where they go
 * @metric: the metric
 * @strict: as of metrics_print(); without it a counter in seconds has no UNIT
 */
void metrics_head(FILE *f, const struct metrics_definition *metric, bool strict);

/**
 * metrics_value() - write a series of a counter or gauge
 * @f: where it goes
 * @metric: the metric
 * @labels: of the series
 * @n: the number, or nanoseconds
 */
void metrics_value(FILE *f, const struct metrics_definition *metric,
		   const struct metrics_labels *labels, u64 n);

/**
 * metrics_histogram() - write the series of a histogram
 * @f: where they go
 * @metric: the metric
 * @labels: of the series
 * @h: the histogram
 *
 * Every histogram has all its buckets, so that no series comes or goes.
 */
void metrics_histogram(FILE *f, const struct metrics_definition *metric,
		       const struct metrics_labels *labels, const struct vls_histogram *h);

#endif /* METRICS_WRITER_H */
