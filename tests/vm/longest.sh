# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# The longest hold and the stacks of those that held a lock for long, of faults that are
# known to sleep in a known place: on a disk of which each read takes 100 ms shared memory is
# waited for with the VMA lock held, and private memory that is gone again when its fault
# comes back with mmap_lock held.
# swap: disk
# default: 7.3/disk
# also: 6.1/disk 6.12/disk 7.3-debug/disk
# vm: --disk-opts throttling.iops-read=10

. ./lib.sh

has_stacks() {
	since 6.12
}

# snap_longest: longest, and latency of the same time, as nothing happens in between.
snap_longest() {
	quiet
	cat $stat/longest >/tmp/longest
	snap_times
	cat $stat/stacks >/tmp/stacks
}

# longest FIELD, of the lock $lock.
longest() {
	sed -n "s/^longest[.]${lock}[.]$1 //p" /tmp/longest
}

# of_stacks NAME: one of the lines that are not of a stack.
of_stacks() {
	sed -n "s/^$1 //p" /tmp/stacks
}

# stack_with LOCK FRAME...: the number of the first stack under that lock that has these
# functions, the innermost one first.
stack_with() {
	awk -v lock="$1" -v frames="$(shift; echo "$*")" '
		BEGIN { wanted = split(frames, want, " ") }
		$1 ~ /[.]lock$/ { have = $2 == lock; at = 1 }
		have && $1 ~ /[.]frame$/ && index($2, want[at] "+") == 1 && ++at > wanted {
			split($1, name, ".")
			print name[2]
			exit
		}' /tmp/stacks
}

# stack FIELD: of the stack $stack.
stack() {
	sed -n "s/^stack[.]${stack}[.]$1 //p" /tmp/stacks
}

# none_longest WHAT: no lock was held.
none_longest() {
	equal "$1: no lock was held" "$(grep -c '^longest[.].*[.]held_ns 0$' /tmp/longest)" 3
	equal "$1: and nobody held one" "$(grep -c '^longest[.]' /tmp/longest)" 3
	equal "$1: as latency says" "$(count_times 'hold[.].*')" 0
}

# record_is KIND COMM WHAT: the record of $lock.
record_is() {
	grep "^longest[.]${lock}[.]" /tmp/longest | sed 's/^/# /'
	check "longest is well-formed" well_formed /tmp/longest
	for of in vma mmap mmap_nouser; do
		equal "$of: the longest hold is that of latency" \
			"$(lock=$of longest held_ns)" "$(get_time hold.$of.max)"
	done
	equal "$lock: its parts are all of it" "$(awk -v lock="$lock" '
		$1 ~ "^longest[.]" lock "[.](read|reclaim|throttle|folio_wait|cpu|runnable|asleep)_ns$" {
			sum += $2
		}
		END { print sum + 0 }' /tmp/longest)" "$(longest held_ns)"
	at_least "$lock: most of it asleep in $3, in us" \
		$(($(longest "$3") / 1000)) $(($(longest held_ns) / 2000))
	time_at_least "$lock: for a good part of a read, in us" $(($(longest held_ns) / 1000)) 50000
	equal "$lock: on $1" "$(longest kind | grep -c "^$1\$")" 1
	equal "$lock: by $2" "$(longest comm | grep -c "^$2\$")" 1
	equal "$lock: on the first swap device" "$(longest swap)" 0
	equal "$lock: in its cgroup" "$(longest cgroup)" "$(stat -c %i $cgroup)"
	at_most "$lock: it has ended" "$(longest ended_ns)" "$(sed -n 's/^taken_ns //p' /tmp/longest)"
	at_least "$lock: since the reset" "$(longest ended_ns)" $(($(sed -n 's/^taken_ns //p' /tmp/longest) -
		$(sed -n 's/^since_reset_ns //p' /tmp/longest)))
}

# stack_is COMM: the stack $stack, of the lock of the record.
stack_is() {
	grep "^stack[.]${stack}[.]" /tmp/stacks | sed 's/^/# /'
	at_least "it was seen" "$(stack count)" 1
	equal "in $1" "$(stack comm | grep -c "^$1\$")" 1
	at_least "that had held the lock for longer than the threshold" "$(stack longest_ns)" 30000000
	at_most "and no longer than the longest" "$(stack longest_ns)" "$(longest held_ns)"
}

# shared WHAT [OPTION...]: the workload, with the numbers that it prints.
shared() {
	shared_what=$1
	shift
	reset
	/w/swap_shmem -c $cgroup "$@" >/tmp/out
	equal "$shared_what: the workload finds its data" $? 0
	pid=$(sed 's/.* pid \([0-9]*\) .*/\1/' /tmp/out)
	from=$(sed 's/.* from \([0-9]*\) .*/\1/' /tmp/out)
	below=$(sed 's/.* below //' /tmp/out)
	snap_longest
}

# Shared memory, under the lock that a fault tries first.
shared_alone() {
	lock=$user_lock
	shared "shared memory" -p 8
	record_is shmem swap_shmem asleep_ns
	equal "it began a read" "$(longest outcome | grep -c '^major$')" 1
	equal "it is the task" "$(longest pid)" "$pid"
	equal "of the process" "$(longest tgid)" "$pid"
	at_least "the address is in the memory" $(($(longest address))) "$from"
	at_most "from its beginning to its end" $(($(longest address))) $((below - 1))
	has_stacks || return
	check "stacks is well-formed" well_formed /tmp/stacks
	equal "each sample is of a stack" \
		"$(awk '$1 ~ /^stack[.].*[.]count$/ { n += $2 } END { print n + 0 }' /tmp/stacks)" \
		$(($(of_stacks samples) - $(of_stacks other)))
	stack=$(stack_with "$lock" folio_wait_bit_common shmem_swapin_folio handle_mm_fault)
	check "a stack waits for a folio in shmem_swapin_folio()" [ -n "$stack" ]
	stack_is swap_shmem
	equal "the task of it is that of the record" "$(stack pid)" "$pid"
	equal "nobody was there to write" "$(stack writers)" 0
	at_least "most samples are of it" "$(stack count)" $(($(of_stacks samples) / 2))
	/w/vmalockstat longest >/tmp/out
	equal "the command prints the record" "$(grep -c "task    swap_shmem, pid $pid of" /tmp/out)" 1
	equal "and the stack" "$(grep -c '^  shmem_swapin_folio+' /tmp/out)" \
		"$(grep -c 'frame shmem_swapin_folio+' /tmp/stacks)"
	/w/vmalockstat longest -j >/tmp/out
	check "as JSON" grep -q "\"pid\":$pid," /tmp/out
}

