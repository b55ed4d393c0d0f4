# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Bad data and bad calls: one clear line, and a status that tells which.

. tests/tools/lib.sh

# spoilt STATUS TEXT FILE SED: with that file changed, each command that reads it.
spoilt() {
	copy after 7.3
	sed -i "$4" "$TEMP/copy/$3"
	! cmp -s "$DATA/7.3/after/$3" "$TEMP/copy/$3" || not_ok "$4 changes nothing"
	for spoilt_command in "" "-j" "0.1 1" "hist" "run true" "record -o $TEMP/rec true" \
		summary openmetrics; do
		# shellcheck disable=SC2086 # words
		refused "$1" $spoilt_command
		says "$2"
	done
}

# The header has 24 lines; line 26 is a counter, or a bucket of hold.vma.
for file in counters latency; do
	spoilt 6 "$file: unknown format 1: this vmalockstat reads format 2" $file '1s/2/1/'
	spoilt 6 "$file: unknown format 3: this vmalockstat reads format 2" $file '1s/2/3/'
	spoilt 7 "$file: line 1: 'kernel 7.3" $file 1d
	spoilt 7 "$file: line 1: 'two': expected a number" $file '1s/2/two/'
	spoilt 7 "$file: empty: expected the line 'format'" $file '1,999d'
	spoilt 7 "$file: line 2: 'vma_lock 1': expected the line 'kernel'" $file 2d
	spoilt 7 "$file: line 2: kernel '7\"3': expected a release" $file '2s/7.*/7"3/'
	spoilt 7 "$file: line 3: vma_lock 'yes': expected 0 or 1" $file '3s/1/yes/'
	spoilt 7 "$file: line 4: run_delay '-1': expected 0 or 1" $file '4s/1/-1/'
	spoilt 7 "$file: line 5: 'experiment none': expected the line 'since_reset_ns'" $file 5d
	spoilt 7 "$file: line 6: experiment 'some': expected one of none" $file '6s/none/some/'
	spoilt 7 "$file: line 7: taken_ns 1: expected at least the " $file '7s/ .*/ 1/'
	spoilt 7 "$file: line 8: counting '2': expected 0 or 1" $file '8s/1/2/'
	spoilt 7 "$file: line 9: 'hook.do_swap_page armed': expected the line 'timing'" $file 9d
	spoilt 7 "$file: line 10: 'hook.folio_lock_or_retry armed': expected the line 'hook.do_swap_page'" $file 10d
	spoilt 7 "$file: line 11: hook.folio_lock_or_retry 'asleep': expected one of unwanted, unavailable, mismatch, off, silent, armed" $file '11s/armed/asleep/'
	spoilt 7 "$file: line 12: 'hook.folio_lock_or_retry armed': expected" $file 11p
	spoilt 7 "$file: line 25: a hook for the second time" $file '24{p;s/.*/hook.get_signal armed/}'
	spoilt 7 "$file: line 26: " $file '26s/.*//'
	spoilt 7 "$file: line 26: " $file '26s/.*/one two three/'
	spoilt 7 "$file: line 26: " $file '26s/ /  /'
	spoilt 7 "$file: line 26: " $file '26s/^[a-z]/"/'
	spoilt 7 "12x': expected a number" $file '26s/[0-9]*$/12x/'
	spoilt 7 "'-1': expected a number" $file '26s/[0-9]*$/-1/'
	spoilt 7 "'0x10': expected a number" $file '26s/[0-9]*$/0x10/'
	spoilt 7 "'18446744073709551616': expected a number of up to 64 bits" $file '26s/[0-9]*$/18446744073709551616/'
	spoilt 7 "expected a number of up to 64 bits" $file '26s/[0-9]*$/99999999999999999999999/'
	spoilt 7 "$file: a byte 0: expected text" $file '26s/$/\x00/'
	spoilt 7 "truncated: expected 'end'" $file '/^end$/d'
	spoilt 7 "expected nothing after the line 'end'" $file '/^end$/p'
	spoilt 7 "expected nothing after the line 'end'" $file '/^end$/{p;s/.*//}'
