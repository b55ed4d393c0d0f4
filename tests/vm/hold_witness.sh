# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# shellcheck disable=SC2154 # from lib.sh
#
# hold_ns: its sums, its shares, and an independent witness of it, a trace of kprobe events
# and of the scheduler that hold_witness.awk adds up. To be sourced after lib.sh.

# hold_sums WHAT: the time that each lock was held is all of what it is split into. After
# quiet.
hold_sums() {
	snap
	snap_times
	for lock in vma mmap mmap_nouser; do
		equal "$1: hold_ns.$lock.* is all that $lock was held for" \
			"$(sum "hold_ns[.]${lock}[.].*")" "$(get_time "hold.$lock.sum")"
	done
}

# held_us WHAT [LOCK]: of the snapshot, under that lock or under any, in us.
held_us() {
	held_ns=$(sum "hold_ns[.](${2:-.*})[.]($1)")
	echo $((held_ns / 1000))
}

# held_share WHAT [LOCK]: the same in percent of the time held.
held_share() {
	held_all=$(held_us '.*' "${2:-}")
	echo $(($(held_us "$1" "${2:-}") * 100 / (held_all > 0 ? held_all : 1)))
}

# has_run_delay: the kernel knows how long a task has waited for a CPU.
has_run_delay() {
	grep -q '^hold_ns[.].*[.]runnable ' /tmp/counters
}

# split_probe EVENT FUNCTION...: entry and return of the first of these that this kernel has.
split_probe() {
	probe_event=$1
	shift
	for probe_function; do
		grep -q " [tT] $probe_function$" /proc/kallsyms || continue
		echo "p:split/$probe_event $probe_function"
		echo "r:split/${probe_event}_end $probe_function"
		break
	done >>"$tracing/kprobe_events"
}

# split_on: the witness, its events off.
split_on() {
	# Not $retval, for which the kernel searches its types for seconds.
	case $(uname -m) in
	x86_64) split_register=ax ;;
	*) split_register=x0 ;;
	esac
	for split_fault in do_swap_page shmem_swapin_folio; do
		echo "p:split/fault_$split_fault $split_fault"
		echo "r:split/fault_end_$split_fault $split_fault ret=%$split_register"
	done >>"$tracing/kprobe_events"
	echo "p:split/folio_lock __folio_lock_or_retry" >>"$tracing/kprobe_events"
	split_probe migration migration_entry_wait
	split_probe reclaim try_to_free_mem_cgroup_pages
	split_probe reclaim_direct try_to_free_pages
	split_probe throttle __mem_cgroup_handle_over_high mem_cgroup_handle_over_high
	echo 16384 >"$tracing/buffer_size_kb"
	echo mono >"$tracing/trace_clock"
}

# How much the witness may differ, in percent.
split_percent=10

# split_reads: the witness tells reads apart too, as the module does with hooks=all,read.
split_reads() {
	split_probe read swap_read_submit swap_read_folio swap_readpage
}

# split_switch 0|1
split_switch() {
	for switch_event in split sched/sched_switch sched/sched_wakeup; do
		echo "$1" >"$tracing/events/$switch_event/enable"
	done
}

# split_of NAME...: what the witness has of these, in us.
split_of() {
	awk -v names=" $* " 'index(names, " " $1 " ") { n += $2 } END { printf "%.0f\n", n }' \
		/tmp/split
}

# split_unasked: where the two may differ. The rest is cpu, which contains the probes of the
# witness. With PREEMPT_RT the scheduler takes a task that another CPU has woken up for
# running from then on, though its own CPU has to switch to it yet.
split_unasked() {
	case $(uname -r) in
	*-rt-*) echo " cpu runnable " ;;
	*) echo " cpu " ;;
	esac
}

# split_agrees: both have about the same, and are printed, in us.
split_agrees() {
	awk -v what="$seen_what" -v percent="$split_percent" -v unasked="$(split_unasked)" \
		-v slow="$(slow_kernel && echo 1)" '
		FNR == NR { theirs[$1] = $2; next }
		/^hold_ns[.]/ {
			name = $1
			sub(/.*[.]/, "", name)
			ours[name] += $2 / 1000
			held += $2 / 1000
		}
		function agree(name, a, b,	most) {
			all = all sprintf(" %s=%.0f/%.0f", name, a, b)
			most = b * percent / 100 + held / 100
			if (!index(unasked, " " name " ") && (a > b + most || b > a + most))
				bad = bad " " name
		}
		END {
			# A kernel that does not count it.
			if (!("runnable" in ours)) {
				theirs["asleep"] += theirs["runnable"]
				theirs["runnable"] = 0
			}
			for (name in ours)
				agree(name, ours[name], theirs[name])
			print "# " what ", and the witness, us:" all
			if (bad)
				print "# they differ:" bad
			exit bad && !slow
		}' /tmp/split /tmp/counters
}

# split_seen WHAT PROGRAM [OPTION]...: runs the workload, between a reset and a snapshot. The
# witness looks at all tasks of that name.
split_seen() {
	seen_what=$1
	shift
	for seen_filter in "$tracing"/events/split/*/filter; do
		echo "comm == \"$1\"" >"$seen_filter"
	done
	echo "prev_comm == \"$1\" || next_comm == \"$1\"" >"$tracing/events/sched/sched_switch/filter"
	echo "comm == \"$1\"" >"$tracing/events/sched/sched_wakeup/filter"
	echo >"$tracing/trace"
	reset
	split_switch 1
	seen_program=$1
	shift
	"/w/$seen_program" "$@" >/tmp/out 2>&1
	seen_status=$?
	split_switch 0
	sed 's/^/# /' /tmp/out
	equal "$seen_what: the workload did what it says" $seen_status 0
	check "$seen_what: the machine gets quiet" quiet
	hold_sums "$seen_what"
	equal "$seen_what: the trace is complete" "$(sed -n 's/^overrun: //p' \
		"$tracing"/per_cpu/cpu*/stats | awk '{ n += $1 } END { print n + 0 }')" 0
	sed 's/: \(fault\(_end\)*\)_[a-z_]*:/: \1:/; s/: reclaim_direct/: reclaim/' \
		"$tracing/trace" | awk -f hold_witness.awk >/tmp/split
	check "$seen_what: the witness has the same" split_agrees
}
