/* SPDX-License-Identifier: GPL-2.0-only */
/* A sample as metrics: the text that Prometheus reads. */
#ifndef METRICS_METRICS_H
#define METRICS_METRICS_H

#include <stdio.h>

#include "data/sample.h"
#include "lib/exit_status.h"

/**
 * metrics_print() - print a sample as metrics
 * @f: where they go
 * @s: the sample
 * @strict: OpenMetrics 1.0 to the letter; otherwise TYPE and HELP of counters and of info
 *	are those of Prometheus' text format, which the textfile collector understands
 */
void metrics_print(FILE *f, const struct sample *s, bool strict);

/**
 * metrics_print_down() - print that there is no sample
 * @f: where it goes
 * @status: the exit status, which says why
 * @strict: as of metrics_print()
 */
void metrics_print_down(FILE *f, enum exit_status status, bool strict);

#endif /* METRICS_METRICS_H */