done
[ ! -e "$TEMP/rec" ] || not_ok "a recording of bad data"

# What has to be there by the header is missing, or the other way around.
spoilt 7 "line 28: 'fault.vma.swap.oom': expected 'fault.vma.swap.retry_major'" counters '/^fault.vma.swap.retry_major/d'
spoilt 7 "'end': expected 'calls.swap_show'" counters '/^calls.swap_show/d'
spoilt 7 "'calls.do_swap_page': expected 'end'" counters '/^calls.swap_show/{p;s/.*/calls.do_swap_page 1/}'
spoilt 7 "line 27: 'fault.vma.swap.major': expected 'fault.vma.swap.retry'" counters 26p
spoilt 7 "'new' for the second time: expected 'untracked'" counters '/^untracked/{s/.*/new 1\nnew 2\n&/}'
spoilt 7 "'writer.attempt' with hook.vma_start_write unwanted: expected 'whatif.hold.waits_with_mm_writer'" counters 's/^\(hook.vma_start_write\) .*/\1 unwanted/'
spoilt 7 "'hold_ns.vma.reclaim': expected 'vma_lock.attempt'" counters 's/^\(hook.lock_vma_under_rcu\) .*/\1 off/'
spoilt 7 "'hold_ns.vma.reclaim' with timing 0: expected 'in_flight'" counters 's/^timing 1/timing 0/'
spoilt 7 "'hold_ns.vma.runnable' with run_delay 0: expected 'hold_ns.vma.asleep'" counters 's/^run_delay 1/run_delay 0/'
spoilt 7 "'hold_ns.vma.reclaim': expected 'hold_ns.vma.read'" counters 's/^hook[.]swap_read .*/hook.swap_read armed/'
spoilt 7 "'hold_ns.vma.throttle' with hook.memcg_throttle unavailable: expected 'hold_ns.vma.folio_wait'" counters 's/^\(hook.memcg_throttle\) .*/\1 unavailable/'
spoilt 7 "the counters 'hold_ns' add up to more than 64 bits hold" counters 's/^\(hold_ns.vma.[cr][a-z]*\) .*/\1 18446744073709551615/'
spoilt 7 "add up to more than 64 bits hold" counters 's/^\(fault.vma.swap.m[a-z]*\) .*/\1 18446744073709551615/'
spoilt 7 "'writer_wait' with hook.vma_start_write unavailable: expected 'whatif.retry_vma.saved'" latency 's/^\(hook.vma_start_write\) .*/\1 unavailable/'
spoilt 7 "'writer_wait' with vma_lock 0: expected 'end'" latency '3s/1/0/'
spoilt 7 "expected a higher bucket" latency 25p
spoilt 7 "expected a higher bucket" latency '25{h;d};26G'
spoilt 7 ": expected no bucket that is empty" latency '25s/[0-9]*$/0/'
spoilt 7 "of the buckets" latency 25d
spoilt 7 "expected the bounds of a bucket" latency '26s/^\([^ ]* [0-9]*\) [0-9]*/\1 1/'
spoilt 7 "expected the bounds of a bucket" latency '26s/^\([^ ]*\) [0-9]*/\1 1000/'
spoilt 7 "'end': expected 'whatif.retry_vma.saved'" latency '/^whatif.retry_vma/d'
spoilt 7 "'writer_wait': expected 'retry_cost'" latency '/^retry_cost/d'
spoilt 7 "'end': expected 'whatif.retry_vma.saved.max' and a number" latency '/^whatif.retry_vma.saved.max/d'
spoilt 7 "expected 'hold.vma.max' and a number" latency '/^hold.vma.max/d'
spoilt 7 "expected 'hold.vma.count' and a number" latency '/^hold.vma.count/d'
spoilt 7 "'hold.vma' with timing 0: expected 'end'" latency 's/^timing 1/timing 0/'
spoilt 7 "counters and latency differ in their lines 'kernel'" latency '2s/$/x/'
spoilt 7 "counters and latency differ in their lines 'counting'" counters '8s/1/0/'
spoilt 7 "counters and latency differ in their lines 'hook'" latency '/^hook.get_signal/s/armed/silent/'
# A reset between the two, whenever it reads.
spoilt 8 "the counters were reset between the reading of counters and of latency, 10 times" latency '5s/[0-9]*$/1/'

