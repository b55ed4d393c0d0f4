# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What happened while a command ran, and what becomes of the command.

. tests/tools/lib.sh

# switch STATE KERNEL: a command that lets the machine go on to that state.
switch() {
	echo "ln -sfn '$DATA/$2/$1' '$TEMP/next' && mv -T '$TEMP/next' '$NOW'"
}

# line LABEL WANTED: of the text on stderr.
line() {
	same "$kernel $before-$after:$1" "$2" "$(labelled "$1" "$TEMP/err")"
}

# time_line LABEL NAME
time_line() {
	line "$1" "$(derived "table[.]$2")"
}

# reason_line LABEL NAME: a reason that no retry has is left out.
reason_line() {
	if [ "$(derived "$2")" = 0 ]; then
		line "$1" ""
	else
		line "$1" "$(derived "$2") $(derived "$2%") %"
	fi
}

check_text() {
	line "user swap faults served" "$(derived served)"
	line "  under the VMA lock" "$(derived vma) $(derived vma%) %"
	line "  under mmap_lock" "$(derived mmap) $(derived mmap%) %"
	line "swap faults not from user mode" "$(derived nouser)"
	line "swap faults tried under the VMA lock" "$(derived tried)"
	line "  retried" "$(derived retry) $(derived retry%) %"
	reason_line "    waits for the read it began" own
	reason_line "    waits for a read by another" other_read
	reason_line "    folio locked, not for a read" busy
	line "  fell back to mmap_lock" "$(derived fallb) $(derived fallb%) %"
	line "    no writer of mmap_lock in between" "$(derived avoid) $(derived avoid%) %"
	line "mmap_lock taken for a fault" "$(derived to_mmap_lock)"
	line "  after a swap retry under the VMA lock" "$(derived fallb)"
	line "  after a swap retry under mmap_lock" "$(derived second)"
	line "  fault in kernel mode" "$(derived kernel)"
	line "  other" "$(derived other)"
	time_line "VMA lock held by swap faults" hold.vma
	time_line "  swapping shared memory in" shmem_swapin.vma
	time_line "  reading from swap" swap_read.vma
	time_line "folio wait, fault lock dropped" folio_wait.dropped
	time_line "folio wait, fault lock held" folio_wait.held
	time_line "VMA lock dropped to mmap_lock held" retry_cost
	time_line "  waiting for mmap_lock" fallback_wait
	time_line "  saved by a retry under the VMA lock" whatif.retry_vma.saved
	line "time that swap faults held the VMA lock" "$(derived held)"
	line "  running, other than in these" "$(derived held[.]cpu)"
	line "  waiting for a CPU" "$(derived held[.]runnable)"
	line "  asleep for anything else" "$(derived held[.]asleep)"
	line "  reclaiming memory" "$(derived held[.]reclaim)"
	line "  fallbacks avoided" "$(derived avoided) %"
	if [ "$kernel" = 6.12 ]; then
		line "  waits with a writer of mmap_lock" "$(derived mm_writer) %"
	else
		line "  waits with a writer of the VMA" "$(derived blocking) %"
		line "  VMA write locks that would have waited" "$(derived blocked) %"
		line "  VMA write locks that did wait" "$(derived waited) %"
		time_line "writer waiting for readers of its VMA" writer_wait
		time_line "  added by holding the VMA lock" whatif.hold.writer_wait
	fi
	grep -q '^No calls were missed' "$TEMP/err" || not_ok "something was missed"
	awk 'length($0) > 80 && !/^System-wide/ { exit 1 }' "$TEMP/err" || not_ok "wider than 80"
	grep -q "^System-wide while .* ran: .* Linux ${kernel}[^ ]*, experiment none\$" "$TEMP/err" ||
		not_ok "no kernel or experiment"
}

