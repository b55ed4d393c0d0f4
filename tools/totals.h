/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TOTALS_H
#define TOTALS_H

#include <stdio.h>

#include "sample.h"

/* What happened, for people, in the manner of the module's summary. */
void totals_print(FILE *f, const struct sample *s);

/*
 * Only if there were any: faults by the kind of their entry, when it was not swap
 * entries alone, and those of all kinds (all_faults=1).
 */
void totals_print_kinds(FILE *f, const struct sample *s);
void totals_print_all_faults(FILE *f, const struct sample *s);

/* Lines with a label and a number, a dash if it is not known; and with its share. */
void totals_line(FILE *f, const char *label, struct value n);
void totals_share(FILE *f, const char *label, struct value n, u64 of);

#endif /* TOTALS_H */
