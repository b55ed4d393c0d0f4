// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers with their units, for people.
 */
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/seq_file.h>
#include <linux/time64.h>

#include "text.h"

void vls_text_percent(struct seq_file *m, u64 n, u64 of, int width)
{
	u64 halves = mul_u64_u64_div_u64(n, 2000, of);
	u32 rest;
	u64 percent = div_u64_rem((halves + 1) / 2, 10, &rest);

	seq_printf(m, "%*llu.%u %%", width, percent, rest);
}

void vls_text_duration(struct seq_file *m, u64 ns, int width)
{
	static const char *const units[] = { "us", "ms", "s" };
	u64 tenths = div_u64(ns, 100);
	unsigned int unit = 0;
	u32 rest;

	if (ns < NSEC_PER_USEC) {
		seq_printf(m, "%*llu ns", width, ns);
		return;
	}
	while (tenths >= 10000 && unit < ARRAY_SIZE(units) - 1) {
		tenths = div_u64(tenths, 1000);
		unit++;
	}
	tenths = div_u64_rem(tenths, 10, &rest);
	/* The unit is padded only in a column. */
	seq_printf(m, "%*llu.%u %-*s", width ? width - 2 : 0, tenths, rest,
		   width ? 2 : 0, units[unit]);
}
