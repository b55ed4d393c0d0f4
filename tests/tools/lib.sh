# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the tests of the command have in common. To be sourced, in the root of the
# tree, with TOOL (the binary) and TEMP (a directory) set. $NOW is the directory
# that the command reads; it is another one from one moment to the next.

set -eu

DATA=$PWD/tests/tools/data
NOW=$TEMP/now
# shellcheck disable=SC2034 # for those who source this
KERNELS="6.12 7.3"
failed=0

# Every read out of bounds ends the command with a status that nothing expects.
export UBSAN_OPTIONS=halt_on_error=1:exitcode=99
unset COLUMNS VMALOCKSTAT_DIR

not_ok() {
	echo "# $*"
	failed=$((failed + 1))
}

# now DIRECTORY: from here on the command reads that one.
now() {
	ln -sfn "$1" "$TEMP/next"
	mv -T "$TEMP/next" "$NOW"
}

# copy STATE KERNEL: a copy in $TEMP/copy, to be spoilt, is what is read now.
copy() {
	rm -rf "$TEMP/copy"
	cp -r "$DATA/$2/$1" "$TEMP/copy"
	now "$TEMP/copy"
}

# expect STATUS ARG...: what it prints is in $TEMP/out and $TEMP/err. An error is
# one line. Memory is looked after where the command comes to its end: an error
# leaves it to the kernel.
expect() {
	expect_want=$1 expect_got=0
	shift
	leaks=0
	[ "$expect_want" != 0 ] || leaks=1
	ASAN_OPTIONS=exitcode=99:detect_leaks=$leaks "$TOOL" -d "$NOW" "$@" \
		>"$TEMP/out" 2>"$TEMP/err" || expect_got=$?
	[ "$expect_got" = "$expect_want" ] || {
		not_ok "vmalockstat $* ends with $expect_got, not with $expect_want"
		sed 's/^/#   /' "$TEMP/err"
	}
}

# refused STATUS ARG...: nothing but one line on stderr.
refused() {
	expect "$@"
	[ "$(wc -l <"$TEMP/err")" = 1 ] || not_ok "vmalockstat $*: not one line of error"
	grep -q '^vmalockstat: ' "$TEMP/err" || not_ok "vmalockstat $*: no name in the error"
	[ ! -s "$TEMP/out" ] || not_ok "vmalockstat $*: an error, and output"
}

# says TEXT: the last error does.
says() {
	grep -qF -- "$1" "$TEMP/err" || not_ok "no \"$1\" in: $(cat "$TEMP/err")"
}

# same WHAT WANTED GOT
same() {
	[ "$2" = "$3" ] || not_ok "$1: \"$3\", not \"$2\""
}

# new_reset DIRECTORY: the name of a copy of it, as if the counters had been reset since.
new_reset() {
	rm -rf "$TEMP/new_reset"
	mkdir "$TEMP/new_reset"
	for reset_file in "$1"/*; do
		awk '$1 == "taken_ns" { $2 = sprintf("%.0f", $2 + 100e9) } { print }' \
			"$reset_file" >"$TEMP/new_reset/${reset_file##*/}"
	done
	echo "$TEMP/new_reset"
}

# off KEYWORD: that line of the header of all files in $TEMP/copy becomes 0.
off() {
	sed -i "s/^$1 1\$/$1 0/" "$TEMP"/copy/*
}

# timing_off: in $TEMP/copy, without its times.
timing_off() {
	off timing
	sed -i '/^hold_ns/d' "$TEMP/copy/counters"
	sed -i '/^[a-z_.]* [0-9]* [0-9]* [0-9]*$/d; /^[a-z_.]*[.]\(count\|sum\|max\) /d' \
		"$TEMP/copy/latency"
}

# no_hook HOOK...: unavailable in $TEMP/copy, what needs it is left out.
no_hook() {
	for hook; do
		sed -i "s/^hook[.]$hook .*/hook.$hook unavailable/" "$TEMP"/copy/*
		case $hook in
		lock_mm_and_find_vma) hook_needed='fallback\|abandoned\|retry_' hook_needed="$hook_needed\|whatif.retry" ;;
		folio_lock_or_retry) hook_needed='retry[.]\|folio_\|hold[.]\|hold_ns\|whatif.hold' ;;
		vma_start_write) hook_needed='writer\|whatif.hold.wa.*_[fbl]\|whatif.hold.writer' ;;
		esac
		sed -i "/^\($hook_needed\|missed.$hook\|calls.$hook\)/d" "$TEMP/copy/counters" \
			"$TEMP/copy/latency"
	done
}

