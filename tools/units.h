/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers with their units, for people, as the module's summary has them. */
#ifndef UNITS_H
#define UNITS_H

#include <linux/types.h>

/* Room for any of them. */
#define UNIT_SIZE	32

/* "12.3 us": in the unit that suits it, the unit padded if it is for a column. */
const char *duration(char *buf, u64 ns, bool column);
/* Tenths of a percent, rounded half up; @of is not 0. */
u64 permille(u64 n, u64 of);
/* "12.3", or "-" if there is nothing that it could be a share of. */
const char *percent(char *buf, u64 n, u64 of);

#endif /* UNITS_H */
