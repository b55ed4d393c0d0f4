# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# 10,000 tasks blocked in swap-in at once on a disk that needs four seconds for a page: none
# is lost, nor are 2,500 by default; and with a small table all that is lost is counted.
# swap: disk
# default: 6.12/disk
# vm: --disk-opts throttling.iops-read=1,throttling.iops-size=1024 --mem 4096

. ./lib.sh

tasks=10000
# Emulated, such a kernel would take an hour to start so many.
slow_kernel && tasks=1000
swap_on
witness_on

# blocked PARAMETER...: the workload, with the most that was in flight.
blocked() {
	load "$@"
	witness_read
	before_swap=$hits_swap
	reset
	/w/swap_walk -t $tasks -p 2 -r 1 -c $cgroup >/tmp/walk &
	walk=$!
	most=0
	while kill -0 $walk 2>/dev/null; do
		while read -r name value; do
			[ "$name" = in_flight ] && [ "$value" -gt "$most" ] && most=$value
		done <$stat/counters
		usleep 50000
	done
	check "the workload finds its data again" wait $walk
	witness_read
	identities
	equal "calls made are calls seen and missed" \
		"$(sum 'fault[.].*|missed[.]do_swap_page')" $((hits_swap - before_swap))
}

cgroup_make
blocked max_faults=$tasks
at_least "all tasks were in do_swap_page at once" "$most" $tasks
equal "nothing was missed" "$(sum 'missed[.].*|untracked')" 0
at_least "all of them waited for a folio" "$(sum "retry[.]${user_lock}[.](own_read|other_read|busy)")" $((tasks * 8 / 10))
unload

all_tasks=$tasks
tasks=$((tasks / 4))
blocked
at_least "by default a quarter of them were there at once" "$most" $tasks
equal "and nothing was missed" "$(sum 'missed[.].*|untracked')" 0
unload

tasks=$all_tasks
blocked max_faults=16
at_least "with 16 records calls are missed, and counted" \
	"$(get missed.do_swap_page)" $((tasks / 2))
check "summary says so" grep -q '^Missed' $stat/summary
unload
done_testing
