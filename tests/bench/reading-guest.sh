#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The part of the benchmark of reading that runs in the VM. Prints "possible CPUS", and
# "WHAT COST" lines.

# shellcheck source=/dev/null
. /guest-lib.sh

insmod /ko/vmalockstat.ko || exit 1
settle
echo "possible $(tr - ' ' </sys/devices/system/cpu/possible | awk '{ print $NF + 1 }')"
# The last has the same to say however many CPUs there are.
# shellcheck disable=SC2154 # from there
for file in $stat/counters $stat/latency $stat/summary /proc/filesystems; do
	cost "${file##*/}" -k read -f "$file" -l -p 5 -r 9
done
