# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Loaded and unloaded again and again with faults, forks and killed tasks in
# hooked functions, and with readers of its files.
# swap: disk
# default: 7.3/disk
# also: 6.12/disk-direct 7.3-debug/disk
# vm: --one-thread --append kmemleak=on

. ./lib.sh

times=${times:-30}
# A load and its end wait for RCU a few times.
echo 1 >/sys/kernel/rcu_expedited
swap_on 1
/w/attack -s 10000 -n 1 -t 3 >/tmp/out 2>&1 &
attack=$!
# shellcheck disable=SC2016 # expanded by the inner shell
sh -c 'while :; do cat "$1"/counters "$1"/summary "$1"/latency; done' \
	reader $stat >/dev/null 2>&1 &
reader=$!

# unload_between_reads: a file that is open holds the module.
busy=0
unload_between_reads() {
	for _ in $(seq 1000); do
		rmmod vmalockstat 2>/tmp/error && return
		grep -q 'temporarily unavailable' /tmp/error || return
		busy=$((busy + 1))
	done
	return 1
}

# unload_in_mid_read: with a file half read, it does not go.
unload_in_mid_read() {
	exec 3<$stat/counters
	head -c 100 <&3 >/dev/null
	if rmmod vmalockstat 2>/tmp/error; then
		exec 3<&-
		return 1
	fi
	exec 3<&-
	grep -q 'temporarily unavailable' /tmp/error
}

loads=0
failed=0
held=0
while [ $loads -lt "$times" ]; do
	# shellcheck disable=SC2086 # none or more of them
	insmod $ko $params || failed=$((failed + 1))
	# Long enough, now and then, for faults to be in all hooked functions.
	usleep $((loads % 20 * 4000))
	if [ $((loads % 10)) -eq 0 ]; then
		unload_in_mid_read && held=$((held + 1))
	fi
	unload_between_reads || failed=$((failed + 1))
	loads=$((loads + 1))
done
check "the load is still there" kill $attack
killall -9 attack
kill $reader
equal "loaded and unloaded $loads times, each without an error" $failed 0
equal "a reader in the middle keeps it loaded, each tenth time" $held $(((times + 9) / 10))
echo "# other readers did so $busy times"
equal "no probe is left" "$(wc -l </sys/kernel/debug/kprobes/list)" 0
check "nothing is left in debugfs" fails [ -e $stat ]
equal "no process read what it had not written" "$(grep -c wrong /tmp/out)" 0

load
/w/swap_walk -t 4 -p 1000 -r 2 >/dev/null
identities
at_least "and it still counts" "$(sum "fault[.]${user_lock}[.].*")" 1000
check "rmmod" unload
done_testing
