#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The part of the comparison of two revisions that runs in the VM: compare-guest.sh SWAP
# PASSES. Prints "SETTING MODULE COST BARE" for each measurement.

# shellcheck source=/dev/null
. /guest-lib.sh

case $1 in
zram) touch="-p 300 -r 5" ;;
disk) touch="-T -p 100 -r 5 -c /sys/fs/cgroup/test" ;;
esac

# touches: sets touch_cost.
touches() {
	# shellcheck disable=SC2086 # options
	/w/fault_cost $touch >/tmp/out || exit 1
	touch_cost=$(sed -n 's/^fault_cost: .* cost //p' /tmp/out)
}

# load PARAMETER...: a revision that does not know the list "read" times reads by default.
load() {
	insmod "/ko/$module.ko" "$@" 2>/dev/null && return
	case " $* " in
	*" hooks=all,read "*) ;;
	*) return 1 ;;
	esac
	case $* in
	direct=1*) insmod "/ko/$module.ko" direct=1 ;;
	*) insmod "/ko/$module.ko" ;;
	esac
}

# setting NAME PARAMETER...: without the module, with the old one, with the new one.
setting() {
	name=$1
	shift
	for module in old new; do
		touches
		bare=$touch_cost
		load "$@" || exit 1
		touches
		echo "$name $module $touch_cost $bare"
		rmmod vmalockstat
	done
}

swap_on "$1"
settle
touches
for _ in $(seq "$2"); do
	setting default
	setting timing=0 timing=0
	setting direct=1 direct=1
	setting direct=1,timing=0 direct=1 timing=0
	setting breakdown=1 breakdown=1
	setting hooks=all,read hooks=all,read
	setting direct=1,hooks=all,read direct=1 hooks=all,read
done
