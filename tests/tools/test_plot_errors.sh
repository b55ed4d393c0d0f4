# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Pictures that cannot be made: one clear line, a status that tells which, and what
# was there before is there still. gnuplot is played by scripts here.

. tests/tools/lib.sh

REC=$TEMP/recording
DIR=$TEMP/pictures
BIN=$TEMP/bin
PICTURES="share retries held hold folio_wait retry_cost"

# The command, with only $BIN to find gnuplot in.
COMMAND=$TOOL
TOOL=$TEMP/tool
printf '#!/bin/sh\nPATH=%s exec %s "$@"\n' "$BIN" "$COMMAND" >"$TOOL"
chmod +x "$TOOL"
mkdir "$BIN"
now "$TEMP/nowhere"

# gnuplot_is SCRIPT
gnuplot_is() {
	printf '#!/bin/sh\nPATH=/usr/bin:/bin\n%s\n' "$1" >"$BIN/gnuplot"
	chmod +x "$BIN/gnuplot"
}

# One that draws, as far as the command can tell.
# shellcheck disable=SC2016 # the script expands it
DRAWS='shift; for i; do printf "<svg>\n%060d\n</svg>\n" 0 >"${i%%.gp}.svg"; done'

# files: what is in $DIR, in a line.
files() {
	find "$DIR" -mindepth 1 -printf '%P\n' | sort | xargs
}

# $DIR with an older picture and a file of somebody's.
fill() {
	rm -rf "$DIR"
	mkdir "$DIR"
	echo "an older picture" >"$DIR/share.svg"
	echo "something else" >"$DIR/notes"
}

untouched() {
	same "$1: files" "notes share.svg" "$(files)"
	same "$1: the older picture" "an older picture" "$(cat "$DIR/share.svg")"
}

# cannot STATUS TEXT: into a directory that is new, and into one that is there.
cannot() {
	rm -rf "$DIR"
	refused "$1" report -p "$DIR" "$REC"
	says "$2"
	[ ! -e "$DIR" ] || not_ok "$2: a directory is left"
	fill
	refused "$1" report -p "$DIR" "$REC"
	says "$2"
	untouched "$2"
}

recording 0:"$DATA/7.3/before" 1:"$DATA/7.3/middle" 2:"$DATA/7.3/after" >"$REC"

# gnuplot is not there, or not as it should be.
cannot 10 "gnuplot is not installed (apt install gnuplot-nox)"
echo 'not a program' >"$BIN/gnuplot"
cannot 10 "cannot run gnuplot: Permission denied"
gnuplot_is 'exit 1'
cannot 11 "gnuplot failed with status 1: no error message"
gnuplot_is 'printf "\nplot x\n     ^\n\"share.gp\" line 9: undefined\033 variable: x\n\n" >&2; exit 3'
cannot 11 'gnuplot failed with status 3: "share.gp" line 9: undefined  variable: x'
gnuplot_is 'head -c 100000 /dev/zero | tr "\0" x; echo; echo at last; exit 2'
cannot 11 'gnuplot failed with status 2: at last'
gnuplot_is 'kill -KILL $$'
cannot 11 "gnuplot was killed by signal 9"
gnuplot_is 'exit 0'
cannot 11 "gnuplot has not written $DIR/share.svg"
gnuplot_is "$DRAWS; rm hold.svg"
cannot 11 "gnuplot has not written $DIR/hold.svg"
gnuplot_is "$DRAWS; head -c 40 share.svg >hold.svg"
cannot 11 "gnuplot has not written all of $DIR/hold.svg: the disk may be full"
gnuplot_is "$DRAWS; : >retry_cost.svg"
cannot 11 "gnuplot has not written all of $DIR/retry_cost.svg"
if [ -e /usr/bin/gnuplot ]; then
	# The real one, with a script that it does not understand.
	gnuplot_is 'echo "plot nonsense" >>share.gp; exec gnuplot "$@"'
	cannot 11 'gnuplot failed with status 1: "share.gp" line '
	says "undefined variable: nonsense"
fi

