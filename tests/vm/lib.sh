# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Half of the variables are set for the tests, or by what starts them.
# shellcheck disable=SC2034,SC2154
#
# What the tests share that run inside a VM. Each test is sourced into a shell
# of its own, with the swap device to use in $swap: zram or disk. It ends with
# done_testing. Lines of TAP come out on standard output.

stat=/sys/kernel/debug/vmalockstat
param=/sys/module/vmalockstat/parameters
tracing=/sys/kernel/tracing
ko=/vmalockstat.ko
tests_run=0
tests_failed=0

# check WHAT COMMAND...: a test point, true when the command succeeds.
check() {
	check_what=$1
	shift
	tests_run=$((tests_run + 1))
	if "$@"; then
		echo "ok $tests_run - $check_what"
	else
		echo "not ok $tests_run - $check_what"
		echo "# failed: $*"
		tests_failed=$((tests_failed + 1))
	fi
}

# equal WHAT HAVE WANT, at_least WHAT HAVE MINIMUM, at_most WHAT HAVE MAXIMUM
equal() {
	check "$1 ($2)" [ "$2" -eq "$3" ]
}

at_least() {
	check "$1 ($2)" [ "$2" -ge "$3" ]
}

at_most() {
	check "$1 ($2)" [ "$2" -le "$3" ]
}

fails() {
	! "$@"
}

done_testing() {
	echo "1..$tests_run"
	[ "$tests_failed" -eq 0 ]
	exit
}

# swap_on [CLUSTER]: swap on the device of this test, without read-ahead.
swap_on() {
	echo "${1:-0}" >/proc/sys/vm/page-cluster
	case $swap in
	zram)
		swap_device=/dev/zram0
		echo 512M >/sys/block/zram0/disksize
		;;
	disk)
		swap_device=/dev/vda
		;;
	esac
	mkswap "$swap_device" >/dev/null
	swapon "$swap_device"
}

# load [PARAMETER...]: the module, or the test cannot go on.
load() {
	insmod $ko "$@" || {
		echo "Bail out! insmod failed"
		exit 1
	}
}

unload() {
	rmmod vmalockstat
}

reset() {
	echo 1 >$stat/reset
}

# One snapshot for all that is asked below.
snap() {
	cat $stat/counters >/tmp/counters
}

# get NAME: one counter of the snapshot. A name that is not there is an error.
get() {
	awk -v name="$1" '$1 == name { print $2; found = 1 }
		END { if (!found) { print -1; exit 1 } }' /tmp/counters
}

# sum REGEX: the sum of the counters whose whole names match; at least one must.
sum() {
	awk -v re="^($1)\$" '$1 ~ re { n += $2; found = 1 }
		END { print found ? n + 0 : -1 }' /tmp/counters
}

# What the kernel itself counts.
vmstat() {
	awk -v name="$1" '$1 == name { print $2 }' /proc/vmstat
}

# An independent witness: kprobe events of tracefs on the same functions.
witness_on() {
	for function in do_swap_page __folio_lock_or_retry lock_mm_and_find_vma; do
		echo "p:witness/$function $function" >>$tracing/kprobe_events
	done
	echo 1 >$tracing/events/witness/enable
}

# witness_read: hits of the three into $hits_swap, $hits_folio, $hits_mmap,
# without starting a process, which would take faults of its own.
witness_read() {
	while read -r function hits missed; do
		[ "$missed" -eq 0 ] || echo "# the witness missed $missed of $function"
		case $function in
		do_swap_page) hits_swap=$hits ;;
		__folio_lock_or_retry) hits_folio=$hits ;;
		lock_mm_and_find_vma) hits_mmap=$hits ;;
		esac
	done <$tracing/kprobe_profile
}

# quiet: nothing in flight any more, within ten seconds.
quiet() {
	for _ in $(seq 100); do
		snap
		[ "$(get in_flight)" -eq 0 ] && [ "$(get retry_pending)" -eq 0 ] &&
			return
		sleep 0.1
	done
	return 1
}

# The identities that hold when the machine is quiet.
identities() {
	check "the machine gets quiet" quiet
	for lock in vma mmap mmap_nouser; do
		equal "retries under $lock have one reason each" \
			"$(sum "fault[.]${lock}[.].*[.]retry(_major)?")" \
			"$(sum "retry[.]${lock}[.].*")"
		equal "folio lock retries under $lock are those that let go" \
			"$(get retry.$lock.folio_lock)" \
			"$(sum "folio_lock[.]${lock}[.](dropped|killed|nowait)")"
	done
	equal "each VMA-lock retry fell back or was given up" \
		"$(sum 'retry[.]vma[.].*')" \
		"$(sum 'fallback[.]swap_retry|abandoned|retry_pending|untracked')"
	at_most "no more avoidable fallbacks than fallbacks" \
		"$(get fallback.swap_retry_avoidable)" "$(get fallback.swap_retry)"
	equal "calls seen are calls made less those missed" \
		"$(awk '$1 == "do_swap_page" { print $4 - $5 }' $stat/hooks)" \
		"$(sum 'fault[.].*')"
}