# Between the two, but only once: it reads again. The first open of latency finds a pipe.
copy after 7.3
mkfifo "$TEMP/pipe"
mv "$TEMP/copy/latency" "$TEMP/latency"
ln -s "$TEMP/pipe" "$TEMP/copy/latency"
(
	exec 3>"$TEMP/pipe"
	ln -sf "$TEMP/latency" "$TEMP/copy/next" && mv -T "$TEMP/copy/next" "$TEMP/copy/latency"
	sed '5s/[0-9]*$/1/' "$TEMP/latency" >&3
) &
expect 0 -j
wait
same "read again" "$(sed -n 's/^fallback.kernel //p' "$TEMP/copy/counters")" \
	"$(json "$TEMP/out" | sed -n 's/^1 counters.fallback.kernel //p')"

# Hooks, counters and times that only a newer module has do no harm.
copy after 7.3
sed -i '10s/^/hook.new_one armed\n/; 18s/$/\nhook.new_two whatever/' "$TEMP/copy/counters" "$TEMP/copy/latency"
expect 0 -j

# Cut at any byte near the end, and at any line.
for file in counters latency; do
	size=$(wc -c <"$DATA/7.3/after/$file")
	for cut in 0 1 8 9 100 $((size / 2)) $((size - 9)) $((size - 2)) $((size - 1)); do
		copy after 7.3
		head -c "$cut" "$DATA/7.3/after/$file" >"$TEMP/copy/$file"
		refused 7
	done
	lines=$(wc -l <"$DATA/7.3/after/$file")
	cut=1
	while [ "$cut" -lt "$lines" ]; do
		copy after 7.3
		head -n "$cut" "$DATA/7.3/after/$file" >"$TEMP/copy/$file"
		refused 7
		cut=$((cut + 7))
	done
done

# Not the module's at all: larger than it can be, or no text.
copy after 7.3
head -c 300000 /dev/zero | tr '\0' x >"$TEMP/copy/counters"
refused 7
says "counters: more than 262144 bytes: expected a file of the module"
head -c 100000 /dev/urandom >"$TEMP/copy/counters"
refused 7
# Numbers of 64 bits are no error where they need not be added.
copy after 7.3
sed -i 's/^untracked .*/untracked 18446744073709551615/' "$TEMP/copy/counters"
expect 0
expect 0 -j
grep -q '"untracked":18446744073709551615,' "$TEMP/out" || not_ok "a large number"

# Files that are not there.
for file in counters latency; do
	copy after 7.3
	rm "$TEMP/copy/$file"
	refused 4
	says "cannot open $NOW/$file: expected $NOW to be the directory of the module"
done
copy after 7.3
# The text for people is not read.
rm "$TEMP/copy/summary"
expect 0
expect 0 summary
# Its first line has the time, which is a moment later in that of the module.
tail -n +2 "$TEMP/out" >"$TEMP/got"
tail -n +2 "$DATA/7.3/after/summary" | cmp -s - "$TEMP/got" || not_ok "summary without the file"
mkdir "$TEMP/copy/dir"
rm "$TEMP/copy/counters"
mv "$TEMP/copy/dir" "$TEMP/copy/counters"
refused 1

# mounted: what it takes to say so.
mounted() {
	awk '$3 == "debugfs" { n++ } END { exit !n }' /proc/mounts
}
now "$TEMP/nowhere"
if mounted; then
	refused 4
	says "the module is not loaded (modprobe vmalockstat)"
	echo "# debugfs is mounted: status 5 was not tried"