for kernel in $KERNELS; do
	for pair in "before after" "middle after" "before middle"; do
		before=${pair% *} after=${pair#* }
		derive "$DATA/$kernel/$before" "$DATA/$kernel/$after"
		now "$DATA/$kernel/$before"
		expect 0 run -- sh -c "$(switch "$after" "$kernel"); echo its own output"
		same "stdout of the command" "its own output" "$(cat "$TEMP/out")"
		check_text

		now "$DATA/$kernel/$before"
		expect 3 run -j -o "$TEMP/json" sh -c "$(switch "$after" "$kernel"); exit 3"
		[ ! -s "$TEMP/err" ] || not_ok "stderr with -o: $(cat "$TEMP/err")"
		same "objects" 1 "$(wc -l <"$TEMP/json")"
		json "$TEMP/json" >"$TEMP/got"
		same "exit_status" "1 exit_status 3" "$(grep '^1 exit_status' "$TEMP/got")"
		sed -n 's/^1 \(counters[.]\|latency[.]\)/\1/p' "$TEMP/got" |
			grep -v max_exact | sort >"$TEMP/flat"
		grep '^\(counters\|latency\)[.]' "$TEMP/derived" | sort |
			diff - "$TEMP/flat" || not_ok "run -j: $kernel $pair"
	done
done

# all_faults ATTEMPT REFUSED SUCCESS RETRY_SWAP RETRY_OTHER, and of mmap_lock: into
# a directory, as with all_faults=1.
all_faults() {
	sed -i 's/^hook[.]\(lock_vma_under_rcu\|handle_mm_fault\) .*/hook.\1 armed/' "$1"/*
	sed -i -e "s/^hold_ns.vma.reclaim/vma_lock.attempt $2\nvma_lock.refused $3\nvma_lock.success $4\nvma_lock.retry_swap $5\nvma_lock.retry_other $6\nmmap_lock.success $7\nmmap_lock.retry_swap $8\nmmap_lock.retry_other $9\nhold_ns.vma.reclaim/" \
		-e 's/^\(missed\|calls\)[.]swap_show .*/&\n\1.lock_vma_under_rcu 0\n\1.handle_mm_fault 0/' "$1/counters"
}

# Faults of all kinds, and other entries, where there are any.
copy before 7.3
cp -r "$DATA/7.3/after" "$TEMP/later"
all_faults "$TEMP/copy" 100 7 80 4 9 20 1 2
all_faults "$TEMP/later" 1100 27 680 34 49 220 11 22
sed -i -e 's/^fault.vma.device_private.retry .*/fault.vma.device_private.retry 60/' \
	-e 's/^fault.mmap.device_private.minor .*/fault.mmap.device_private.minor 50/' \
	-e 's/^fault.mmap_nouser.device_private.minor .*/fault.mmap_nouser.device_private.minor 40/' \
	-e 's/^fault.vma.migration.major .*/fault.vma.migration.major 30/' "$TEMP/later/counters"
kernel=7.3 before=all after=kinds
expect 0 run -- sh -c "ln -sfn '$TEMP/later' '$TEMP/next' && mv -T '$TEMP/next' '$NOW'"
line "user faults of all kinds served" 800
same "all kinds under the VMA lock" "600 75.0 %" \
	"$(awk '/^user faults of all kinds/ { getline; print $5, $6, $7 }' "$TEMP/err")"
same "all kinds under mmap_lock" "200 25.0 %" \
	"$(awk '/^user faults of all kinds/ { getline; getline; print $3, $4, $5 }' "$TEMP/err")"
line "retried under the VMA lock" 70
line "  swap faults" 30
line "  other faults" 40
line "VMA lock requested" 1000
line "  refused" 20
line "  device_private" "0 60 50 40"
line "  migration" "30 0 0 0"
rm -r "$TEMP/later"
now "$DATA/7.3/before"
expect 0 run -- sh -c "$(switch after 7.3)"
! grep -qE 'faults by entry|of all kinds served' "$TEMP/err" || not_ok "sections of nothing"

# A gauge has no difference; missed calls are shown.
copy before 7.3
cp -r "$DATA/7.3/after" "$TEMP/later"
sed -i 's/^in_flight 0/in_flight 5/' "$TEMP/copy/counters"
sed -i 's/^in_flight 0/in_flight 3/; s/^missed.get_signal 0/missed.get_signal 4/
	s/^untracked 0/untracked 2/' "$TEMP/later/counters"
# step: a command that puts what is in $TEMP/later into the place of $TEMP/copy.
step="cp $TEMP/later/counters $TEMP/later/latency $TEMP/copy/"
expect 0 run -j -o "$TEMP/json" -- sh -c "$step"
json "$TEMP/json" | grep -q '^1 counters.in_flight 3$' || not_ok "in_flight"
copy before 7.3
sed -i 's/^in_flight 0/in_flight 5/' "$TEMP/copy/counters"
expect 0 run -- sh -c "$step"
says "Missed 4 calls (see hooks) and 2 fallbacks of retries: raise max_faults."

# The longest of a difference is known only when it is a new record.
now "$DATA/7.3/middle"
expect 0 run -j -o "$TEMP/json" sh -c "$(switch after 7.3)"
json "$TEMP/json" >"$TEMP/got"
sed -n 's/^\(.*\)[.]max .*/\1/p' "$DATA/7.3/after/latency" >"$TEMP/names"
while read -r name; do
	old=$(sed -n "s/^$name.max //p" "$DATA/7.3/middle/latency")
	new=$(sed -n "s/^$name.max //p" "$DATA/7.3/after/latency")
	n=$(sed -n "s/^1 latency.$name.count //p" "$TEMP/got")
	exact=false
	if [ "$new" -gt "$old" ] || [ "$n" = 0 ]; then
		exact=true
	fi
	same "exact $name" "$exact" "$(sed -n "s/^1 latency.$name.max_exact //p" "$TEMP/got")"
done <"$TEMP/names"

# The command's status, or the shell's for one that cannot be run.
now "$DATA/7.3/after"
expect 0 run true
expect 1 run -- false
expect 137 run -- sh -c 'kill -KILL $$'
says "exit status 137"
refused 127 run "$TEMP/no/such/command"
: >"$TEMP/data"
refused 126 run "$TEMP/data"
refused 126 run "$TEMP"
# Its words are its own, options too.
expect 0 run echo -j --help
same "options of the command" "-j --help" "$(cat "$TEMP/out")"
# They may be any bytes.
bytes=$(printf 'a"b\\c\td\303\251\377')
expect 0 run -j -o "$TEMP/json" -- printf %s "$bytes"
same "output" "$bytes" "$(cat "$TEMP/out")"
same "in JSON" "$(printf '1 command.2 a"b\\c\td\303\251\357\277\275')" \
	"$(json "$TEMP/json" | grep -a '^1 command.2 ')"

# interrupted SIGNAL COMMAND: with that signal sent to vmalockstat alone.
interrupted() {
	signal=$1
	shift
	status=0
	ASAN_OPTIONS=exitcode=99 "$TOOL" -d "$NOW" run "$@" >"$TEMP/out" 2>"$TEMP/err" &
	pid=$!
	sleep 0.5
	kill -"$signal" $pid
	wait $pid || status=$?
	grep -q '^user swap faults served' "$TEMP/err" || not_ok "SIG$signal: nothing is printed"
}
# The shell ignores SIGINT for what runs in the background, so env sets it right.
interrupted INT env --default-signal=INT sleep 10
same "SIGINT" 130 "$status"
interrupted TERM sleep 10
same "SIGTERM" 143 "$status"
interrupted HUP sleep 10
same "SIGHUP" 129 "$status"
interrupted INT sh -c 'trap "exit 5" INT; sleep 1 & wait'
[ "$status" = 5 ] || [ "$status" = 0 ] || not_ok "a command with a trap: $status"
# A command that was stopped and goes on is waited for.
ASAN_OPTIONS=exitcode=99 expect 4 run -- sh -c '(sleep 0.3; kill -CONT $$) & kill -STOP $$; exit 4'

# After a reset there is nothing to show, whatever became of the counters since.
for kernel in $KERNELS; do
	for state in before after; do
		now "$DATA/$kernel/middle"
		later=$(new_reset "$DATA/$kernel/$state")
		refused 8 run -- sh -c "ln -sfn $later $TEMP/next && mv -T $TEMP/next $NOW; exit 5"
		says "the counters were reset while 'sh' ran (exit status 5): nothing to show"
	done
done
# A reset a nanosecond ago is one; the same numbers again are none.
copy middle 7.3
cp -r "$DATA/7.3/after" "$TEMP/reset"
sed -i 's/^since_reset_ns .*/since_reset_ns 1/' "$TEMP/reset"/*
refused 8 run -- sh -c "ln -sfn $TEMP/reset $TEMP/next && mv -T $TEMP/next $NOW"
now "$TEMP/copy"
expect 0 run true
# Without a reset no counter, bucket or sum goes down.
for file in counters latency; do
	copy middle 7.3
	cp -r "$TEMP/copy" "$TEMP/alone"
	case $file in
	counters) sed -i 's/^fallback.kernel .*/fallback.kernel 1/' "$TEMP/alone/counters" ;;
	latency) sed -i 's/^retry_cost.sum .*/retry_cost.sum 1/' "$TEMP/alone/latency" ;;
	esac
	refused 7 run cp "$TEMP/alone/$file" "$TEMP/copy/$file"
	says "without a reset: expected it to grow"
	rm -rf "$TEMP/alone"
done

# An error before the command runs: then it does not run.
refused 1 run -o "$TEMP/no/file" touch "$TEMP/ran"
now "$TEMP/nowhere"
expect_status=4
grep -q ' debugfs ' /proc/mounts || expect_status=5
refused $expect_status run touch "$TEMP/ran"
[ ! -e "$TEMP/ran" ] || not_ok "the command ran"

done_testing
