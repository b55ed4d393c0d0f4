# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Loaded and unloaded again and again with faults in flight.
# swap: disk zram
# vm: --one-thread --append kmemleak=on

. ./lib.sh

swap_on 1
/w/swap_walk -t 8 -p 1000 -r 60 >/tmp/walk &
walk=$!
loads=0
failed=0
while kill -0 $walk 2>/dev/null && [ $loads -lt 50 ]; do
	insmod $ko || failed=$((failed + 1))
	# Long enough for faults to be inside all the hooks.
	usleep $((loads * 2000))
	rmmod vmalockstat || failed=$((failed + 1))
	loads=$((loads + 1))
done
at_least "it was loaded and unloaded under load" $loads 10
equal "each time without an error" $failed 0
check "the workload finds its data again" wait $walk
equal "no probe is left" "$(wc -l </sys/kernel/debug/kprobes/list)" 0
check "nothing is left in debugfs" fails [ -e $stat ]

load
/w/swap_walk -t 4 -p 1000 -r 2 >/dev/null
identities
at_least "and it still counts" "$(sum 'fault[.]vma[.].*')" 1000
check "rmmod" unload
done_testing