else
	refused 5
	says "debugfs is not mounted (mount -t debugfs none /sys/kernel/debug)"
	# With a debugfs of our own, where we may have one.
	if unshare -m sh -c "mkdir -p $TEMP/debug && mount -t debugfs none $TEMP/debug" 2>/dev/null; then
		status=0
		unshare -m sh -c "mount -t debugfs none $TEMP/debug; \
			ASAN_OPTIONS=detect_leaks=0 exec $TOOL -d $TEMP/debug/nothing" 2>"$TEMP/err" || status=$?
		same "without the module" 4 "$status"
		says "the module is not loaded"
	else
		echo "# debugfs cannot be mounted here: status 4 was tried by missing files only"
	fi
fi

# Who may not. debugfs is root's alone.
copy after 7.3
chmod 700 "$TEMP/copy"
if [ "$(id -u)" = 0 ] && setpriv --reuid 65534 --clear-groups true 2>/dev/null; then
	for command in "" summary hist "run true"; do
		status=0
		# shellcheck disable=SC2086 # words
		ASAN_OPTIONS=detect_leaks=0 setpriv --reuid 65534 --clear-groups \
			"$TOOL" -d "$NOW" $command >"$TEMP/out" 2>"$TEMP/err" || status=$?
		same "as nobody: $command" 3 "$status"
		says "cannot open $NOW/"
		says "Permission denied (only root may read debugfs)"
		[ ! -s "$TEMP/out" ] || not_ok "as nobody: output"
	done
else
	echo "# not root, or no setpriv: status 3 was not tried"
fi

# usage ARG...: wrong, and told before anything is read.
usage() {
	now "$TEMP/nowhere"
	refused 2 "$@"
}
usage nonsense
says "unknown command 'nonsense' (see vmalockstat --help)"
usage abc
usage 1abc
says "invalid interval '1abc': expected 0.001 to 86400 seconds"
usage 1 2 3
usage 0
usage 1 0
usage 1 -1
usage 1 1x
usage 1e3
usage 0.0001
usage 100000
usage .
usage 1 99999999999999999999999
usage -x
usage --nonsense
usage -o file
usage -i 1
usage summary nonsense
usage summary -j
usage -j summary
usage -j record -o file
usage run
usage run --
usage run -j
usage run -i 1 true
usage record
usage record true
usage record -o
usage record -o file -i nonsense
usage report
usage report one two
usage -d
usage "$(printf 'a\033b')"

# The directory: -d is before the environment's, that before the default.
copy after 7.3
for dir in "$TEMP/copy" "$TEMP/nowhere"; do
	VMALOCKSTAT_DIR=$dir expect 0
done
same "from the environment" "$(VMALOCKSTAT_DIR=$TEMP/copy "$TOOL" | tail -n 1)" "$(tail -n 1 "$TEMP/out")"
expect 0 hist -d "$TEMP/copy" hold.vma

# What cannot be written is an error too.
for command in "" -j summary hist "0.01 5"; do
	status=0
	# shellcheck disable=SC2086 # words
	ASAN_OPTIONS=detect_leaks=0 "$TOOL" -d "$NOW" $command >/dev/full 2>"$TEMP/err" || status=$?
	same "disk full: $command" 1 "$status"
	says "cannot write the output: No space left on device"
	status=0
	# shellcheck disable=SC2086 # words
	ASAN_OPTIONS=detect_leaks=0 "$TOOL" -d "$NOW" $command >&- 2>"$TEMP/err" || status=$?
	same "closed: $command" 1 "$status"
done
expect 1 record -o /dev/full true
expect 1 run -o /dev/full true
# A reader that has enough ends it, also where SIGPIPE is ignored.
timeout 20 "$TOOL" -d "$NOW" 0.01 2>"$TEMP/err" | head -n 3 >"$TEMP/out"
same "lines for head" 3 "$(wc -l <"$TEMP/out")"
[ ! -s "$TEMP/err" ] || not_ok "SIGPIPE: $(cat "$TEMP/err")"
(
	trap '' PIPE
	export ASAN_OPTIONS=detect_leaks=0
	status=0
	timeout 20 "$TOOL" -d "$NOW" 0.01 2>"$TEMP/err" || status=$?
	echo "$status" >"$TEMP/status"
) | head -n 1 >/dev/null
same "EPIPE" 1 "$(cat "$TEMP/status")"
says "cannot write the output: Broken pipe"

done_testing
