# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Loaded and unloaded again and again with faults, forks and killed tasks inside
# the hooks.
# swap: disk
# vm: --one-thread --append kmemleak=on

. ./lib.sh

times=${times:-50}
# A load and its end wait for RCU a few times.
echo 1 >/sys/kernel/rcu_expedited
swap_on 1
/w/attack -s 10000 -n 1 -t 3 >/tmp/out 2>&1 &
attack=$!
loads=0
failed=0
while [ $loads -lt "$times" ]; do
	insmod $ko || failed=$((failed + 1))
	# Long enough, now and then, for faults to be inside all the hooks.
	usleep $((loads % 20 * 4000))
	rmmod vmalockstat || failed=$((failed + 1))
	loads=$((loads + 1))
done
check "the load is still there" kill $attack
pkill -9 attack
equal "loaded and unloaded $loads times, each without an error" $failed 0
equal "no probe is left" "$(wc -l </sys/kernel/debug/kprobes/list)" 0
check "nothing is left in debugfs" fails [ -e $stat ]
equal "no process read what it had not written" "$(grep -c wrong /tmp/out)" 0

load
/w/swap_walk -t 4 -p 1000 -r 2 >/dev/null
identities
at_least "and it still counts" "$(sum 'fault[.]vma[.].*')" 1000
check "rmmod" unload
done_testing
