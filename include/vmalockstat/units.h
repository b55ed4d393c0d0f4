/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers with their units, for people: the same in the module and in the command. */
#ifndef VMALOCKSTAT_UNITS_H
#define VMALOCKSTAT_UNITS_H

#include <linux/types.h>

/* Size of a buffer for any of these texts, with its NUL. */
#define VLS_UNIT_SIZE	32

/**
 * vls_duration() - a time in the unit that suits it, with one decimal from 1 us on
 * @buf: of VLS_UNIT_SIZE bytes, filled in
 * @ns: nanoseconds, rounded down
 * @column: pad the unit to two characters, to align the numbers of a column
 *
 * Any context. Return: @buf.
 */
const char *vls_duration(char *buf, u64 ns, bool column);

/**
 * vls_permille() - a share in tenths of a percent, rounded half up
 * @n: the part
 * @of: the whole, not 0
 *
 * Any context. Return: the tenths; @n may exceed @of.
 */
u64 vls_permille(u64 n, u64 of);

/**
 * vls_percent() - a share as "12.3"
 * @buf: of VLS_UNIT_SIZE bytes, filled in
 * @n: the part
 * @of: the whole
 *
 * Any context. Return: @buf, or "-" where @of is 0.
 */
const char *vls_percent(char *buf, u64 n, u64 of);

#endif /* VMALOCKSTAT_UNITS_H */
