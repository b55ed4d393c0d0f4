/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TOTALS_H
#define TOTALS_H

#include <stdio.h>

#include "sample.h"

/* What happened, for people, in the manner of the module's summary. */
void totals_print(FILE *f, const struct sample *s);

#endif /* TOTALS_H */
