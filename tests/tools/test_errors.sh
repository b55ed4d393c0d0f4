# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Bad data and bad calls: one clear line, and a status that tells which.

. tests/tools/lib.sh

# spoilt STATUS TEXT FILE SED: with that file changed, each command that reads it.
spoilt() {
	copy after 7.3
	sed -i "$4" "$TEMP/copy/$3"
	! cmp -s "$DATA/7.3/after/$3" "$TEMP/copy/$3" || not_ok "$4 changes nothing"
	for spoilt_command in "" "-j" "0.1 1" "hist" "run true" "record -o $TEMP/rec true"; do
		# shellcheck disable=SC2086 # words
		refused "$1" $spoilt_command
		says "$2"
	done
}

for file in counters latency; do
	spoilt 6 "$file: format 2, and this vmalockstat knows format 1" $file '1s/1/2/'
	spoilt 7 "$file: line 1: does not begin with" $file 1d
	spoilt 7 "$file: line 1: not a number" $file '1s/1/one/'
	spoilt 7 "$file: empty" $file '1,999d'
	spoilt 7 "$file: line 5: " $file '5s/.*//'
	spoilt 7 "$file: line 5: " $file '5s/.*/one two three/'
	spoilt 7 "$file: line 5: " $file '5s/ /  /'
	spoilt 7 "$file: line 5: " $file '5s/^[a-z]/"/'
	spoilt 7 "$file: line 5: not a number" $file '5s/[0-9]*$/12x/'
	spoilt 7 "$file: line 5: not a number" $file '5s/[0-9]*$/-1/'
	spoilt 7 "$file: line 5: not a number" $file '5s/[0-9]*$/0x10/'
	spoilt 7 "$file: line 5: a number of more than 64 bits" $file '5s/[0-9]*$/18446744073709551616/'
	spoilt 7 "$file: line 5: a number of more than 64 bits" $file '5s/[0-9]*$/99999999999999999999999/'
	spoilt 7 "$file: not a text" $file '5s/$/\x00/'
done
[ ! -e "$TEMP/rec" ] || not_ok "a recording of bad data"
spoilt 7 "a name that was there before" counters 5p
spoilt 7 "truncated: \"untracked\" is missing" counters '/^untracked/d'
spoilt 7 "more than 64 bits hold" counters 's/^\(fault.vma.swap.m[a-z]*\) .*/\1 18446744073709551615/'
spoilt 7 "a bucket that was there before" latency 5p
spoilt 7 "the buckets are not as many as the count" latency 5d
spoilt 7 "not the bounds of a bucket" latency '4s/1024/1025/'
spoilt 7 "not the bounds of a bucket" latency '4s/2048/2049/'
spoilt 7 "truncated" latency '/^whatif.retry_vma.saved.max/d'
spoilt 7 "truncated: \"whatif.retry_vma.saved\" is missing" latency '/^whatif.retry_vma/d'
spoilt 7 "truncated: \"retry_cost\" is missing" latency '/^retry_cost/d'
spoilt 7 "not complete" latency '/^hold.vma.max/d'
spoilt 7 "not the count, the sum or the max" latency '/^hold.vma.count/d'
spoilt 7 "not \"timing on\" or \"timing off\"" latency 's/^timing on/timing maybe/'

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
says "more than the module writes"
head -c 100000 /dev/urandom >"$TEMP/copy/counters"
refused 7
# Numbers of 64 bits are no error where they need not be added.
copy after 7.3
sed -i 's/^writer.attempt .*/writer.attempt 18446744073709551615/' "$TEMP/copy/counters"
expect 0
expect 0 -j
grep -q '"writer.attempt":18446744073709551615,' "$TEMP/out" || not_ok "a large number"

# Files that are not there.
for file in counters latency; do
	copy after 7.3
	rm "$TEMP/copy/$file"
	refused 4
	says "there is no $NOW/$file"
done
copy after 7.3
rm "$TEMP/copy/summary"
expect 0
refused 4 summary
: >"$TEMP/copy/summary"
refused 7 summary
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
		says "not permitted to read $NOW/"
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
