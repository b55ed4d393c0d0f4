# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# work, jobs, logs and running are set by scripts/check.
# shellcheck disable=SC2154,SC2034
#
# How scripts/check runs the tests, several at once, and tells how each went.
# To be sourced after check-prepare.sh.

# A line of these in the kernel's log fails the test that ran meanwhile.
SPLAT='WARNING:|BUG:|BUG at|Oops|INFO: (task|rcu|lockdep|possible)|Call Trace'
SPLAT="$SPLAT|possible (circular|recursive)|general protection|Kernel panic"
SPLAT="$SPLAT|RCU.*stall|soft lockup|KASAN|UBSAN|inconsistent lock"
# kmemleak also tells that it is there, or that it is not.
SPLAT="$SPLAT|kmemleak: ([0-9]+ new|Cannot|Found|Memory pool)"

# --- running one ------------------------------------------------------------

# Another check may run the same test: what a test of ours writes is in a directory of
# ours until it has ended. What an ended run has left there goes when the next begins.
logs_start() {
	for start_old in "$logs"/running.*; do
		! [ -d "$start_old" ] || kill -0 "${start_old##*.}" 2>/dev/null ||
			rm -rf "$start_old"
	done
	mkdir -p "$running"
}

# log_of NAME: the beginning of the names of its logs.
log_of() {
	printf '%s/%s\n' "$running" "$(printf '%s' "$1" | tr / -)"
}

# log_keep NAME DIRECTORY: copy them there, in the place of those of an earlier run.
log_keep() {
	mkdir -p "$2"
	keep_from=$(log_of "$1")
	keep_to=$2/${keep_from##*/}
	rm -f "$keep_to.log" "$keep_to.console"* "$keep_to.skip" "$keep_to.hung"
	cp "$keep_from".* "$2"
	sed -i "s,${keep_from}[.],$keep_to.,g" "$keep_to.log"
}

# check_run NAME: what it prints goes to its log; why it is skipped, to .skip.
check_run() {
	run_rest=${1#*/}
	run_log=$(log_of "$1")
	rm -f "$run_log.log" "$run_log.console"* "$run_log.skip" "$run_log.hung"
	# shellcheck disable=SC2046 # a list of needs
	if run_failed=$(need_failed $(test_needs "$1")); then
		echo "# $run_failed" >"$run_log.log"
		return 1
	fi
	run_lacking=$(check_lacking "$1")
	if [ -n "$run_lacking" ]; then
		echo "$run_lacking" | tee "$run_log.skip" >"$run_log.log"
		return 0
	fi
	case $1 in
	host/*) run_host "$run_rest" >"$run_log.log" 2>&1 ;;
	vm/*)
		run_vm_test "$run_rest" "$run_log" >"$run_log.log" 2>&1 && return
		check_hung || return 1
		run_vm_test "$run_rest" "$run_log" >"$run_log.log" 2>&1
		;;
	esac
}

# check_hung: did the VM stand still under emulation? That happens without the
# module too, so it says nothing of the test, which is run again. The first run
# is kept, and told of.
check_hung() {
	grep -q '^vm: error: the VM was ended: .*(tcg)$' "$run_log.log" || return
	cat "$run_log.log" "$run_log.console" >"$run_log.hung"
}

# After that a test on the host has failed: none takes half as long.
HOST_SECONDS=1200

# run_host NAME[/SERIES|/SUITE]
run_host() {
	host_dir=$work/host
	rm -rf "$host_dir"
	cp -r "$work/tree" "$host_dir"
	host_test=tests/host/${1%%/*}.sh
	host_kver=
	case $(test_says "$work/tree/$host_test" suites):$1 in
	:*/*) host_kver=$(kver_of "${1#*/}") ;;
	:*) ;;
	*)
		run_in_suite "${1#*/}"
		return
		;;
	esac
	[ -z "$(test_says "$work/tree/$host_test" packages)" ] || root_suite trixie side
	host_status=0
	# The root may be that of another check too.
	rm -rf "$work/host-tmp"
	mkdir "$work/host-tmp"
	root_run --bind "$host_dir:/mnt/tree" --bind "$work/host-tmp:/tmp" \
		env KVER="$host_kver" sh -c "cd /mnt/tree && exec timeout $HOST_SECONDS sh $host_test" ||
		host_status=$?
	root_suite trixie
	return "$host_status"
}

