# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# 2,500 tasks blocked in swap-in at once on a disk that answers once a second:
# none is lost, and with a small table all that is lost is counted.
# swap: disk
# vm: --disk-opts throttling.iops-read=1 --mem 2048

. ./lib.sh

swap_on
witness_on

# blocked PARAMETER...: the workload, with the most that was in flight.
blocked() {
	load "$@"
	witness_read
	before_swap=$hits_swap
	reset
	/w/swap_walk -t 2500 -p 4 -r 1 -c $cgroup >/tmp/walk &
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
blocked
at_least "2,500 tasks were inside do_swap_page at once" "$most" 2500
equal "nothing was missed" "$(sum 'missed[.].*|untracked')" 0
at_least "all of them waited for a folio" "$(get retry.vma.folio_lock)" 2000
unload

blocked max_faults=16
at_least "with 16 records calls are missed, and counted" \
	"$(get missed.do_swap_page)" 1000
check "summary says so" grep -q '^Missed' $stat/summary
unload
done_testing
