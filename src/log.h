/* SPDX-License-Identifier: GPL-2.0-only */
/* Before any other header: every line in the log begins with our name. */
#undef pr_fmt
#define pr_fmt(fmt) "vmalockstat: " fmt
