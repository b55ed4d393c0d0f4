/* SPDX-License-Identifier: GPL-2.0-only */
/* What people call the rows of a breakdown. */
#ifndef BREAKDOWN_NAMES_H
#define BREAKDOWN_NAMES_H

#include "breakdown.h"

/*
 * Before by_swap is read: the module learns of the devices when somebody reads
 * /proc/swaps.
 */
void names_swaps_read(void);

/* The comm, the path of the cgroup, the swap device; what is known, if it is not. */
const char *row_name(enum vls_breakdown_id id, const struct row *row);

#endif /* BREAKDOWN_NAMES_H */