# Somebody waits for the VMA lock.
shared_and_written() {
	has_stacks || return
	shared "with a writer" -p 10 -w
	stack=$(awk '$1 ~ /[.]writers$/ && $2 { split($1, name, "."); print name[2]; exit }' /tmp/stacks)
	check "a stack has a writer" [ -n "$stack" ]
	equal "which waits for the VMA lock" "$(stack lock | grep -c '^vma$')" 1
	equal "it is the other thread" "$(stack writer_comm | grep -c '^swap_shmem$')" 1
	check "and not the one that faults" [ "$(stack writer_pid)" -gt "$pid" ]
}

# Private memory whose fault came back, under mmap_lock.
private() {
	has_vma_lock || return
	# On a slow kernel no page is gone again in time.
	! slow_kernel || return
	reset
	lock=mmap
	/w/swap_writer -e -p 20 -c $cgroup >/tmp/out
	equal "private memory: the workload finds its data" $? 0
	snap_longest
	record_is swap swap_writer folio_wait_ns
	stack=$(stack_with mmap folio_wait_bit_common do_swap_page handle_mm_fault)
	check "a stack waits for a folio in do_swap_page()" [ -n "$stack" ]
	stack_is swap_writer
	equal "waits without the VMA lock are no holds of it" \
		"$(stack_with vma __folio_lock_or_retry | wc -l)" 0
}

resets() {
	shared "before the reset" -p 3
	reset
	snap_longest
	none_longest "after a reset"
	equal "nor is there a stack" "$(of_stacks samples)" 0
	equal "at all" "$(grep -c '^stack[.]' /tmp/stacks)" 0
	# A fault that is in flight at the reset, and the last of its task. A slow kernel does
	# not stop the task and look in time.
	! slow_kernel || return
	/w/swap_shmem -p 10 -c $cgroup >/tmp/out &
	waits=$!
	in_flight=0
	while [ "$in_flight" -eq 0 ] && kill -CONT $waits; do
		usleep 20000
		grep -q out /tmp/out || continue
		kill -STOP $waits
		snap
		in_flight=$(get in_flight)
	done
	reset
	equal "a fault was in flight at a reset" "$in_flight" 1
	kill -9 $waits
	wait $waits 2>/dev/null
	snap_longest
	none_longest "which does not count"
	equal "nor does its stack" "$(of_stacks samples)" 0
}

switches() {
	lock=$user_lock
	echo 0 >$param/timing
	shared "without times" -p 3
	equal "no longest hold is known" "$(grep -c '^longest[.]' /tmp/longest)" 0
	! has_stacks || at_least "stacks are sampled all the same" "$(of_stacks samples)" 1
	echo 1 >$param/timing
	echo 0 >$param/enabled
	shared "not counting" -p 3
	none_longest "not counting"
	equal "no stack is sampled" "$(of_stacks samples)" 0
	echo 1 >$param/enabled
	has_stacks || return
	echo 0 >$param/stacks
	equal "off" "$(cat $param/stacks)" 0
	shared "stacks off" -p 3
	equal "none is sampled then" "$(of_stacks samples)" 0
	at_least "there is a longest hold" "$(longest held_ns)" 1
	echo 60000 >$param/stacks
	shared "a threshold that is not reached" -p 3
	equal "none is sampled either" "$(of_stacks samples)" 0
	equal "the file has the threshold" "$(of_stacks stacks_ms)" 60000
}

# refused VALUE LINE
refused() {
	dmesg -c >/dev/null
	! sh -c "echo $1 >$param/stacks" 2>/dev/null && dmesg | grep -q "vmalockstat: stacks.*$2"
}

parameters() {
	for value in -1 60001 abc; do
		check "stacks=$value" refused $value "must be a number from 0 to 60000"
	done
	equal "it is what it was" "$(cat $param/stacks)" "$1"
}

swap_on
cgroup_make
cat /proc/swaps >/dev/null
if ! has_stacks; then
	load
	check "stacks are refused" refused 30 "this kernel does not export stack_trace_save_tsk"
	parameters 0
	shared_alone
	resets
	switches
	unload
	check "stacks are refused at load" fails insmod $ko stacks=30
	done_testing
fi
for direct in 0 1; do
	echo "# direct=$direct"
	load stacks=30 direct=$direct
	cat /proc/swaps >/dev/null
	shared_alone
	equal "the swap device is known" "$(longest device | tr : ' ' | wc -w)" 2
	private
	shared_and_written
	resets
	[ $direct = 1 ] || {
		switches
		parameters 60000
	}
	unload
done
# Without that hook it is not known who holds a lock.
check "stacks without folio_lock_or_retry" fails insmod $ko stacks=30 hooks=
load hooks= stacks=0
cat $stat/longest >/tmp/longest
equal "nor is the longest hold known" "$(grep -c '^longest[.]' /tmp/longest)" 0
done_testing
