/* SPDX-License-Identifier: GPL-2.0-only */
/* A sample as metrics: the text that Prometheus reads. */
#ifndef METRICS_H
#define METRICS_H

#include <linux/types.h>
#include <stdio.h>

#include "sample.h"

/*
 * Without @strict the types of counters and of info are told in the words of
 * Prometheus' own text format, in which the textfile collector knows them again;
 * with it in those of OpenMetrics 1.0.
 */
void metrics_print(FILE *f, const struct sample *s, bool strict);
/* There is no sample, because of what exit status @status stands for. */
void metrics_print_down(FILE *f, int status, bool strict);

#endif /* METRICS_H */
