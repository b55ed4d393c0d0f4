/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TOOLS_LINUX_BITOPS_H
#define TOOLS_LINUX_BITOPS_H

#include <linux/types.h>

static inline unsigned int fls64(u64 x)
{
	return x ? 64 - __builtin_clzll(x) : 0;
}

#endif /* TOOLS_LINUX_BITOPS_H */
