# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Half of the variables are set for the tests, or by what starts them.
# shellcheck disable=SC2034,SC2154
#
# What the tests share that run in a VM. Each test is sourced into a shell
# of its own, with the swap to use in $swap: zram, disk, zswap (before the disk)
# or none, and parameters for each load of the module in $params. It ends with
# done_testing or skip_all. Lines of TAP come out on standard output.

stat=/sys/kernel/debug/vmalockstat
param=/sys/module/vmalockstat/parameters
tracing=/sys/kernel/tracing
kmemleak=/sys/kernel/debug/kmemleak
ko=/vmalockstat.ko
tests_run=0
tests_failed=0

echo "# kernel: $(uname -r), swap: $swap${params:+, $params}"

# kernel_learn: what this kernel has, as the header of counters says with every hook
# wanted. Lines of it stay in /tmp/kernel. tests/vm/files.sh checks what it says.
kernel_learn() {
	insmod $ko enabled=0 hooks=all,read all_faults=1 max_faults=16 || {
		echo "Bail out! insmod failed"
		exit 1
	}
	header_of $stat/counters >/tmp/kernel
	rmmod vmalockstat
}

# header_of FILE: the lines that files for programs begin with.
header_of() {
	sed '/^hook[.]handle_mm_fault /q' "$1"
}

# There was no VMA lock before 6.4, and all that is counted is under mmap_lock there.
has_vma_lock() {
	grep -qx 'vma_lock 1' /tmp/kernel
}

# has_hook NAME: this kernel has the function, and lets it be hooked.
has_hook() {
	grep -qx "hook[.]$1 off" /tmp/kernel
}

# Writers of VMAs can be hooked: __vma_start_write() is out of line.
has_writer() {
	has_hook vma_start_write
}

kernel_learn
# How many hooks there are by default: those of all_faults=1 and hooks=read are not among
# them.
default_hooks=$(grep '^hook[.].* off$' /tmp/kernel |
	grep -cvE '^hook[.](lock_vma_under_rcu|handle_mm_fault|swap_read|swap_read_unplug|zswap_load) ')
# How many of hooks=read: zswap_load is armed only once zswap is in use.
read_hooks=$(grep -cE '^hook[.](swap_read|swap_read_unplug) off$' /tmp/kernel)
# Faults in do_swap_page(): all but those on shared memory.
in_do_swap_page='fault[.][a-z_]*[.](swap|migration|device_exclusive|device_private|hwpoison|pte_marker|other)[.].*'
# The lock that a fault from user mode begins under, and its name in words.
user_lock=mmap
user_lock_is=mmap_lock
! has_vma_lock || {
	user_lock=vma
	user_lock_is="the VMA lock"
}

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

# skip WHAT REASON: a test point that this kernel cannot be asked.
skip() {
	tests_run=$((tests_run + 1))
	echo "ok $tests_run - $1 # SKIP $2"
}

# skip_all REASON: the whole test.
skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

# Times mean little on a debug kernel under emulation: only those that say
# something about the kernel's path, not about its speed, are asked there.
# time_at_least and time_at_most are at_least and at_most for the others.
slow_kernel() {
	case $(uname -r) in
	*-debug | *-kcsan) ;;
	*) return 1 ;;
	esac
}

time_at_least() {
	if slow_kernel; then
		skip "$1" "no times on a debug kernel"
	else
		at_least "$@"
	fi
}

time_at_most() {
	if slow_kernel; then
		skip "$1" "no times on a debug kernel"
	else
		at_most "$@"
	fi
}

# since MAJOR.MINOR: is the kernel that new?
since() {
	since_has=$(uname -r | awk -F '[.-]' '{ print $1 * 1000 + $2 }')
	[ "$since_has" -ge "$(echo "$1" | awk -F . '{ print $1 * 1000 + $2 }')" ]
}

# no_leaks: what the module did not free. kmemleak reports an object when that
# is five seconds old and a second scan finds it unchanged; it can hide from one
# scan, and be no leak in the next. The file never has a size.
no_leaks() {
	rmmod vmalockstat 2>/dev/null
	sleep 6
	for _ in 1 2 3; do
		echo scan >$kmemleak
	done
	! grep . $kmemleak
}

# kmemleak_works: it is there, on, and open to us, which it is not in lockdown.
kmemleak_works() {
	[ -e $kmemleak ] && echo scan 2>/dev/null >$kmemleak
}

done_testing() {
	! kmemleak_works || check "no leak" no_leaks
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
	zswap)
		swap_device=/dev/vda
		echo 1 >/sys/module/zswap/parameters/enabled
		;;
	esac
	mkswap "$swap_device" >/dev/null
	swapon "$swap_device"
}