# run_in_suite SUITE: what host_test does to that root is thrown away.
run_in_suite() {
	mkdir "$work/copy"
	root_suite "$1"
	suite_status=0
	root_run --copy "$work/copy" --bind "$host_dir:/mnt/tree" \
		--bind "$work/deb:/mnt/deb" \
		env KERNELS="$(cat "$work/kernels-$1")" \
		sh -c "cd /mnt/tree && exec timeout $HOST_SECONDS sh $host_test" || suite_status=$?
	root_suite trixie
	rm -rf "$work/copy"
	return "$suite_status"
}

# run_vm_test NAME/SERIES/SWAP LOG
run_vm_test() {
	vm_name=${1%%/*}
	vm_series=${1#*/}
	vm_swap=${vm_series#*/}
	vm_series=${vm_series%/*}
	case $vm_swap in
	*-direct) vm_params=direct=1 ;;
	*) vm_params= ;;
	esac
	vm_status=0
	# shellcheck disable=SC2046 # options
	vm_boot $(test_says "$work/tree/tests/vm/$vm_name.sh" vm) ||
		vm_status=$?
	if [ "$vm_status" -ne 0 ]; then
		echo "# the test ended with status $vm_status"
	elif grep -q '^1[.][.]0 # SKIP ' "$2.log"; then
		sed -n 's/^1[.][.]0 # SKIP //p' "$2.log" >"$2.skip"
	elif ! grep -q '^1[.][.][1-9]' "$2.log"; then
		echo "# the test did not come to its end"
		vm_status=1
	elif grep -q '^not ok' "$2.log"; then
		vm_status=1
	fi
	if vm_complaints "$2.console"; then
		echo "# the kernel complained, see above"
		vm_status=1
	fi
	return "$vm_status"
}

# vm_complaints CONSOLE: prints what the kernel complained of, if anything.
vm_complaints() {
	vm_allowed=$(test_says "$work/tree/tests/vm/$vm_name.sh" console)
	{
		grep -E "$SPLAT" "$1" |
			grep -vE "BUG: KCSAN|${vm_allowed:-BUG: KCSAN}"
		data_races "$1"
	} | grep .
}

# data_races CONSOLE: the titles of KCSAN's reports that have the module on one of
# their stacks. Others are the kernel's own. So is that of the clock which is made
# to be read while it is written (a latch, which KCSAN does not know to be one).
data_races() {
	awk '
		/BUG: KCSAN: / { title = $0; ours = 0 }
		title && /\[vmalockstat\]/ { ours = 1 }
		title && /\] =====/ {
			if (ours && title !~ /ktime_get_mono_fast_ns/)
				print title
			title = ""
		}' "$1"
}

# vm_options SERIES: for a debug kernel, which is several times slower.
vm_options() {
	case $1 in
	*-debug | *-kcsan) echo --timeout 1200 ;;
	*) echo --timeout 240 ;;
	esac
}

# vm_programs: the programs that the test wants, if they are for this kernel.
vm_programs() {
	case $(arch_of "$vm_series"):$(test_says "$work/tree/tests/vm/$vm_name.sh" programs) in
	amd64:?*) echo --put "$work/programs" ;;
	esac
}

# vm_boot OPTION...
vm_boot() {
	# shellcheck disable=SC2046 # options
	child_start sh "$SCRIPTS/vm" --kernel "$(kver_of "$vm_series")" \
		--log "$run_log.console" $(vm_options "$vm_series") $(vm_programs) \
		--disk 512 --modules "virtio_blk zram" \
		--put "$work/module-$vm_series/vmalockstat.ko" \
		--put "$work/module-$vm_series/no" \
		--put "$work/module-$vm_series/hmm" \
		--put "$work/w-$(arch_of "$vm_series"):/w" --put "$work/tree/tests/vm:/t" "$@" \
		-- sh -c "cd /t && swap=${vm_swap%-direct} params=$vm_params && . ./$vm_name.sh"
	# shellcheck disable=SC2034 # for on_exit
	polite_pids=$CHILD
	vm_boot_status=0
	child_wait "$CHILD" || vm_boot_status=$?
	polite_pids=
	return "$vm_boot_status"
}

# --- running them all -------------------------------------------------------

# check_worker INDEX NAME...: take those that nobody else has taken, the first first
# that has what it needs. Tests on the host share the root, so one worker has them all.
check_worker() {
	worker_index=$1
	shift
	while :; do
		worker_left=0
		worker_number=0
		for worker_name; do
			worker_number=$((worker_number + 1))
			[ ! -e "$work/taken/$worker_number" ] || continue
			case $worker_index:$worker_name in
			1:*) ;;
			*:host/*) continue ;;
			esac
			worker_left=$((worker_left + 1))
			read -r worker_needs <"$work/needs/$worker_number" || :
			# shellcheck disable=SC2086 # a list of needs
			! need_missing $worker_needs || continue
			mkdir "$work/taken/$worker_number" 2>/dev/null || continue
			worker_began=$(now)
			worker_status=0
			check_run "$worker_name" || worker_status=$?
			echo "$worker_status $(($(now) - worker_began)) $worker_name" \
				>>"$work/results"
			continue 2
		done
		[ "$worker_left" -gt 0 ] || break
		setpriv --pdeathsig KILL -- sleep 0.5
	done
}

# check_start NAME...: the workers.
check_start() {
	mkdir "$work/taken"
	: >"$work/results"
	workers=
	for start_index in $(seq "$jobs"); do
		subshell_start check_worker "$start_index" "$@"
		workers="$workers $SUBSHELL"
	done
}

# check_result: read the next of the results, when there is one; sets result_status,
# result_seconds and result_name.
check_result() {
	while ! read -r result_status result_seconds result_name <&6; do
		result_alive=
		for result_pid in $workers; do
			! kill -0 "$result_pid" 2>/dev/null || result_alive=1
		done
		# The last worker may have written one just before it ended.
		if [ -z "$result_alive" ]; then
			read -r result_status result_seconds result_name <&6 && return
			die "the tests were broken off"
		fi
		sleep 0.2
	done
}

# check_report COUNT: how each went, as soon as it has ended; adds to passed, failed,
# skipped, test_seconds and failed_names.
check_report() {
	report_number=0
	exec 6<"$work/results"
	while [ "$report_number" -lt "$1" ]; do
		report_number=$((report_number + 1))
		check_result
		report_log=$(log_of "$result_name")
		test_seconds=$((test_seconds + result_seconds))
		if [ "$result_status" -ne 0 ]; then
			failed=$((failed + 1))
			failed_names="$failed_names $result_name"
			check_show "$result_name"
			echo "not ok $report_number $result_name # $result_seconds s"
		elif [ -s "$report_log.skip" ]; then
			skipped=$((skipped + 1))
			echo "ok $report_number $result_name # SKIP $(cat "$report_log.skip")"
		else
			passed=$((passed + 1))
			sed -n 's/^ok .* # SKIP /  # a part was skipped: /p' "$report_log.log"
			[ ! -e "$report_log.hung" ] ||
				echo "  # the first VM hung, this is the second: $logs/${report_log##*/}.hung"
			echo "ok $report_number $result_name # $result_seconds s"
		fi
		log_keep "$result_name" "$logs"
	done
	exec 6<&-
	# shellcheck disable=SC2086 # lists
	wait $workers $preparers || :
	polite_pids=
}

# check_show NAME: what a failed test has to say. Its logs are kept aside, where
# the next run of it does not write over them.
check_show() {
	log_keep "$1" "$logs/failed"
	show_log=$keep_to
	if ! grep -E '^(not ok|# |Bail out)' "$show_log.log" | head -n 40 |
		sed 's/^/  # /' | grep .; then
		tail -n 20 "$show_log.log" | sed 's/^/  # /'
	fi
	echo "  # all of it: $show_log.log"
	[ ! -e "$show_log.console" ] ||
		echo "  # kernel log: $show_log.console"
	echo "  # to run it again: $(check_command "$1")"
}

# check_why NAME...: once more and last, where it is seen, what failed in them.
check_why() {
	for why_name; do
		echo "failed: $why_name"
		why_log=$(log_of "$why_name").log
		grep -A 1 -E '^(not ok|Bail out|# the )' "$why_log" >"$work/why" ||
			tail -n 5 "$why_log" >"$work/why"
		grep -v '^--$' "$work/why" | head -n 12 | sed 's/^/  # /'
		echo "  # to run it again: $(check_command "$why_name")"
	done
}
