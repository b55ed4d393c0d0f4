/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's types, for include/vmalockstat in user space. */
#ifndef TOOLS_LINUX_TYPES_H
#define TOOLS_LINUX_TYPES_H

#include_next <linux/types.h>
#include <stdbool.h>
/* Where libc has __always_inline. */
#include <sys/cdefs.h>

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
/* As printf's %llu has it, on each architecture. */
typedef unsigned long long u64;

#endif /* TOOLS_LINUX_TYPES_H */
