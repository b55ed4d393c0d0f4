# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# The trace events, with tracefs: one for each that is counted, saying the same.
# swap: disk
# default: 7.3/disk
# programs: trace-cmd/trace-cmd
# vm: --disk-opts throttling.iops-read=500

. ./lib.sh

events=$tracing/events/vmalockstat

# events_of REGEX: how many lines of the trace match.
events_of() {
	grep -cE "$1" $tracing/trace
}

swap_on 1
load
check "the events are there" [ -e $events/swap_fault/enable ]
equal "and off" "$(cat $events/enable)" 0
echo 16384 >$tracing/buffer_size_kb
/w/swap_walk -t 4 -p 300 -r 1 >/dev/null
equal "off they trace nothing" "$(events_of 'swap_(fault|retry|fallback)|writer_blocked')" 0

# traced WHAT: each event of the snapshot was traced, and no other.
traced() {
	for lock in vma mmap mmap_nouser; do
		for outcome in minor major retry retry_major; do
			equal "$1: swap_fault of fault.$lock.swap.$outcome" \
				"$(events_of "swap_fault: .* lock=$lock kind=swap outcome=$outcome held_ns")" \
				"$(get "fault.$lock.swap.$outcome")"
		done
		for reason in own_read other_read busy; do
			equal "$1: swap_retry of retry.$lock.$reason" \
				"$(events_of "swap_retry: .* lock=$lock reason=$reason wait_ns")" \
				"$(get "retry.$lock.$reason")"
		done
	done
	equal "$1: swap_fault of every fault" "$(events_of ' swap_fault: ')" "$(sum 'fault[.].*')"
	equal "$1: swap_retry of every retry" "$(events_of ' swap_retry: ')" "$(sum 'retry[.].*')"
	! has_vma_lock || equal "$1: swap_fallback of every one avoided" \
		"$(events_of 'swap_fallback: .* retry_vma=avoided')" "$(get whatif.retry_vma.avoided)"
	equal "$1: swap_fallback of every fallback" \
		"$(events_of ' swap_fallback: ')" "$(get fallback.swap_retry)"
	! has_writer || equal "$1: writer_blocked of every one" \
		"$(events_of ' writer_blocked: ')" "$(get whatif.hold.writers_blocked)"
	equal "$1: none was lost" "$(sed -n 's/^overrun: //p' $tracing/per_cpu/cpu*/stats |
		awk '{ n += $1 } END { print n + 0 }')" 0
}

# The sum of a field of the lines that match, in the unit that it is in.
sum_of() {
	sed -nE "s/.*$1.* $2=([0-9]+).*/\1/p" $tracing/trace |
		awk '{ n += $1 } END { printf "%.0f\n", n }'
}

# run_traced WHAT COMMAND...
run_traced() {
	run_what=$1
	shift
	echo >$tracing/trace
	echo 1 >$events/enable
	reset
	check "$run_what: the workload finds its data again" "$@"
	check "$run_what: the machine gets quiet" quiet
	echo 0 >$events/enable
	snap_times
	snap
	traced "$run_what"
}

run_traced "with times" /w/swap_walk -t 4 -p 1000 -r 2 -w 5
equal "the times are those of the histogram" \
	"$(sum_of 'swap_fault: .* lock=vma' held_ns)" "$(get_time hold.vma.sum)"
! has_vma_lock || equal "those of fallbacks too" \
	"$(sum_of 'swap_fallback:' cost_ns)" "$(get_time retry_cost.sum)"

echo 0 >$param/timing
run_traced "without times" /w/swap_walk -t 4 -p 500 -r 1
equal "its times are 0" "$(sum_of 'swap_fault:' held_ns)" 0

echo 1 >$param/timing
if [ -e /programs/run ]; then
	reset
	check "trace-cmd records them" sh /programs/run trace-cmd record -q -b 16384 \
		-e vmalockstat -o /tmp/trace.dat /w/swap_walk -t 4 -p 500 -r 1 -w 5
	snap
	check "and reads what it recorded" \
		sh -c 'sh /programs/run trace-cmd report -q -i /tmp/trace.dat >/tmp/report'
	equal "trace-cmd has every fault" "$(grep -c ' swap_fault: ' /tmp/report)" "$(sum 'fault[.].*')"
	equal "with its names" \
		"$(grep -c ' swap_fault: .*kind=swap outcome=minor' /tmp/report)" \
		"$(sum 'fault[.].*[.]swap[.]minor')"
	equal "and every retry" "$(grep -c ' swap_retry: ' /tmp/report)" "$(sum 'retry[.].*')"
else
	skip "trace-cmd" "it is not there for this architecture"
fi

echo 1 >$events/enable
check "with events on, rmmod" unload
check "the events are gone" fails [ -e $events ]
load
check "and come back off" grep -qx 0 $events/enable
done_testing
