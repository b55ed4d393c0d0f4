#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The part of the profile that runs in the VM: profile-guest.sh SETTING SWAP. Prints the
# kernel's symbols.

# shellcheck source=/dev/null
. /guest-lib.sh

swap_on "$2"
case $2 in
zram) touch="/w/fault_cost -p 200 -r 5" ;;
disk) touch="/w/fault_cost -T -p 100 -r 5 -c /sys/fs/cgroup/test" ;;
esac
case $1 in
direct-*) way=direct=1 ;;
*) way= ;;
esac
# shellcheck disable=SC2086 # none or one of them
case ${1#direct-} in
nothing) ;;
kprobe | kretprobe | direct) insmod /ko/floor.ko how="$1" ;;
count) insmod /ko/vmalockstat.ko $way timing=0 ;;
default) insmod /ko/vmalockstat.ko $way ;;
read) insmod /ko/vmalockstat.ko $way hooks=all,read ;;
breakdown) insmod /ko/vmalockstat.ko breakdown=1 ;;
all_faults) insmod /ko/vmalockstat.ko all_faults=1 ;;
esac || exit 1
settle
$touch >&2 || exit 1
grep ^ffff /proc/kallsyms
