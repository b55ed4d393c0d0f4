# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Pictures of recordings: what they say, and that they show the right numbers, in the
# data of their scripts and in what gnuplot drew.

. tests/tools/lib.sh

REC=$TEMP/recording
DIR=$TEMP/pictures
PICTURES="share retries held hold folio_wait retry_cost"
BLUE=0,114,178 ORANGE=230,159,0 GREY=221,221,221

if ! command -v gnuplot >/dev/null || ! command -v xmllint >/dev/null; then
	echo "# no gnuplot or xmllint: host/plot has them"
	done_testing
	exit
fi

# plot STATUS: of $REC, anew; each is well-formed, and nothing else is left.
plot() {
	rm -rf "$DIR"
	expect "$1" report --plot "$DIR" "$REC"
	for plot_name in $PICTURES; do
		echo "$DIR/$plot_name.svg"
	done | diff - "$TEMP/out" || not_ok "the names it prints"
	for plot_name in $PICTURES; do
		xmllint --noout "$DIR/$plot_name.svg" || not_ok "$plot_name.svg is no XML"
		same "$plot_name.svg" svg "$(xmllint --xpath 'local-name(/*)' "$DIR/$plot_name.svg")"
	done
	for plot_name in $PICTURES; do
		echo "$plot_name.gp"
		echo "$plot_name.svg"
	done | sort >"$TEMP/wanted"
	# shellcheck disable=SC2012 # with what begins with a dot
	ls -A "$DIR" | sort | diff "$TEMP/wanted" - || not_ok "what is left"
}

# shows NAME TEXT: it stands in that picture, as a text of its own.
shows() {
	grep -qF ">$2</text>" "$DIR/$1.svg" || grep -qF "> $2</text>" "$DIR/$1.svg" ||
		not_ok "$1.svg does not show \"$2\""
}

shows_not() {
	! grep -qF "$2" "$DIR/$1.svg" || not_ok "$1.svg shows \"$2\""
}

# block NAME COMMENT: the data in that script below a comment that begins so.
block() {
	awk -v comment="# $2" '/^#/ { on = on || index($0, comment) == 1 }
		/^EOD/ { on = 0 } on && /^[0-9]/' "$DIR/$1.gp"
}

# edges NAME: see svg.awk.
edges() {
	awk -v left=84.96 -v right=874.97 -f tests/tools/svg.awk "$DIR/$1.svg"
}

# close FILE FILE TOLERANCE WHAT: the numbers in the last column.
close_to() {
	paste -d ' ' "$1" "$2" >"$TEMP/both"
	awk -v most="$3" '{ if (NF % 2) exit 1
		for (i = 1; i < NF / 2; i++)
			if ($i != $(i + NF / 2)) exit 1
		d = $NF - $(NF / 2); if (d > most || d < -most) exit 1 }' "$TEMP/both" || {
		not_ok "$4: wanted, and drawn:"
		sed 's/^/#   /' "$TEMP/both"
	}
}

# bins KERNEL FROM TO BEFORE AFTER: the two rows of an interval.
bins() {
	derive "$DATA/$1/$4" "$DATA/$1/$5"
	awk -v from="$2" -v to="$3" '{ f[$1] = $2 }
		function row(at,	v) {
			v = "counters.retry.vma."
			printf "%.9f %.9f %d %d %d %d %d %d %d %d %d %d %d\n", at, to - from, f["vma"],
				f["mmap"], f["tried"], f["retry"], f[v "own_read"], f[v "other_read"],
				f[v "busy"], f[v "device_private"], f[v "pte_missing"], f[v "unsupported"], f[v "other"]
		}
		END { row(from); row(to) }' "$TEMP/derived"
}

# What held.svg stacks, from the lowest on, and their colours.
STACK="cpu read reclaim throttle folio_wait runnable asleep"
COLOURS="0,158,115 86,180,233 $ORANGE 213,94,0 204,121,167 $BLUE 153,153,153"

# held KERNEL FROM TO BEFORE AFTER: the two rows of an interval in held.svg.
held() {
	derive "$DATA/$1/$4" "$DATA/$1/$5"
	awk -v from="$2" -v to="$3" -v stack="$STACK" '{ f[$1] = $2 }
		function row(at,	i) {
			printf "%.9f %.9f", at, to - from
			for (i = 1; i <= n; i++)
				printf " %.0f", f["counters.hold_ns.vma." what[i]]
			print ""
		}
		END { n = split(stack, what, " "); row(from); row(to) }' "$TEMP/derived"
}

