# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# 16 CPUs on mappings that are swapped, protected, forked, unmapped and killed,
# with limits that change, the OOM killer, and swap that goes and comes back.
# swap: disk
# default: 7.3/disk
# vm: --smp 16 --mem 2048
# console: Call Trace
# (the OOM killer shows one)

. ./lib.sh

seconds=35
rounds_wanted=2
faults_wanted=1000
if slow_kernel; then
	seconds=30
	rounds_wanted=1
	faults_wanted=200
fi
swap_on 1
cgroup_make
mkdir /sys/fs/cgroup/hog
echo 16M >/sys/fs/cgroup/hog/memory.max
echo 16M >/sys/fs/cgroup/hog/memory.swap.max
load
reset

sh -c "echo 0 >$cgroup/cgroup.procs; exec /w/attack -s $seconds" >/tmp/out 2>&1 &
attack=$!
rounds=0
ooms=0
while kill -0 $attack 2>/dev/null; do
	echo $((16 + rounds % 5 * 16))M >$cgroup/memory.high
	sh -c 'echo 0 >/sys/fs/cgroup/hog/cgroup.procs; exec tail /dev/zero' 2>/dev/null
	[ $? -ne 137 ] || ooms=$((ooms + 1))
	swapoff "$swap_device" && swapon "$swap_device"
	rounds=$((rounds + 1))
	sleep 1
done
wait $attack
equal "no process read what it had not written" $? 0
sed 's/^/# /' /tmp/out
at_least "the OOM killer was at work" $ooms 1
at_least "swap went and came back" $rounds $rounds_wanted
identities
equal "nothing was missed" "$(sum 'missed[.].*|untracked')" 0
at_least "there were many faults" "$(sum 'fault[.].*')" $faults_wanted
if slow_kernel; then
	skip "some died while they waited for a folio" "too few faults for that"
else
	at_least "some died while they waited for a folio" \
		"$(sum 'folio_lock[.].*[.]killed')" 1
fi
moved "the attack"
slow_kernel || times_tie
done_testing