# load [PARAMETER...]: the module, or the test cannot go on.
load() {
	# shellcheck disable=SC2086 # none or more of them
	insmod $ko $params "$@" || {
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

# below_zero: how many numbers of the snapshot are near 2^64, as those are that went
# below zero. No time since the boot has so many digits.
below_zero() {
	awk '$2 ~ /^[0-9]+$/ && length($2) > 15' /tmp/counters | wc -l
}

# head_of NAME: the value of a line of the header of the snapshot.
head_of() {
	header_of /tmp/counters | sed -n "s/^$1 //p"
}

# armed: how many hooks are armed.
armed() {
	awk '$3 == "armed"' $stat/hooks | wc -l
}

# hook_is NAME-OR-SYMBOL STATE: what hooks says of it, in its third column. Sentences may
# follow that begin with a name.
hook_is() {
	awk -v name="$1" -v state="$2" \
		'$1 == name || $2 == name { is = $3; exit } END { exit is != state }' $stat/hooks
}

# well_formed FILE: the header of format 2, each line once and in its place, and one
# line "end", which is the last.
well_formed() {
	awk '
		function want(line, regex) {
			if (NR == line && $0 !~ "^" regex "$") {
				print "# line " NR " is " $0
				bad = 1
			}
		}
		{
			want(1, "format 2")
			want(2, "kernel [^ ]+")
			want(3, "vma_lock [01]")
			want(4, "run_delay [01]")
			want(5, "since_reset_ns [0-9]+")
			want(6, "experiment none")
			want(7, "taken_ns [0-9]+")
			want(8, "counting [01]")
			want(9, "timing [01]")
			if (ended)
				bad = 1
			ended = $0 == "end"
		}
		/^hook[.]/ {
			if (NR != 10 + hooks++)
				bad = 1
			if ($2 !~ /^(unwanted|unavailable|mismatch|off|silent|armed)$/ || NF != 2)
				bad = 1
		}
		END { exit bad || !ended || hooks != 15 }' "$1"
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

# moved WHAT: print the counters of the snapshot that are not 0.
moved() {
	echo "# after: $1"
	awk 'NR > 24 && $2 > 0 { printf "# moved: %s %s\n", $1, $2 }' /tmp/counters
}

# thp_off: no huge pages, if this kernel has any. Whole PMDs do not come to
# do_swap_page().
thp=/sys/kernel/mm/transparent_hugepage
thp_off() {
	[ ! -e $thp ] || echo never >$thp/enabled
}

# cgroup_make: a memory cgroup for workloads, in $cgroup.
cgroup_make() {
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	cgroup=/sys/fs/cgroup/test
	mkdir $cgroup
}

# seen_by_witness WHAT COMMAND...: run it between two looks of the witness and
# demand that it saw the same calls of do_swap_page(). Other programs must not
# fault on swap in between.
seen_by_witness() {
	seen_what=$1
	shift
	reset
	witness_read
	seen_before=$hits_swap
	"$@" >/tmp/out 2>&1
	seen_status=$?
	sed 's/^/# /' /tmp/out
	witness_read
	equal "$seen_what: the workload did what it says" $seen_status 0
	identities
	equal "$seen_what: the witness of do_swap_page agrees" \
		$((hits_swap - seen_before)) "$(sum "$in_do_swap_page|missed[.]do_swap_page")"
	equal "$seen_what: nothing was missed" "$(sum 'missed[.].*|untracked')" 0
	equal "$seen_what: each call of __folio_lock_or_retry was counted" \
		"$(get calls.folio_lock_or_retry)" "$(sum 'folio_lock[.].*')"
	equal "$seen_what: each call of lock_mm_and_find_vma has a cause" \
		"$(get calls.lock_mm_and_find_vma)" \
		"$(sum 'fallback[.](swap_retry|mmap_retry|kernel|other)')"
	moved "$seen_what"
}

# while_running FUNCTION COMMAND...: runs the command, and the function again and
# again until it ends; a line for each time in /tmp/times_done.
while_running() {
	running_step=$1
	shift
	"$@" &
	running_pid=$!
	while kill -0 "$running_pid" 2>/dev/null; do
		"$running_step" || return
		echo >>/tmp/times_done
	done
	wait "$running_pid"
}

# The identities that hold when the machine is quiet.
identities() {
	check "the machine gets quiet" quiet
	for lock in vma mmap mmap_nouser; do
		equal "retries under $lock have one reason each" \
			"$(sum "fault[.]${lock}[.].*[.]retry(_major)?")" \
			"$(sum "retry[.]${lock}[.].*")"
		equal "retries under $lock for a locked folio are those that dropped the lock" \
			"$(sum "retry[.]${lock}[.](own_read|other_read|busy)")" \
			"$(sum "folio_lock[.]${lock}[.](dropped|killed|nowait)")"
	done
	equal "each VMA-lock retry fell back or was given up" \
		"$(sum 'retry[.]vma[.].*')" \
		"$(sum 'fallback[.]swap_retry|abandoned|retry_pending|untracked')"
	at_most "second rounds under mmap_lock are those that retried there" \
		"$(get fallback.mmap_retry)" "$(sum 'retry[.]mmap[.].*')"
	at_most "no more avoidable fallbacks than fallbacks" \
		"$(get fallback.swap_retry_avoidable)" "$(get fallback.swap_retry)"
	! has_vma_lock || whatif_identities
	has_vma_lock ||
		equal "nothing is under a lock that this kernel has not" \
			"$(sum '(fault|retry|folio_lock)[.]vma[.].*|fallback[.]swap_retry|abandoned')" 0
	check "counters is well-formed" well_formed /tmp/counters
	call_identities
}

# Each hook has seen what it counted: all that is counted of one that was followed, and
# nothing of one that was missed but the cause of a fallback. What began before a reset is
# seen and not counted.
call_identities() {
	equal "each call of do_swap_page, and of shmem_swapin_folio for a fault, ended once" \
		"$(sum 'calls[.](do_swap_page|shmem_swapin_folio)')" "$(sum 'fault[.].*|in_flight')"
	equal "shared memory never retries" "$(sum 'fault[.].*[.]shmem[.]retry(_major)?')" 0
	equal "hooks has the same calls" \
		"$(awk '$1 == "do_swap_page" { print $4 - $5 }' $stat/hooks)" \
		"$(get calls.do_swap_page)"
	at_least "each wait is of a call of __folio_lock_or_retry" \
		"$(get calls.folio_lock_or_retry)" "$(sum 'folio_lock[.].*')"
	at_least "each fallback is of a call of lock_mm_and_find_vma" \
		"$(sum '(calls|missed)[.]lock_mm_and_find_vma')" \
		"$(sum 'fallback[.](swap_retry|mmap_retry|kernel|other)')"
	at_most "no more calls without a VMA than calls" "$(get fallback.no_vma)" \
		"$(get calls.lock_mm_and_find_vma)"
	grep -q '^writer' /tmp/counters || return 0
	at_least "each write lock is of a call of __vma_start_write" \
		"$(get calls.vma_start_write)" "$(get writer.attempt)"
	at_least "no more writers waited than there were" \
		"$(get writer.attempt)" "$(get writer.waited)"
}

# Each wait and each fallback has one answer.
whatif_identities() {
	at_most "no fallback has two answers" "$(sum 'whatif[.]retry_vma[.].*')" \
		"$(get fallback.swap_retry)"
	at_least "avoidable fallbacks would have had a VMA lock" \
		"$(get whatif.retry_vma.avoided)" "$(get fallback.swap_retry_avoidable)"
	at_most "no more waits with a writer than waits" \
		"$(get whatif.hold.waits_with_mm_writer)" \
		"$(sum 'folio_lock[.]vma[.](dropped|killed)')"
	grep -q '^writer' /tmp/counters || return 0
	equal "each wait was counted once" \
		"$(sum 'whatif[.]hold[.]waits_(free|blocking|lost)')" \
		"$(sum 'folio_lock[.]vma[.](dropped|killed)')"
	at_most "no more writers blocked than waits that block" \
		"$(get whatif.hold.writers_blocked)" "$(get whatif.hold.waits_blocking)"
}

# snap_times, get_time NAME: the same for latency.
snap_times() {
	cat $stat/latency >/tmp/latency
}

get_time() {
	awk -v name="$1" '$1 == name { print $2; found = 1 }
		END { if (!found) { print -1; exit 1 } }' /tmp/latency
}

# count_times REGEX: the samples of all times whose names match.
count_times() {
	awk -v re="^($1)[.]count\$" '$1 ~ re { n += $2 } END { print n + 0 }' /tmp/latency
}

same_header() {
	for file in /tmp/counters /tmp/latency; do
		header_of $file | grep -vE '^(since_reset_ns|taken_ns) ' >$file.header
	done
	cmp /tmp/counters.header /tmp/latency.header
}

# time_percentile NAME PERCENT: the top of the bucket in which it lies, in us.
time_percentile() {
	awk -v name="$1" -v percent="$2" '
		$1 == name { top[++n] = $3; count[n] = $4; all += $4 }
		END {
			for (i = 1; i <= n; i++) {
				seen += count[i]
				if (seen * 100 >= all * percent)
					break
			}
			printf "%d\n", top[i] / 1000
		}' /tmp/latency
}

# time_share NAME OF: what part of the time OF is the time NAME, in percent. Of sums and of
# medians the larger: an emulated CPU that stands still spoils the sum of one of them, and
# medians are known to a factor of two only.
time_share() {
	share_sums=$(($(get_time "$1.sum") * 100 / $(get_time "$2.sum")))
	share_medians=$(($(time_percentile "$1" 50) * 100 / $(time_percentile "$2" 50)))
	echo $((share_sums > share_medians ? share_sums : share_medians))
}

# Each time was taken once for each event that it belongs to. After quiet.
times_tie() {
	snap
	snap_times
	check "latency is well-formed" well_formed /tmp/latency
	check "latency has the same header, but for the moment" same_header
	for lock in vma mmap mmap_nouser; do
		equal "hold.$lock has all faults" \
			"$(get_time "hold.$lock.count")" "$(sum "fault[.]${lock}[.].*")"
		equal "hold_ns.$lock.* is all of hold.$lock" \
			"$(sum "hold_ns[.]${lock}[.].*")" "$(get_time "hold.$lock.sum")"
		equal "migration_wait.$lock has all on migration entries" \
			"$(get_time "migration_wait.$lock.count")" \
			"$(sum "fault[.]${lock}[.]migration[.].*")"
	done
	equal "folio_wait.dropped has all waits with the lock dropped" \
		"$(get_time folio_wait.dropped.count)" "$(sum 'folio_lock[.].*[.]dropped')"
	equal "folio_wait.held has all waits with the lock held" \
		"$(get_time folio_wait.held.count)" "$(sum 'folio_lock[.].*[.]locked')"
	# The time of one that was missed is not taken.
	at_most "fallback_wait has swap retries that came to mmap_lock" \
		"$(get_time fallback_wait.count)" "$(get fallback.swap_retry)"
	at_least "and all of them that were followed" \
		"$(($(get_time fallback_wait.count) + $(get missed.lock_mm_and_find_vma)))" \
		"$(get fallback.swap_retry)"
	at_most "retry_cost has those that got it" \
		"$(get_time retry_cost.count)" "$(get fallback.swap_retry)"
	at_least "retry_cost has all that can have got it" \
		"$(get_time retry_cost.count)" \
		$(($(get_time fallback_wait.count) - $(get fallback.no_vma)))
	for lock in vma mmap mmap_nouser; do
		equal "shmem_swapin.$lock has all faults on shared memory" \
			"$(get_time "shmem_swapin.$lock.count")" \
			"$(sum "fault[.]${lock}[.]shmem[.].*")"
		# One that finds its pte changed after the read is a minor one.
		at_most "swap_read.$lock has no more than the faults on swap" \
			"$(get_time "swap_read.$lock.count")" \
			"$(sum "fault[.]${lock}[.]swap[.].*")"
	done
	if has_vma_lock; then
		equal "each fallback that was followed has an answer" \
			"$(sum 'whatif[.]retry_vma[.].*')" "$(get_time fallback_wait.count)"
		equal "whatif.retry_vma.saved has those avoided" \
			"$(get_time whatif.retry_vma.saved.count)" \
			"$(get whatif.retry_vma.avoided)"
	fi
	if grep -q '^writer' /tmp/counters; then
		equal "writer_wait has the writers that waited" \
			"$(get_time writer_wait.count)" "$(get writer.waited)"
		equal "whatif.hold.writer_wait has those that would have" \
			"$(get_time whatif.hold.writer_wait.count)" \
			"$(get whatif.hold.writers_blocked)"
	fi
	# One that found no VMA has its wait in the first alone.
	[ "$(get fallback.no_vma)" -ne 0 ] ||
		at_most "no retry took less in all than its wait for mmap_lock" \
			"$(get_time fallback_wait.sum)" "$(get_time retry_cost.sum)"
	equal "no bucket lies above the longest of its times" \
		"$(awk 'NF == 4 { top[$1] = $2 }
			$1 ~ /[.]max$/ { sub(/[.]max$/, "", $1); max[$1] = $2 }
			END { for (name in top) bad += top[name] > max[name]; print bad + 0 }' \
			/tmp/latency)" 0
}
