# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Recordings: what is in them, how they end, and what report makes of them.

. tests/tools/lib.sh

REC=$TEMP/recording

# A recording over a command that goes through all states, and resets once.
record_all() {
	now "$DATA/$1/before"
	rm -rf "$TEMP/again"
	mkdir "$TEMP/again"
	for state in before after; do
		cp -r "$(new_reset "$DATA/$1/$state")" "$TEMP/again/$state"
	done
	cat >"$TEMP/command" <<END
go() { ln -sfn "\$1" "$TEMP/next" && mv -T "$TEMP/next" "$NOW"; sleep 0.3; }
sleep 0.2; go $DATA/$1/middle; go $DATA/$1/after; go $TEMP/again/before; go $TEMP/again/after
exit 6
END
	expect 6 record -o "$REC" -i 0.05 -- sh "$TEMP/command"
	same "number of samples" "$(grep -c '^end ' "$REC")" \
		"$(sed -n 's/^vmalockstat: wrote \([0-9]*\) samples of .*/\1/p' "$TEMP/err")"
}

for kernel in $KERNELS; do
	record_all "$kernel"
	[ "$(grep -c '^end ' "$REC")" -ge 10 ] || not_ok "no more than $(grep -c '^end ' "$REC") samples"
	same "the first line" "vmalockstat-recording 2" "$(head -n 1 "$REC")"
	tail -n 1 "$REC" | grep -q '^stopped [0-9]*$' || not_ok "the last line"
	# The files stand in it as they were.
	awk '$1 == "counters" && NF == 2 { n = $2; next } n-- > 0' "$REC" |
		head -n "$(wc -l <"$DATA/$kernel/before/counters")" |
		diff "$DATA/$kernel/before/counters" - || not_ok "the first counters"

	# All of it went from before to after, twice.
	derive "$DATA/$kernel/before" "$DATA/$kernel/after"
	expect 0 report -j "$REC"
	same "objects" "$(grep -c '^end ' "$REC")" "$(wc -l <"$TEMP/out")"
	json "$TEMP/out" >"$TEMP/json"
	last=$(wc -l <"$TEMP/out")
	sed -n "s/^$last counters[.]//p" "$TEMP/json" | sort >"$TEMP/got"
	sed -n 's/^counters[.]//p' "$TEMP/derived" | awk '{ printf "%s %.0f\n", $1, $2 * 2 }' | sort |
		diff - "$TEMP/got" || not_ok "report -j: counters"
	for name in hold.vma retry_cost fallback_wait; do
		same "report -j $name" "$(($(derived "latency[.]${name}[.]sum_ns") * 2))" \
			"$(sed -n "s/^$last latency.$name.sum_ns //p" "$TEMP/json")"
		same "report -j $name longest" "$(derived "latency[.]${name}[.]max_ns")" \
			"$(sed -n "s/^$last latency.$name.max_ns //p" "$TEMP/json")"
	done
	grep -q "^$last resets 1$" "$TEMP/json" || not_ok "report -j: resets"
	grep -q "^$last truncated false$" "$TEMP/json" || not_ok "report -j: truncated"
	same "resets of intervals" 1 "$(grep -c '^[0-9]* reset true$' "$TEMP/json")"

	expect 0 report "$REC"
	same "served" "$(($(derived served) * 2))" "$(labelled "user swap faults served" "$TEMP/out")"
	same "share" "$(($(derived vma) * 2)) $(derived vma%) %" "$(labelled "  under the VMA lock" "$TEMP/out")"
	same "notes of a reset" 1 "$(grep -c ' (the counters were reset in this interval)$' "$TEMP/out")"
	grep -q '^The counters were reset in 1 of them, ' "$TEMP/out" || not_ok "no word of the reset"
	same "rows" "$(($(grep -c '^end ' "$REC") - 1))" "$(grep -cE '^ +[0-9]+[.][0-9]{2} ' "$TEMP/out")"
	# Each row ends where the interval does, and rate times length is what happened.
	awk '/^ +[0-9]+[.][0-9][0-9] +[0-9]/ { n += $2 * ($1 - last) } /^ +[0-9]+[.][0-9][0-9] / { last = $1 }
		END { print n }' "$TEMP/out" >"$TEMP/sum"
	awk -v n="$(($(derived served) * 2))" '{ exit !($1 > n * 0.98 && $1 < n * 1.02) }' "$TEMP/sum" ||
		not_ok "rates of the report come to $(cat "$TEMP/sum"), of $(($(derived served) * 2))"
	cp "$TEMP/out" "$TEMP/from_file"
	"$TOOL" report - <"$REC" | sed "s,^stdin:,$REC:," | diff "$TEMP/from_file" - || not_ok "report -"
done

# Cut anywhere: whole samples are told of, and that it is cut.
lines=$(wc -l <"$REC")
cut=4
while [ "$cut" -lt "$lines" ]; do
	head -n "$cut" "$REC" >"$TEMP/cut"
	expect 7 report -j "$TEMP/cut"
	whole=$(grep -c '^end ' "$TEMP/cut" || :)
	says "truncated after line $cut: $whole complete samples"
	[ "$whole" -eq 0 ] || same "objects of $whole samples" "$whole" "$(wc -l <"$TEMP/out")"
	cut=$((cut + 83))
