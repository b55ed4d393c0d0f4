#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The part of the benchmark of peers that runs in the VM: peers-guest.sh SWAP PASSES.
# Prints "NAME COST BARE TOUCHES CALLS" for each measurement: the cost of a touch of a
# page in swap, what it was without anything right before, how many there were, and how
# many calls of do_swap_page() the one that was measured has counted meanwhile, or "-".

swap=$1
passes=$2
tracing=/sys/kernel/tracing
# shellcheck source=/dev/null
. /guest-lib.sh

case $swap in
zram) touch="/w/fault_cost -p 300 -r 5" ;;
disk) touch="/w/fault_cost -T -p 100 -r 5 -c /sys/fs/cgroup/test" ;;
contended) touch="/w/fault_cost -T -t 4 -p 60 -r 5 -c /sys/fs/cgroup/test" ;;
esac

# run NAME COMMAND...: the command runs the touches; what it prints goes to
# /tmp/out and, sorted by the reader, to /tmp/err.
run() {
	name=$1
	shift
	status=0
	# shellcheck disable=SC2086 # words
	"$@" $touch >/tmp/out 2>/tmp/err || status=$?
	[ $status -ne 77 ] || return 77
	[ $status -eq 0 ] || {
		echo "$name failed:" >&2
		cat /tmp/out /tmp/err >&2
		exit 1
	}
}

# tell CALLS: of the last run.
tell() {
	sed -n "s/^fault_cost: touches \([0-9]*\) cost \(.*\)/$name \2 $bare \1 $1/p" /tmp/out
}

# plain NAME: nothing around the command.
plain() {
	run "$1" env
}

# The cost without anything: now some 50 instructions more, now less, for minutes.
bare() {
	plain bare
	bare=$(sed -n 's/^fault_cost: .* cost //p' /tmp/out)
}

# --- the floor and the module -----------------------------------------------

floor() {
	bare
	insmod /ko/floor.ko how="$1" || exit 1
	plain "$1"
	tell -
	rmmod floor
}

module() {
	bare
	what=$1
	shift
	insmod /ko/vmalockstat.ko "$@" || exit 1
	plain "$what"
	tell "$(sum_of 'fault[.].*')"
	if [ "$what" = default ]; then
		echo "retries $(sum_of 'retry[.].*')"
		# Switched off it must see nothing.
		echo 1 >/sys/module/vmalockstat/parameters/reset
		echo 0 >/sys/module/vmalockstat/parameters/enabled
		plain off
		tell -
	fi
	rmmod vmalockstat
}

# --- events of kprobes ------------------------------------------------------

# Hits of the histogram in FILE.
hist_hits() {
	sed -n 's/^ *Hits: //p' "$1"
}

hist_count() {
	bare
	ret=$tracing/events/peer/ret
	echo 'hist:keys=ret' >$ret/trigger
	plain hist-count
	tell "$(hist_hits $ret/hist)"
	echo '!hist:keys=ret' >$ret/trigger
}

# From the call to the return, through a variable, to an event of its own.
hist_time() {
	bare
	held=$tracing/events/synthetic/peer_held
	enter_hist='hist:keys=common_pid:flags=flags,entered=common_timestamp'
	# shellcheck disable=SC2016 # a word of histogram triggers
	ret_hist='hist:keys=common_pid:held=common_timestamp-$entered'
	ret_hist="$ret_hist:onmatch(peer.enter).trace(peer_held,\$flags,ret,\$held)"
	held_hist='hist:keys=flags,ret,held.log2'
	echo 'peer_held u32 flags; u32 ret; u64 held' >$tracing/synthetic_events
	echo "$enter_hist" >$tracing/events/peer/enter/trigger
	echo "$ret_hist" >$tracing/events/peer/ret/trigger
	echo "$held_hist" >$held/trigger
	plain hist-time
	tell "$(hist_hits $held/hist)"
	echo "!$held_hist" >$held/trigger
	echo "!$ret_hist" >$tracing/events/peer/ret/trigger
	echo "!$enter_hist" >$tracing/events/peer/enter/trigger
	echo >$tracing/synthetic_events
}

perf_count() {
	bare
	run perf-calls sh /programs/run perf stat -a -e peer:ret
	tell "$(perf_counts)"
	# VM_FAULT_MAJOR and VM_FAULT_RETRY.
	bare
	run perf-outcomes sh /programs/run perf stat -a \
		-e peer:ret --filter 'ret & 0x400' \
		-e peer:ret --filter 'ret & 4 && !(ret & 0x400)' \
		-e peer:ret --filter '!(ret & 0x404)'
	tell "$(perf_counts)"
}

