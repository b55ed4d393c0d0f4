# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Loaded and unloaded again and again while stacks are sampled, of tasks that fault, fork and
# are killed in between; sampling switched on and off under load, with resets in between and
# a reader. No reader while the module is unloaded: vm/reload has that.
# swap: disk
# default: none
# also: 7.3/disk 6.12/disk-direct 7.3-debug/disk
# vm: --one-thread --append kmemleak=on

. ./lib.sh

times=${times:-50}
switches_wanted=100
# To disarm a direct call takes a grace period of RCU tasks.
case $params in
*direct*) switches_wanted=30 ;;
esac
# A load and its end wait for RCU a few times.
echo 1 >/sys/kernel/rcu_expedited
swap_on 1
/w/attack -s 10000 -n 2 -t 3 >/tmp/out 2>&1 &
attack=$!

samples() {
	sed -n 's/^samples //p' $stat/stacks
}

loads=0
failed=0
sampled=0
while [ $loads -lt "$times" ]; do
	# shellcheck disable=SC2086 # none or more of them
	insmod $ko $params stacks=1 || failed=$((failed + 1))
	# Long enough for samples, now and then.
	usleep $((loads % 5 * 100000))
	[ "$(samples)" -eq 0 ] || sampled=$((sampled + 1))
	unload || failed=$((failed + 1))
	loads=$((loads + 1))
done
equal "each load and unload succeeded, of $loads" $failed 0
at_least "tasks were sampled between some of them" $sampled 5

# A load that fails after sampling has begun.
probes=/sys/kernel/debug/kprobes/enabled
echo 0 >$probes
failed=0
for _ in $(seq 10); do
	# shellcheck disable=SC2086 # none or more of them
	! insmod $ko $params stacks=1 2>/dev/null || failed=$((failed + 1))
	usleep 30000
done
echo 1 >$probes
equal "no load succeeds while probes are switched off, of 10" $failed 0
check "nothing of them is left" fails grep -q vmalockstat /proc/modules

load stacks=1
# shellcheck disable=SC2016 # expanded by the inner shell
sh -c 'while :; do cat "$1"/stacks "$1"/longest; done' reader $stat >/dev/null 2>&1 &
reader=$!
switches=0
resets=0
while [ $switches -lt $switches_wanted ]; do
	echo $((switches % 2 * (1 + switches % 7))) >$param/stacks
	[ $((switches % 3)) -ne 0 ] || echo $((switches / 3 % 2)) >$param/timing
	[ $((switches % 10)) -ne 0 ] || echo $((switches / 10 % 2)) >$param/enabled
	if [ $((switches % 4)) -eq 0 ]; then
		reset
		resets=$((resets + 1))
	fi
	switches=$((switches + 1))
done
echo "# $switches switches, $resets resets"
echo 1 >$param/enabled
echo 1 >$param/timing
echo 2 >$param/stacks
reset
for _ in $(seq 100); do
	[ "$(samples)" -lt 20 ] || break
	sleep 0.1
done
at_least "tasks are sampled afterwards" "$(samples)" 20
check "stacks is well-formed" well_formed $stat/stacks
equal "each sample is of a stack" "$(awk '
		$1 == "samples" { all = $2 }
		$1 == "other" || $1 ~ /^stack[.].*[.]count$/ { sum += $2 }
		END { print all - sum }' $stat/stacks)" 0
check "the load is still there" kill $attack
killall -9 attack
kill $reader
wait $reader 2>/dev/null
equal "no process read what it had not written" "$(grep -c wrong /tmp/out)" 0
identities
unload
done_testing