done
head -c 40000 "$REC" >"$TEMP/cut"
expect 7 report "$TEMP/cut"
grep -q '^user swap faults served' "$TEMP/out" || not_ok "no report of what is whole"
head -n "$((lines - 1))" "$REC" >"$TEMP/cut"
expect 7 report "$TEMP/cut"

# spoilt STATUS TEXT SED
spoilt() {
	sed "$3" "$REC" >"$TEMP/spoilt"
	! cmp -s "$REC" "$TEMP/spoilt" || not_ok "$3 changes nothing"
	expect "$1" report "$TEMP/spoilt"
	says "$2"
}
spoilt 6 "unknown format 1 of the recording: this vmalockstat reads format 2" '1s/2$/1/'
spoilt 6 "unknown format 3 of the recording: this vmalockstat reads format 2" '1s/2$/3/'
spoilt 6 "unknown format 1: this vmalockstat reads format 2" '/^counters/{n;s/2/1/}'
spoilt 7 "not a recording: expected the line 'vmalockstat-recording'" '1s/vm/mv/'
spoilt 7 "expected the line 'version'" 2d
spoilt 7 "expected the line 'started'" 3d
spoilt 7 "end 4: expected 3" 's/^end 3$/end 4/'
spoilt 7 "sample 7: expected 3" 's/^sample 3 /sample 7 /'
spoilt 7 "sample 3 at 1: expected " 's/^sample 3 .*/sample 3 1/'
spoilt 7 ": expected the line 'end' with 1 number" '/^end 3$/d'
spoilt 7 "expected the line 'latency' with 1 number" 's/^latency /latencies /'
spoilt 7 "expected a number of up to 64 bits" 's/^sample 3 .*/sample 3 18446744073709551616/'
spoilt 7 "'latency': expected fewer lines" 's/^latency .*/latency 99999999999/'
spoilt 7 "'-1': expected a number" 's/^fallback.kernel .*/fallback.kernel -1/'
# shellcheck disable=SC2016 # the last line, for sed
spoilt 7 "expected nothing after the line 'stopped'" '$p'
# A header that does not fit to the rest of the recording.
spoilt 7 "counters and latency of sample 1 differ in their lines 'kernel'" '/^latency/,/^end/s/^kernel .*/kernel other/'
spoilt 7 "counters and latency of sample 1 differ in their lines 'since_reset_ns'" '/^latency/,/^end/s/^since_reset_ns .*/since_reset_ns 1/'
recording 0:"$DATA/7.3/before" 2:"$DATA/7.3/middle" 1:"$DATA/7.3/after" >"$TEMP/spoilt"
expect 7 report "$TEMP/spoilt"
says "sample 3 is older than the one before it: expected a later time"
recording 0:"$DATA/7.3/after" 2:"$DATA/7.3/before" >"$TEMP/spoilt"
expect 7 report "$TEMP/spoilt"
says "without a reset: expected it to grow"
: >"$TEMP/empty"
refused 7 report "$TEMP/empty"
refused 1 report "$TEMP/none"
refused 7 report "$DATA/README.md"

# Without a command, until somebody says so.
now "$DATA/7.3/after"
for signal in INT TERM HUP; do
	status=0
	"$TOOL" -d "$NOW" record -o "$REC" -i 0.1 2>"$TEMP/err" &
	pid=$!
	sleep 0.45
	kill -$signal $pid
	wait $pid || status=$?
	same "status after SIG$signal" 0 "$status"
	tail -n 1 "$REC" | grep -q '^stopped ' || not_ok "SIG$signal: no end in the recording"
	expect 0 report "$REC"
done
# As nohup runs it, a terminal that is closed does not end it.
nohup "$TOOL" -d "$NOW" record -o "$REC" -i 0.1 >/dev/null 2>&1 &
pid=$!
sleep 0.3
kill -HUP $pid
sleep 0.2
kill -TERM $pid || not_ok "SIGHUP ended it under nohup"
wait $pid || not_ok "status under nohup"

# The module goes away: what was recorded until then is there, as is the command.
rm "$REC"
(
	tries=300
	until grep -q '^end 2$' "$REC" 2>/dev/null || [ $((tries -= 1)) = 0 ]; do
		sleep 0.1
	done
	now "$TEMP/nowhere"
) &
status=0
"$TOOL" -d "$NOW" record -o "$REC" -i 0.1 -- sh -c "sleep 2; : >$TEMP/ended" 2>"$TEMP/err" || status=$?
wait
[ "$status" = 4 ] || [ "$status" = 5 ] || not_ok "status $status without the module"
[ -e "$TEMP/ended" ] || not_ok "the command was not waited for"
expect 7 report "$REC"
same "served by static files" 0 "$(labelled "user swap faults served" "$TEMP/out")"

# One sample only: there is nothing between.
now "$DATA/7.3/after"
expect 127 record -o "$REC" "$TEMP/no/command"
expect 7 report "$REC"

done_testing
