/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's types, for ../src/histogram.h in user space. */
#ifndef TOOLS_LINUX_TYPES_H
#define TOOLS_LINUX_TYPES_H

#include_next <linux/types.h>
#include <stdbool.h>
/* Where libc has __always_inline. */
#include <sys/cdefs.h>

/* As printf's %llu has it, on each architecture. */
typedef unsigned long long u64;

#endif /* TOOLS_LINUX_TYPES_H */
