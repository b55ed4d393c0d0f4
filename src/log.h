/* SPDX-License-Identifier: GPL-2.0-only */
/* Included before any other header, by Kbuild: each line in the log begins with the name. */
#undef pr_fmt
#define pr_fmt(fmt) "vmalockstat: " fmt
