// SPDX-License-Identifier: GPL-2.0-only
/* Numbers with their units, for people. Compiled into the module and into the command. */
#ifdef __KERNEL__
#include <linux/kernel.h>
#else
#include <stdio.h>
#endif

#include "vmalockstat/units.h"

const char *vls_duration(char *buf, u64 ns, bool column)
{
	static const char *const units[] = { "us", "ms", "s" };
	u64 tenths = ns / 100;
	unsigned int unit;

	if (ns < 1000) {
		snprintf(buf, VLS_UNIT_SIZE, "%llu ns", ns);
		return buf;
	}
	for (unit = 0; tenths >= 10000 && unit < 2; unit++)
		tenths /= 1000;
	snprintf(buf, VLS_UNIT_SIZE, "%llu.%llu %-*s", tenths / 10, tenths % 10,
		 column ? 2 : 0, units[unit]);
	return buf;
}

/* A larger factor would overflow the product in vls_permille(). */
#define LARGEST_FACTOR	(~0ULL / 2000)

u64 vls_permille(u64 n, u64 of)
{
	/* The upper bits of both are enough for a share. */
	while (n > LARGEST_FACTOR) {
		n >>= 1;
		of >>= 1;
	}
	return (n * 2000 / (of ? of : 1) + 1) / 2;
}

const char *vls_percent(char *buf, u64 n, u64 of)
{
	u64 tenths;

	if (!of)
		return "-";
	tenths = vls_permille(n, of);
	snprintf(buf, VLS_UNIT_SIZE, "%llu.%llu", tenths / 10, tenths % 10);
	return buf;
}