# no_vma_lock: $TEMP/copy becomes what a kernel before 6.4 has.
no_vma_lock() {
	off vma_lock
	sed -i '/^writer/d; /^whatif/d' "$TEMP/copy/counters" "$TEMP/copy/latency"
}

# derive BEFORE AFTER: what must come out between two directories, as awk has it;
# "-" for BEFORE is nothing.
derive() {
	derive_before=$1
	[ "$1" != - ] || derive_before=$TEMP/nothing
	mkdir -p "$TEMP/nothing"
	echo "format 2" >"$TEMP/nothing/counters"
	echo "format 2" >"$TEMP/nothing/latency"
	awk -f tests/tools/derived.awk "$derive_before/counters" "$derive_before/latency" \
		"$2/counters" "$2/latency" >"$TEMP/derived"
}

# derived NAME: what the last derive has of it.
derived() {
	sed -n "s/^$1 //p" "$TEMP/derived"
}

# recording SECONDS:DIRECTORY...: one that has these files at these times, on stdout.
# With SECONDS!DIRECTORY the counters were reset before that sample.
recording() {
	printf 'vmalockstat-recording 2\nversion 0.1.0\nstarted 1700000000.000000000\n'
	rec_nr=0 rec_reset=999000000000
	for rec_sample; do
		rec_nr=$((rec_nr + 1))
		rec_ns=$(awk -v s="${rec_sample%%[:!]*}" 'BEGIN { printf "%.0f", s * 1e9 }')
		rec_taken=$((rec_ns + 1000000000000))
		case $rec_sample in
		*!*) rec_reset=$((rec_taken - 1000)) ;;
		esac
		echo "sample $rec_nr $rec_ns"
		for rec_file in counters latency; do
			rec_text=${rec_sample#*[:!]}/$rec_file
			echo "$rec_file $(wc -l <"$rec_text")"
			sed -e "s/^taken_ns .*/taken_ns $rec_taken/" \
				-e "s/^since_reset_ns .*/since_reset_ns $((rec_taken - rec_reset))/" \
				"$rec_text"
		done
		echo "end $rec_nr"
	done
	echo "stopped $rec_ns"
}

# json FILE: each object, as lines "NUMBER PATH VALUE". Perl is strict about JSON.
json() {
	perl -MJSON::PP -ne '
		sub flat {
			my ($path, $v) = @_;
			if (ref $v eq "HASH") {
				flat("$path.$_", $v->{$_}) for sort keys %$v;
			} elsif (ref $v eq "ARRAY") {
				flat("$path.$_", $v->[$_]) for 0 .. $#$v;
			} else {
				$v = $v ? "true" : "false" if JSON::PP::is_bool($v);
				print "$. ", substr($path, 1), " $v\n";
			}
		}
		binmode STDOUT, ":utf8";
		flat("", JSON::PP->new->utf8->decode($_));' "$1"
}

# The line of a text that begins with a label, blanks squeezed.
labelled() {
	awk -v label="$1" 'index($0, label) == 1 {
		line = substr($0, length(label) + 1)
		if (line ~ /^ /) { gsub(/ +/, " ", line); sub(/^ /, "", line); sub(/ $/, "", line); print line; exit }
	}' "$2"
}

done_testing() {
	[ "$failed" = 0 ]
}
