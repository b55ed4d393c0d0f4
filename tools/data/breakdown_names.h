/* SPDX-License-Identifier: GPL-2.0-only */
/* Names for people of the rows of a breakdown. */
#ifndef DATA_BREAKDOWN_NAMES_H
#define DATA_BREAKDOWN_NAMES_H

#include "data/breakdown.h"

/**
 * breakdown_names_read_swaps() - read /proc/swaps
 *
 * To be called before by_swap is read: the module learns of the swap devices when
 * somebody reads /proc/swaps.
 */
void breakdown_names_read_swaps(void);

/**
 * breakdown_name() - the comm, the path of the cgroup, the swap device
 * @id: the breakdown that the row is of
 * @row: the row
 *
 * Return: the name, or as much as is known; stays valid as long as the row.
 */
const char *breakdown_name(enum vls_breakdown_id id, const struct breakdown_row *row);

#endif /* DATA_BREAKDOWN_NAMES_H */
