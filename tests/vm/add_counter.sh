# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# A counter more, with one line in the table and one where it is counted
# (tests/host/other_tree/add_counter): the module and the command built from that tree
# have it. It counts faults that write, which on zram never retry.
# swap: zram
# default: 7.3/zram

. ./lib.sh

# have WHAT WANT: what the files, the command and its metrics say of it.
have() {
	snap
	equal "$1: counters" "$(get "write_fault.$user_lock")" "$2"
	/no/vmalockstat -j >/tmp/json
	equal "$1: vmalockstat -j" \
		"$(grep -o "\"write_fault[.]$user_lock\":[0-9]*" /tmp/json | cut -d : -f 2)" "$2"
	/no/vmalockstat openmetrics -o /tmp/prom
	equal "$1: the metrics" \
		"$(sed -n "s/^vmalockstat_write_fault_total{lock=\"$user_lock\"} //p" /tmp/prom)" "$2"
}

snap_and_count() {
	insmod "$1"
	snap
	rmmod vmalockstat
	sed '1,/^hook[.]handle_mm_fault /d; /^end$/d' /tmp/counters | wc -l
}

plain=$(snap_and_count $ko)
check "the module without it has no such counter" fails get write_fault.vma >/dev/null
equal "the one with it has one for each lock more" "$(snap_and_count /no/ADDED.ko)" $((plain + 3))

ko=/no/ADDED.ko
swap_on
cgroup_make
load
reset
/w/swap_touch -p 200 -c $cgroup >/dev/null
have "pages that are read" 0
/w/swap_touch -w -p 300 -c $cgroup >/dev/null
have "pages that are written to" 300
equal "by the lock that they were under" "$(sum 'write_fault[.].*')" 300
identities
equal "the metric has its help" \
	"$(grep -cx '# HELP vmalockstat_write_fault_total Returns of do_swap_page() for a fault that writes.' /tmp/prom)" 1
equal "and its type" "$(grep -cx '# TYPE vmalockstat_write_fault_total counter' /tmp/prom)" 1
check "a recording has it" /no/vmalockstat record -o /tmp/record -i 0.2 -- \
	/w/swap_touch -w -p 100 -c $cgroup
equal "as the report says" "$(/no/vmalockstat report -j /tmp/record |
	grep -o "\"write_fault[.]$user_lock\":[0-9]*" | tail -n 1 | cut -d : -f 2)" 100
reset
snap
equal "a reset zeroes it" "$(sum 'write_fault[.].*')" 0
unload
done_testing
