// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "units.h"
#include "util.h"

const char *duration(char *buf, u64 ns, bool column)
{
	static const char *const units[] = { "us", "ms", "s" };
	unsigned int unit = 0;
	u64 tenths = ns / 100;

	if (ns < 1000) {
		snprintf(buf, UNIT_SIZE, "%llu ns", ns);
		return buf;
	}
	for (; tenths >= 10000 && unit < NR(units) - 1; unit++)
		tenths /= 1000;
	snprintf(buf, UNIT_SIZE, "%llu.%llu %-*s", tenths / 10, tenths % 10,
		 column ? 2 : 0, units[unit]);
	return buf;
}

u64 permille(u64 n, u64 of)
{
	return ((__uint128_t)n * 2000 / of + 1) / 2;
}

const char *percent(char *buf, u64 n, u64 of)
{
	u64 tenths = of ? permille(n, of) : 0;

	if (!of)
		return "-";
	snprintf(buf, UNIT_SIZE, "%llu.%llu", tenths / 10, tenths % 10);
	return buf;
}