# It works, and an older picture gives way; somebody else's file does not.
gnuplot_is "$DRAWS"
fill
expect 0 report -p "$DIR" "$REC"
same "an older picture" "<svg>" "$(head -n 1 "$DIR/share.svg")"
same "somebody's file" "something else" "$(cat "$DIR/notes")"
same "files" 13 "$(files | wc -w)"
expect 0 report --plot="$DIR" "$REC"
same "files, again" 13 "$(files | wc -w)"

# Something that is no file has a name that is wanted.
for name in $PICTURES; do
	for kind in "mkfifo" "mkdir" "ln -s $DIR/notes" "ln -s nowhere"; do
		for suffix in svg gp; do
			rm -rf "$DIR"
			mkdir "$DIR"
			echo "something else" >"$DIR/notes"
			$kind "$DIR/$name.$suffix"
			find "$DIR" -printf '%P %y %i %l\n' | sort >"$TEMP/before"
			refused 1 report -p "$DIR" "$REC"
			says "cannot replace $DIR/$name.$suffix: expected a regular file"
			find "$DIR" -printf '%P %y %i %l\n' | sort | diff "$TEMP/before" - || not_ok "$kind $name.$suffix: changed"
			same "somebody's file" "something else" "$(cat "$DIR/notes")"
		done
	done
done

# A directory that cannot be had.
refused 1 report -p "$TEMP/no/such" "$REC"
says "cannot make $TEMP/no/such: No such file or directory"
refused 1 report -p "$REC" "$REC"
says "cannot open $REC: Not a directory"
recording 0:"$DATA/7.3/before" 1:"$DATA/7.3/middle" 2:"$DATA/7.3/after" |
	cmp - "$REC" || not_ok "the recording was changed"
refused 1 report -p "$TEMP/$(printf '%0300d' 0)" "$REC"
says "File name too long"
if [ "$(id -u)" = 0 ] && setpriv --reuid 65534 --clear-groups true 2>/dev/null; then
	chmod 755 "$TEMP" "$BIN"
	fill
	for place in "$TEMP/new" "$DIR"; do
		status=0
		ASAN_OPTIONS=detect_leaks=0 setpriv --reuid 65534 --clear-groups \
			"$TOOL" report -p "$place" "$REC" >"$TEMP/out" 2>"$TEMP/err" || status=$?
		same "as nobody: $place" 3 "$status"
		says "$place: Permission denied"
	done
	untouched "as nobody"
else
	echo "# not root, or no setpriv: a directory without the right to was not tried"
fi

# full KIB STATUS TEXT: no file may get larger than that, which is as a full disk is.
full() {
	fill
	full_status=0
	(
		trap '' XFSZ
		ulimit -f "$(($1 * 2))"
		export ASAN_OPTIONS=detect_leaks=0
		exec "$TOOL" report -p "$DIR" "$REC"
	) >"$TEMP/out" 2>"$TEMP/err" || full_status=$?
	same "full at $1 KiB" "$2" "$full_status"
	says "$3"
	untouched "full at $1 KiB"
}
full 1 1 "cannot write $DIR/share.gp: File too large"
gnuplot_is "$DRAWS; head -c 100000 /dev/zero >share.svg 2>/dev/null || :"
full 16 11 "gnuplot has not written all of $DIR/share.svg: the disk may be full"
if [ -e /usr/bin/gnuplot ]; then
	gnuplot_is 'exec gnuplot "$@"'
	full 16 11 "the disk may be full"
fi
gnuplot_is "$DRAWS"
status=0
ASAN_OPTIONS=detect_leaks=0 "$TOOL" report -p "$DIR" "$REC" >/dev/full 2>"$TEMP/err" || status=$?
same "the names cannot be written" 1 "$status"
says "cannot write the output: No space left on device"

# Somebody ends it.
gnuplot_is ": >$TEMP/started; exec sleep 20"
for signal in TERM:15 INT:2 HUP:1; do
	fill
	status=0
	# What a shell starts in the background ignores SIGINT.
	ASAN_OPTIONS=detect_leaks=0 env --default-signal=INT "$TOOL" report -p "$DIR" "$REC" \
		>"$TEMP/out" 2>"$TEMP/err" &
	pid=$!
	tries=100
	until [ -e "$TEMP/started" ]; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || break
		sleep 0.1
	done
	rm "$TEMP/started"
	kill -"${signal%:*}" $pid
	wait $pid || status=$?
	same "status after SIG${signal%:*}" 11 "$status"
	says "gnuplot was killed by signal ${signal#*:}"
	untouched "SIG${signal%:*}"
