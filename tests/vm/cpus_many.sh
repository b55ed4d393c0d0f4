# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# The same as cpus.sh, on a machine with 64 CPUs, which boots slowly in emulation.
# swap: zram
# default: none
# also: 7.3/zram 6.12/zram
# vm: --smp 64 --mem 4096 --timeout 900

. ./cpus.sh