# stacked SECONDS: from the rows of held, the top of each area: "COLOUR FROM TO MILLISECONDS".
stacked() {
	awk -v all="$1" -v colours="$COLOURS" 'BEGIN { n = split(colours, colour, " ") }
		NR % 2 {
			ns = 0
			for (i = 1; i <= n; i++) {
				ns += $(i + 2)
				if ($(i + 2))
					printf "1 %s %.4f %.4f %.9g\n", colour[i], $1 / all, ($1 + $2) / all, ns / 1e6 / $2
			}
		}'
}

# tops NAME: the edges of the colours of held.svg, as stacked prints them.
tops() {
	edges "$1" | grep -E "^1 ($(echo "$COLOURS" | tr ' ' '|')) "
}

# buckets TIME FACTOR: of what was derived last, as "bucket from below number".
buckets() {
	awk -v name="latency.$1.buckets." -v factor="$2" 'BEGIN { OFMT = CONVFMT = "%.0f" }
		index($1, name) == 1 { v[++n] = $2 }
		END { for (i = 1; i <= n; i += 3) {
			for (b = 0; 2 ^ b <= v[i]; b++) ;
			print b, v[i], v[i + 1], v[i + 2] * factor
		} }' "$TEMP/derived"
}

# Four intervals, one with a reset.
for kernel in $KERNELS; do
	data=$DATA/$kernel
	recording 0:"$data/before" 1:"$data/middle" 3.5:"$data/after" 6!"$data/before" \
		7:"$data/after" >"$REC"
	plot 0
	{
		bins "$kernel" 0 1 before middle
		bins "$kernel" 1 3.5 middle after
		bins "$kernel" 6 7 before after
	} >"$TEMP/wanted"
	for name in share retries; do
		block $name "Two rows for each bin" | diff "$TEMP/wanted" - || not_ok "$kernel data of $name"
	done
	awk 'NR % 2 { print 1, "'$BLUE'", sprintf("%.4f %.4f", $1 / 7, ($1 + $2) / 7), 100 * $3 / ($3 + $4) }
		END { print 1, "'$GREY'", "0.5000 0.8571", 100 }' "$TEMP/wanted" >"$TEMP/edges"
	edges share | grep -E "^1 ($BLUE|$GREY) " | sort -k 2,2 -k 3n >"$TEMP/got"
	close_to "$TEMP/edges" "$TEMP/got" 0.1 "$kernel share"
	awk 'NR % 2 { print 1, "86,180,233", sprintf("%.4f %.4f", $1 / 7, ($1 + $2) / 7), $7 / $2 }' \
		"$TEMP/wanted" >"$TEMP/edges"
	edges retries | grep "^1 86,180,233 " | sort -k 3n >"$TEMP/got"
	close_to "$TEMP/edges" "$TEMP/got" 6 "$kernel retries"
	{
		held "$kernel" 0 1 before middle
		held "$kernel" 1 3.5 middle after
		held "$kernel" 6 7 before after
	} >"$TEMP/wanted"
	block held "Two rows for each bin" | diff "$TEMP/wanted" - || not_ok "$kernel data of held"
	# Those that are large enough to be seen.
	edges held | sort >"$TEMP/got"
	stacked 7 <"$TEMP/wanted" | awk '{ if ($5 > most) most = $5; line[NR] = $0; top[NR] = $5 }
		END { for (i = 1; i <= NR; i++) if (top[i] > most / 50) print line[i] }' >"$TEMP/edges"
	[ "$(wc -l <"$TEMP/edges")" -ge 4 ] || not_ok "$kernel: hardly anything is held"
	while read -r panel colour from to top; do
		awk -v c="$colour" -v f="$from" -v t="$to" -v top="$top" '
			$1 == 1 && $2 == c && $3 <= f + 0.001 && $4 >= t - 0.001 {
				d = $5 - top
				if (d < 0) d = -d
				if (d <= 0.02 * top + 2) found = 1
			}
			END { exit !found }' "$TEMP/got" || {
			not_ok "$kernel held: no area $panel $colour from $from to $to up to $top"
			sed 's/^/#   /' "$TEMP/got"
		}
	done <"$TEMP/edges"
	for name in share retries held; do
		shows $name "the counters were reset: unknown"
	done
	derive "$data/before" "$data/after"
	for time in hold.vma hold.mmap folio_wait.dropped folio_wait.held retry_cost; do
		name=${time%.*}
		buckets $time 2 >"$TEMP/wanted"
		[ -s "$TEMP/wanted" ] || not_ok "$kernel $time: nothing derived"
		block "$name" "$time:" | cut -d ' ' -f 1-4 | diff "$TEMP/wanted" - || not_ok "$kernel $time"
	done
