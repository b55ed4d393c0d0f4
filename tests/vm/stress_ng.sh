# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Where the time under the fault lock goes with stress-ng, in a memory cgroup on zram: nearly
# all of it has a name. If a fault sleeps for something else, the stacks say for what.
# swap: zram
# default: none
# also: 6.1/zram
# programs: stress-ng/stress-ng
# vm: --mem 1536

. ./lib.sh
. ./hold_witness.sh

[ -e /programs/run ] || skip_all "stress-ng is not there for this architecture"

stressors="--vm 4 --vm-bytes 64m --mmap 2 --mmap-bytes 32m --userfaultfd 1
	--userfaultfd-bytes 16m --mremap 1 --mremap-bytes 16m --shm 1 --shm-bytes 8m
	--mprotect 1 --fork 1 --madvise 1 --ksm --memthrash 1 --pageswap 1 --brk 1
	--brk-bytes 32m"

# stacks_on: how long tasks sleep uninterruptibly, by stack, in a histogram of the kernel's.
# shellcheck disable=SC2016 # the kernel expands them
stacks_on() {
	echo 's:sleep u64 us; unsigned long[] stack' >>$tracing/dynamic_events &&
		echo 'hist:keys=prev_pid:ts=common_timestamp.usecs,st=stacktrace if prev_state & 2' \
			>>$tracing/events/sched/sched_switch/trigger &&
		echo 'hist:keys=next_pid:us=common_timestamp.usecs-$ts,s=$st:onmatch(sched.sched_switch).trace(sleep,$us,$s)' \
			>>$tracing/events/sched/sched_switch/trigger &&
		echo 'hist:keys=stack.stacktrace:vals=hitcount,us:sort=us.descending:size=4096' \
			>>$tracing/events/synthetic/sleep/trigger
}

# stacks_of_faults: those that sleep longest in a swap fault, one a line.
stacks_of_faults() {
	awk '/^\{/ { stack = ""; inside = 0 }
		/\+0x/ {
			sub(/\+0x.*/, "")
			stack = stack " " $NF
			inside += $NF ~ /^(do_swap_page|shmem_swapin_folio)$/
		}
		/hitcount:/ && inside {
			sub(/.*hitcount: */, "")
			gsub(/ +/, " ")
			print "# sleeps: " $0 stack
		}' $tracing/events/synthetic/sleep/hist 2>/dev/null | head -n 8
}

swap_on
cgroup_make
echo 200M >$cgroup/memory.max
load
stacks_on 2>/dev/null || echo "# this kernel has no histogram of stacks"
# shellcheck disable=SC2016,SC2086 # the inner shell expands it; options
sh -c 'echo 0 >$0/cgroup.procs && exec sh /programs/run stress-ng --timeout 70 "$@"' $cgroup \
	$stressors >/tmp/out 2>&1
sed 's/^/# /' /tmp/out | tail -n 30
check "the machine gets quiet" quiet
hold_sums "stress-ng"
identities
equal "nothing was missed" "$(sum 'missed[.].*')" 0
at_least "there were many swap faults" "$(sum 'fault[.].*')" 2000
awk '/^hold_ns[.].* [1-9]/ { print "# us: " $1 " " $2 / 1000 }' /tmp/counters
stacks_of_faults
time_at_most "of the time that $user_lock_is was held, percent without a name" \
	"$(held_share asleep $user_lock)" 5
done_testing
