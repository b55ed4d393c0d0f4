/* SPDX-License-Identifier: GPL-2.0-only */
/* The order of the rows of a breakdown. */
#ifndef DATA_BREAKDOWN_ROWS_H
#define DATA_BREAKDOWN_ROWS_H

#include "data/breakdown.h"

/**
 * breakdown_sort() - sort rows by key
 * @b: the breakdown
 *
 * A tgid that was used again has two rows that cannot be told apart: they become one.
 */
void breakdown_sort(struct breakdown *b);

#endif /* DATA_BREAKDOWN_ROWS_H */