done

# One interval: the headings, the bars, and all the words.
for kernel in $KERNELS; do
	recording 0:"$DATA/$kernel/before" 2:"$DATA/$kernel/after" >"$REC"
	plot 0
	derive "$DATA/$kernel/before" "$DATA/$kernel/after"
	for time in "hold.vma=under the VMA lock" "hold.mmap=under mmap_lock" \
		"folio_wait.dropped=fault lock dropped" "folio_wait.held=fault lock held" \
		"retry_cost=total" "fallback_wait=waiting for mmap_lock"; do
		name=${time%%=*}
		picture=${name%.*}
		[ "$name" != fallback_wait ] || picture=retry_cost
		shows "$picture" "${time#*=}: $(derived "hist[.]$name" | sed 's/, p90 [^,]*//')"
	done
	for panel in 1:$BLUE:vma 2:$ORANGE:mmap; do
		buckets "hold.${panel##*:}" 1 | cut -d ' ' -f 4 >"$TEMP/wanted"
		colour=${panel#*:}
		edges hold | sort -k 3n | awk -v p="${panel%%:*}" -v c="${colour%:*}" \
			'$1 == p && $2 == c { print $5 }' >"$TEMP/got"
		close_to "$TEMP/wanted" "$TEMP/got" "$(awk '$1 > most { most = $1 } END { print most / 1000 + 0.5 }' \
			"$TEMP/wanted")" "$kernel bars of ${panel##*:}"
	done
	vma=$(derived vma) mmap=$(derived mmap)
	edges share | grep "^[12] $BLUE" | cut -d ' ' -f 1,5 >"$TEMP/got"
	awk -v v="$vma" -v m="$mmap" 'BEGIN { print 1, 100 * v / (v + m); print 2, v / 2 }' >"$TEMP/wanted"
	close_to "$TEMP/wanted" "$TEMP/got" 2 "$kernel share and rate"
	shows share "User swap faults, by the lock they were served under"
	shows share "served under the VMA lock"
	shows share "served under mmap_lock"
	shows share "retried, of those tried under the VMA lock"
	shows share "share (%)"
	shows share "served per s"
	shows retries "Swap faults that dropped the VMA lock and retried, by reason"
	shows retries "waits for the read it began ($(derived counters[.]retry[.]vma[.]own_read))"
	shows retries "waits for a read by another ($(derived counters[.]retry[.]vma[.]other_read))"
	shows retries "folio locked, not for a read ($(derived counters[.]retry[.]vma[.]busy))"
	shows_not retries "device-private"
	shows retries "retries per s"
	shows held "Time that swap faults held the VMA lock, by what they did"
	shows held "ms per s"
	shows held "cpu: running ($(derived held[.]cpu | sed 's/ \([0-9.]* %\)$/, \1/'))"
	shows held "runnable: waiting for a CPU ($(derived held[.]runnable | sed 's/ \([0-9.]* %\)$/, \1/'))"
	shows_not held throttle
	shows hold "How long a swap fault held its lock in do_swap_page()"
	shows folio_wait "How long a swap fault waited for a folio"
	shows retry_cost "What a retry costs: from the VMA lock dropped to mmap_lock held"
	for name in share retries held; do
		shows $name "time since the recording began (s)"
		shows_not $name "the counters were reset"
	done
	for name in hold folio_wait retry_cost; do
		shows $name "time, in powers of two (here 1 us is 1024 ns, 1 ms is 1024 us)"
		shows $name "1 ms"
	done
	for name in $PICTURES; do
		shows "$name" "system-wide, recorded by vmalockstat 0.1.0 from $(date -d @1700000000 \
			'+%Y-%m-%d %H:%M:%S %z') on, 2.0 s"
	done
done

# alike FILE FILE: but for an empty group, of the colour that was used last.
alike() {
	grep -v '<g fill="none" color="#FFFFFF"' "$1" >"$TEMP/one"
	grep -v '<g fill="none" color="#FFFFFF"' "$2" | cmp "$TEMP/one" - || not_ok "$2 is another"
}

# A script makes its picture again, wherever it lies, whatever the user likes best.
mkdir "$TEMP/again" "$TEMP/home"
echo 'set terminal dumb; exit status 5' >"$TEMP/home/.gnuplot"
cp "$DIR"/*.gp "$TEMP/again"
for name in $PICTURES; do
	(cd "$TEMP/again" && gnuplot "$name.gp") || not_ok "$name.gp"
	alike "$DIR/$name.svg" "$TEMP/again/$name.svg"
done
HOME=$TEMP/home expect 0 report -p "$DIR" "$REC"
alike "$TEMP/again/share.svg" "$DIR/share.svg"
"$TOOL" report -p "$DIR" - <"$REC" >"$TEMP/out" || not_ok "from a pipe"
alike "$TEMP/again/share.svg" "$DIR/share.svg"

# As record writes it.
now "$DATA/7.3/before"
(sleep 0.2; now "$DATA/7.3/after") &
expect 0 record -o "$REC" -i 0.1 sleep 0.5
wait
plot 0
derive "$DATA/7.3/before" "$DATA/7.3/after"
same "served in all" "$(derived vma) $(derived mmap)" \
	"$(block share "Two rows" | awk 'NR % 2 { v += $3; m += $4 } END { print v, m }')"

# long SAMPLES: a second each; each adds one fault to each kind, the 400th resets.
long() {
	awk -v n="$1" 'FNR <= 24 { head[FNR] = $0; next }
		$1 != "end" && !/^hold_ns/ { name[++k] = $1 }
		function header(i,	j) {
			for (j = 1; j <= 24; j++) {
				if (head[j] ~ /^taken_ns/)
					printf "taken_ns %.0f\n", (i + 1000) * 1e9
				else if (head[j] ~ /^since_reset_ns/)
					printf "since_reset_ns %.0f\n", (i < 400 ? i : i - 399) * 1e9
				else if (head[j] ~ /^timing/)
					print "timing 0"
				else
					print head[j]
			}
		}
		END {
			print "vmalockstat-recording 2\nversion 0.1.0\nstarted 1700000000.0"
			for (i = 1; i <= n; i++) {
				print "sample", i, (i > 1 ? (i - 1) "000000000" : 0)
				print "counters", k + 25
				header(i)
				for (j = 1; j <= k; j++)
					print name[j], (name[j] ~ /swap.(minor|retry)$|own_read$/) * (i < 400 ? i : i - 399)
				print "end\nlatency 25"
				header(i)
				print "end\nend", i
			}
			print "stopped", (n - 1) "000000000"
		}' "$DATA/7.3/after/counters"
}
long 1000 >"$REC"
plot 13
says "times are missing"
for name in held hold folio_wait retry_cost; do
	shows $name "no times were taken (timing=0)"
done
shows share "time since the recording began (min)"
shows share "system-wide, recorded by vmalockstat 0.1.0 from $(date -d @1700000000 \
	'+%Y-%m-%d %H:%M:%S %z') on, 16.6 min"
block share "Two rows" >"$TEMP/bins"
# 398 intervals, one with a reset, 600: four to a bin.
same "bins of a long recording" "250 998 998 1996 998 998" "$(awk 'NR % 2 { n++; v += $3; m += $4; t += $5; r += $6; f += $7 }
	END { print n, v, m, t, r, f }' "$TEMP/bins")"
same "the gap" "398.000000000 399.000000000" "$(awk '$1 > last && !(NR % 2 == 0) { print last, $1 }
	{ last = $1 }' "$TEMP/bins")"
[ "$(wc -c <"$DIR/share.svg")" -lt 150000 ] || not_ok "a large picture"

# Resets at both ends.
recording 0:"$DATA/7.3/after" 1!"$DATA/7.3/before" 2:"$DATA/7.3/after" 3!"$DATA/7.3/before" >"$REC"
plot 0
derive "$DATA/7.3/before" "$DATA/7.3/after"
same "between resets" "1.000000000 $(derived vma) 2.000000000 $(derived vma)" \
	"$(block share "Two rows" | cut -d ' ' -f 1,3 | xargs)"
edges share | grep "^1 $GREY" | sort -k 3n | cut -d ' ' -f 3,4 >"$TEMP/got"
printf '0.0000 0.3333\n0.6667 1.0000\n' | diff - "$TEMP/got" || not_ok "grey at both ends"

# Nothing to be seen: the pictures say so.
recording 0:"$DATA/7.3/after" 1:"$DATA/7.3/after" >"$REC"
plot 0
shows share "no user swap fault was served"
shows retries "no retries"
shows held "no swap fault held the lock"
for name in hold folio_wait retry_cost; do
	shows $name "none in this recording"
done

# One lock only, and no retry.
copy after 7.3
cp -r "$DATA/7.3/before" "$TEMP/none"
sed -i 's/^\(fault.mmap.*\|fault.*retry.*\|retry[.].*\) .*/\1 0/' "$TEMP/copy/counters" "$TEMP/none/counters"
sed -i '/^hold[.]mmap/{/^[^ ]* [^ ]* [^ ]* /d; s/ .*/ 0/}' "$TEMP/copy/latency" "$TEMP/none/latency"
recording 0:"$TEMP/none" 1:"$TEMP/copy" >"$REC"
plot 0
shows_not hold "under mmap_lock"
shows retries "no retries"
same "all under the VMA lock" "1 $BLUE 0.0000 1.0000 100" "$(edges share | grep "^1 $BLUE")"

# What is not available.
copy before 7.3
no_hook folio_lock_or_retry lock_mm_and_find_vma
cp -r "$TEMP/copy" "$TEMP/unknown"
copy after 7.3
no_hook folio_lock_or_retry lock_mm_and_find_vma
recording 0:"$TEMP/unknown" 1:"$TEMP/copy" >"$REC"
plot 0
shows retries "reason unknown"
shows retry_cost "not available in this recording"
shows held "not available in this recording"

# Before 6.4 there is no VMA lock.
copy before 6.12
no_vma_lock
cp -r "$TEMP/copy" "$TEMP/old"
copy after 6.12
no_vma_lock
sed -i 's/^\(fault.vma[^ ]*\|retry.vma[^ ]*\) .*/\1 0/; s/^fault.mmap.swap.minor .*/fault.mmap.swap.minor 300/;
	s/^fault.mmap.swap.retry .*/fault.mmap.swap.retry 100/; s/^fault.mmap.swap.\(major\|retry_major\) .*/fault.mmap.swap.\1 0/' \
	"$TEMP/copy/counters"
sed -i 's/^\(fault.vma[^ ]*\|retry.vma[^ ]*\|fault.mmap.swap.[^ ]*\) .*/\1 0/' "$TEMP/old/counters"
recording 0:"$TEMP/old" 1:"$TEMP/copy" >"$REC"
plot 0
shows share "retried, of those tried under mmap_lock"
shows retries "Swap faults that dropped mmap_lock and retried, by reason"
shows held "Time that swap faults held mmap_lock, by what they did"
for what in $STACK; do
	sed -n "s/^hold_ns.mmap.$what //p" "$TEMP/copy/counters"
done | xargs >"$TEMP/wanted"
[ "$(wc -w <"$TEMP/wanted")" = 7 ] || not_ok "the split of mmap_lock"
for what in $STACK; do
	sed -n "s/^hold_ns.mmap.$what //p" "$TEMP/old/counters"
done | xargs | paste -d ' ' "$TEMP/wanted" - | awk '{ for (i = 1; i <= 7; i++)
	printf "%.0f%s", $i - $(i + 7), i < 7 ? " " : "\n" }' >"$TEMP/both"