perf_counts() {
	awk '$2 == "peer:ret" { gsub(/,/, "", $1); n += $1 } END { print n + 0 }' /tmp/err
}

probe_events() {
	echo 'p:peer/enter do_swap_page flags=vmf->flags:u32' >$tracing/kprobe_events
	# shellcheck disable=SC2016 # a word of kprobe events
	echo 'r:peer/ret do_swap_page ret=$retval:u32' >>$tracing/kprobe_events
	hist_count
	hist_time
	perf_count
	echo >$tracing/kprobe_events
}

# --- BPF --------------------------------------------------------------------

# By lock (FAULT_FLAG_VMA_LOCK and _USER) and outcome, as written by hand.
bpftrace_fexit_count='
fexit:do_swap_page { @fault[args.vmf->flags & 0x1040, retval] = count(); }'
bpftrace_fexit_time='
fentry:do_swap_page { @entered[tid] = nsecs; }
fexit:do_swap_page / @entered[tid] / {
	@fault[args.vmf->flags & 0x1040, retval] = count();
	@hold[args.vmf->flags & 0x1040] = hist(nsecs - @entered[tid]);
	delete(@entered, tid);
}'
bpftrace_fexit_all="$bpftrace_fexit_time"'
fentry:swap_read_folio / @entered[tid] / { @read[tid] = nsecs; }
fexit:swap_read_folio / @read[tid] / {
	@swap_read = hist(nsecs - @read[tid]);
	delete(@read, tid);
}'
bpftrace_kretprobe_count='
kprobe:do_swap_page { @flags[tid] = ((struct vm_fault *)arg0)->flags; }
kretprobe:do_swap_page {
	@fault[@flags[tid] & 0x1040, retval] = count();
	delete(@flags, tid);
}'
bpftrace_kretprobe_time='
kprobe:do_swap_page {
	@flags[tid] = ((struct vm_fault *)arg0)->flags;
	@entered[tid] = nsecs;
}
kretprobe:do_swap_page / @entered[tid] / {
	@fault[@flags[tid] & 0x1040, retval] = count();
	@hold[@flags[tid] & 0x1040] = hist(nsecs - @entered[tid]);
	delete(@flags, tid);
	delete(@entered, tid);
}'

# by_bpftrace NAME PROGRAM: it takes the command as one word.
by_bpftrace() {
	bare
	(
		by=$touch
		touch=
		run "$1" sh /programs/run bpftrace -e "$2" -c "$by"
		tell "$(awk '/^@fault/ { n += $NF } END { print n + 0 }' /tmp/out)"
	) || exit 1
}

# by_libbpf VARIANT: some are not for every kernel.
by_libbpf() {
	bare
	run "libbpf-$1" sh /programs/run peer "$1" || {
		echo "libbpf-$1 lacking"
		return 0
	}
	tell "$(awk '/^fault[.]/ { n += $2 } END { print n + 0 }' /tmp/out)"
}

# --- all of them ------------------------------------------------------------

pass() {
	bare
	plain nothing
	tell -
	floor kprobe
	floor kretprobe
	floor direct
	module count timing=0
	module default
	module read hooks=all,read
	module breakdown breakdown=1
	module all-faults all_faults=1
	module direct-count direct=1 timing=0
	module direct-default direct=1
	module direct-read direct=1 hooks=all,read
	module direct-breakdown direct=1 breakdown=1
	probe_events
	by_bpftrace bpftrace-kretprobe-count "$bpftrace_kretprobe_count"
	by_bpftrace bpftrace-kretprobe-time "$bpftrace_kretprobe_time"
	by_bpftrace bpftrace-fexit-count "$bpftrace_fexit_count"
	by_bpftrace bpftrace-fexit-time "$bpftrace_fexit_time"
	by_bpftrace bpftrace-fexit-all "$bpftrace_fexit_all"
	for variant in kretprobe-count kretprobe-time ksession-count ksession-time \
		fexit-count fexit-time fexit-all pid-time pid-all fsession-time; do
		by_libbpf $variant
	done
}

swap_on "$swap"
plain warm-up
for _ in $(seq "$passes"); do
	pass
done