done

# Recordings that are not as they should be.
gnuplot_is "$DRAWS"
nothing_drawn() {
	[ ! -e "$DIR" ] || not_ok "$1: something was drawn"
}
# bad STATUS TEXT
bad() {
	rm -rf "$DIR"
	refused "$1" report -p "$DIR" "$TEMP/bad"
	says "$2"
	nothing_drawn "$2"
}
recording 0:"$DATA/7.3/after" >"$TEMP/bad"
bad 12 "nothing to draw: it has no interval"
recording 0:"$DATA/7.3/after" 0:"$DATA/7.3/after" >"$TEMP/bad"
bad 12 "nothing to draw: it has no interval"
recording 0:"$DATA/7.3/after" 1!"$DATA/7.3/before" >"$TEMP/bad"
bad 12 "nothing to draw: the counters were reset in each interval"
for cut in 4 100 "$(($(grep -n '^end 2' "$REC" | cut -d : -f 1) - 1))"; do
	head -n "$cut" "$REC" >"$TEMP/bad"
	bad 7 "truncated after line $cut: $(grep -c '^end ' "$TEMP/bad") complete samples"
done
for cut in "$(grep -n '^end 2' "$REC" | cut -d : -f 1)" "$(($(wc -l <"$REC") - 1))"; do
	head -n "$cut" "$REC" >"$TEMP/bad"
	rm -rf "$DIR"
	expect 7 report -p "$DIR" "$TEMP/bad"
	says "truncated after line $cut: $(grep -c '^end ' "$TEMP/bad") complete samples"
	same "pictures of what is whole" 12 "$(files | wc -w)"
	same "samples that are drawn" "$(($(grep -c '^end ' "$TEMP/bad") * 2 - 2))" \
		"$(awk '/^EOD/ { on = 0 } on; /^[$]bins/ { on = 1 }' "$DIR/share.gp" | grep -c '^[0-9]')"
	grep -q '^set label 2 .* s, truncated.' "$DIR/share.gp" || not_ok "no word of it in the picture"
done
# spoilt STATUS TEXT SED
spoilt() {
	sed "$3" "$REC" >"$TEMP/bad"
	! cmp -s "$REC" "$TEMP/bad" || not_ok "$3 changes nothing"
	bad "$1" "$2"
}
spoilt 7 "expected the line 'latency' with 1 number" 's/^latency /what is this? /'
spoilt 7 "expected the line 'sample' with 2 numbers" '/^end 2/a a line of its own'
spoilt 7 "'x': expected a number" 's/^abandoned .*/abandoned x/'
spoilt 7 "expected a number of up to 64 bits" 's/^fault.vma.swap.minor .*/fault.vma.swap.minor 99999999999999999999/'
spoilt 6 "unknown format 1 of the recording" '1s/2$/1/'
awk '/^sample/ { n = $2 } /^fault.vma.swap.m[a-z]* / && n > 1 { $2 = "18446744073709551615" } { print }' "$REC" >"$TEMP/bad"
bad 7 "more than 64 bits hold"
# Counters of a newer module do not matter to pictures.
awk '$1 == "counters" { $2++ } { print } /^in_flight / { print "newer.counter 7" }' "$REC" >"$TEMP/bad"
expect 0 report -p "$DIR" "$TEMP/bad"
refused 1 report -p "$TEMP/new" "$TEMP/none"
[ ! -e "$TEMP/new" ] || not_ok "a directory without a recording"

# Wrong usage.
for usage in "-p" "-p $DIR" "-j -p $DIR $REC" "-p $DIR $REC $REC"; do
	# shellcheck disable=SC2086 # words
	refused 2 report $usage
done
refused 2 report -p "" "$REC"
says "invalid -p '': expected a directory"
refused 2 hist -p "$DIR"
refused 2 -p "$DIR"
refused 2 run -p "$DIR" true
refused 2 record -o "$TEMP/new" --plot "$DIR" true

done_testing