same "held mmap_lock" "$(cat "$TEMP/both")" "$(block held "Two rows" | sed -n 1p | cut -d ' ' -f 3-)"
same "tried under mmap_lock" "0 300 400 100" "$(block share "Two rows" | sed -n 1p | cut -d ' ' -f 3-6)"

# Each thing that a task can do has its place in the stack and its colour.
copy before 6.12
cp -r "$TEMP/copy" "$TEMP/idle"
sed -i 's/^\(hold_ns[^ ]*\) .*/\1 0/' "$TEMP/idle/counters"
copy after 6.12
sed -i 's/^\(hold_ns[^ ]*\) .*/\1 0/' "$TEMP/copy/counters"
ms=10
for what in $STACK; do
	sed -i "s/^hold_ns.vma.$what .*/hold_ns.vma.$what ${ms}000000/" "$TEMP/copy/counters"
	ms=$((ms + 10))
done
recording 0:"$TEMP/idle" 2:"$TEMP/copy" >"$REC"
plot 0
echo "0 2 10000000 20000000 30000000 40000000 50000000 60000000 70000000" | stacked 2 >"$TEMP/wanted"
# Two areas whose borders meet have an edge of each at the same height.
tops held | sort -k 5n >"$TEMP/got"
close_to "$TEMP/wanted" "$TEMP/got" 1 "the stack"
for text in "cpu: running (10.0 ms, 3.6 %)" "read: reading from swap (20.0 ms, 7.1 %)" \
	"reclaim: freeing memory (30.0 ms, 10.7 %)" "throttle: above memory.high (40.0 ms, 14.3 %)" \
	"folio_wait: waiting for a folio (50.0 ms, 17.9 %)" \
	"runnable: waiting for a CPU (60.0 ms, 21.4 %)" "asleep: for anything else (70.0 ms, 25.0 %)"; do
	shows held "$text"
done

# Times that were switched off for a while: unknown then, and not 0.
copy middle 7.3
timing_off
rm -rf "$TEMP/untimed"
mv "$TEMP/copy" "$TEMP/untimed"
recording 0:"$DATA/7.3/before" 1:"$DATA/7.3/middle" 2:"$TEMP/untimed" 3:"$DATA/7.3/middle" \
	4:"$DATA/7.3/after" >"$REC"
plot 13
{
	held 7.3 0 1 before middle
	held 7.3 3 4 middle after
} >"$TEMP/wanted"
block held "Two rows" | diff "$TEMP/wanted" - || not_ok "held around a gap"
shows held "no times were taken: unknown"
shows_not held "the counters were reset"
same "the gap in held" "0.2500 0.5000 0.5000 0.7500" \
	"$(edges held | grep "^1 $GREY" | sort -k 3n | cut -d ' ' -f 3,4 | xargs)"
same "no gap in share" 8 "$(block share "Two rows" | wc -l)"

# Numbers of 64 bits, and the widest histogram.
copy after 7.3
cp -r "$DATA/7.3/before" "$TEMP/zero"
sed -i '/^hold/{/^[^ ]* [^ ]* [^ ]* /d; s/ .*/ 0/}' "$TEMP/zero/latency"
sed -i 's/^\(fault[.][^ ]*\|retry[.][^ ]*\) .*/\1 0/' "$TEMP/zero/counters"
sed -i 's/^\(fault.vma.swap.minor\) .*/\1 18000000000000000000/; s/^\(fault.vma.*retry[^ ]*\|fault.vma.swap.major\) .*/\1 0/' \
	"$TEMP/copy/counters"
awk 'NF == 4 && $1 == "hold.vma" || $1 ~ /^hold.vma[.](sum|max)/ { next }
	$1 == "hold.vma.count" {
		for (i = 0; i < 44; i++)
			print "hold.vma", i ? sprintf("%.0f", 2 ^ (i - 1)) : 0, i < 43 ? sprintf("%.0f", 2 ^ i) : "18446744073709551615", 1234567
		print "hold.vma.count", 44 * 1234567 "\nhold.vma.sum 99999999999\nhold.vma.max 9999999999999"
		next
	}
	{ print }' "$DATA/7.3/after/latency" >"$TEMP/copy/latency"
recording 0:"$TEMP/zero" 1:"$TEMP/copy" >"$REC"
plot 0
same "bars" "44 44" "$(block hold hold.vma: | wc -l) $(edges hold | grep -c "^1 $BLUE")"
shows hold "1.23M"
shows share "15 E"
for label in 0 "32 ns" "1 us" "32 us" "1 ms" "32 ms" "1 s" "32 s" "1024 s"; do
	shows hold "$label"
done

done_testing
