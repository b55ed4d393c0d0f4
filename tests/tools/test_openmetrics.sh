# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The metrics: each number of the files and no other, and a file that is whole or
# not there, whatever is wrong. tests/host/fleet.sh has Prometheus read them.

. tests/tools/lib.sh

PROM=$TEMP/vmalockstat.prom

# wanted: from what is read now, as awk has it.
wanted() {
	for wanted_times in 0 1; do
		awk -v times=$wanted_times -f tests/tools/metrics.awk \
			"$NOW/counters" "$NOW/latency"
	done | sort >"$TEMP/wanted"
}

# metrics FILE: in the same shape.
metrics() {
	awk -f tests/tools/exposition.awk "$1" | sort
}

# number FILE SERIES: its value, as it is printed.
number() {
	awk -v series="$2" '$1 == series { print $2 }' "$1"
}

# numbers: what was printed last has each series of standard input.
numbers() {
	while read -r numbers_series numbers_value; do
		same "$numbers_series" "$numbers_value" "$(number "$TEMP/out" "$numbers_series")"
	done
}

for kernel in $KERNELS; do
	for state in before middle after; do
		now "$DATA/$kernel/$state"
		wanted
		for strict in "" --strict; do
			# shellcheck disable=SC2086 # one option or none
			expect 0 openmetrics $strict
			[ ! -s "$TEMP/err" ] || not_ok "openmetrics $strict: $(cat "$TEMP/err")"
			metrics "$TEMP/out" | diff "$TEMP/wanted" - ||
				not_ok "metrics $strict of $kernel $state"
			same "the end $strict" "# EOF" "$(tail -n 1 "$TEMP/out")"
			same "up $strict" 1 "$(number "$TEMP/out" vmalockstat_up)"
			cp "$TEMP/out" "$TEMP/text$strict"
		done
		expect 0 openmetrics -o "$PROM"
		[ ! -s "$TEMP/out" ] || not_ok "-o, and output"
		cmp "$TEMP/text" "$PROM" || not_ok "-o writes something else"
		same "mode" 644 "$(stat -c %a "$PROM")"
	done
	# No series comes or goes while a machine counts.
	now "$DATA/$kernel/before"
	expect 0 openmetrics
	metrics "$TEMP/out" | sed 's/ .*//' >"$TEMP/series"
	metrics "$PROM" | sed 's/ .*//' | diff "$TEMP/series" - || not_ok "series of $kernel"
done
# The documents and the rules name no metric that does not exist: here, or with all_faults=1,
# or of a newer module.
{
	for kernel in $KERNELS; do
		now "$DATA/$kernel/after"
		expect 0 openmetrics
		sed -n 's/^# TYPE \(vmalockstat_[a-z_]*\) .*/\1/p' "$TEMP/out"
	done
	printf 'vmalockstat_%s\n' vma_lock_total mmap_lock_total other_total other_seconds
} >"$TEMP/exist"
grep -oh '\bvmalockstat_[a-z_]*\(_total\|_seconds\)\b' docs/fleet.md packaging/vmalockstat.8 \
	packaging/prometheus/vmalockstat.rules.yml | grep -v 'served\|tried\|_vma_seconds' | sort -u >"$TEMP/named"
[ "$(wc -l <"$TEMP/named")" -ge 15 ] || not_ok "metrics that are named"
while read -r name; do
	grep -qx "$name" "$TEMP/exist" || not_ok "$name is named, and does not exist"
done <"$TEMP/named"

# What is unavailable is not 0.
now "$DATA/6.12/after"
expect 0 openmetrics
! grep "vmalockstat_writer\|vmalockstat_whatif_hold_total" "$TEMP/out" || not_ok "writers on 6.12"
numbers <<'END'
vmalockstat_hook{hook="vma_start_write",state="unavailable"} 1
vmalockstat_hook{hook="do_swap_page",state="armed"} 1
vmalockstat_hook{hook="lock_vma_under_rcu",state="unwanted"} 1
vmalockstat_experiment{name="none"} 1
vmalockstat_counting 1
vmalockstat_timing 1
END
same "kernel" "$(sed -n 's/^kernel //p' "$NOW/counters")" \
	"$(sed -n 's/^vmalockstat_info{.*kernel="\([^"]*\)"} 1$/\1/p' "$TEMP/out")"
same "since the reset" "$(sed -n 's/^since_reset_ns //p' "$NOW/counters")" \
	"$(number "$TEMP/out" vmalockstat_since_reset_seconds | tr -d . | sed 's/^0*//')"
copy after 7.3
no_hook lock_mm_and_find_vma
wanted
expect 0 openmetrics
metrics "$TEMP/out" | diff "$TEMP/wanted" - || not_ok "without a hook"
! grep -v _hook "$TEMP/out" | grep "^[^#]*\(fallback\|retry_cost\|abandoned\|pending\)" ||
	not_ok "a hook that is not there"

# Each metric is one block with its head, and no more than its samples are in it.
for strict in "" --strict; do
	awk -v strict="$strict" '
		/^# (HELP|TYPE|UNIT) / {
			if (seen[$2, $3]++)
				bad($2 " twice for " $3)
			if ($2 == "HELP") { now = $3; if (NF < 5) bad("no help for " now) }
			if ($3 != now) bad($2 " of another metric: " $3)
			if ($2 == "TYPE") type = $4
			if ($2 == "UNIT" && ($3 !~ /_seconds$/ || $4 != "seconds")) bad("unit: " $0)
			if ($2 == "UNIT") units[$3]
			next
		}
		/^# EOF$/ { end = NR; next }
		/^#|^$/ { bad("a line of another kind: " $0); next }
		{
			name = $1
			sub(/[{].*/, "", name)
			want = now
			if (strict && type == "counter") want = now "_total"
			if (strict && type == "info") want = now "_info"
			if (type == "counter" && want !~ /_total$/) bad("no _total: " name)
			if (type == "histogram") sub(/_(bucket|sum|count)$/, "", name)
			if (name != want) bad(name " among " now)
			if (NF != 2) bad("not a series and a number: " $0)
			if (lines[$1]++) bad("twice: " $1)
			# OpenMetrics wants the unit last in the name of a metric.
			if (now ~ /_seconds$/ && !(now in units)) bad("no unit: " now)
		}
		function bad(text) { print "# " text; status = 1 }
		END { exit status || end != NR }' "$TEMP/text$strict" || not_ok "metrics $strict"
done

# The time under the locks is a counter in seconds, and nothing has the name of the file.
now "$DATA/7.3/after"
expect 0 openmetrics
cp "$TEMP/out" "$TEMP/text"
expect 0 openmetrics --strict
for text in text:_total:0 out::1; do
	file=${text%%:*} end=${text#*:} end=${end%:*}
	grep -qx "# HELP vmalockstat_hold_time_seconds$end Time that swap faults held their lock.*[.]*" \
		"$TEMP/$file" || not_ok "HELP of hold_time in $file"
	same "TYPE of hold_time in $file" "# TYPE vmalockstat_hold_time_seconds$end counter" \
		"$(grep 'TYPE vmalockstat_hold_time' "$TEMP/$file")"
	same "UNIT of hold_time in $file" "${text##*:}" \
		"$(grep -c '^# UNIT vmalockstat_hold_time_seconds seconds$' "$TEMP/$file")"
	same "cpu in $file" "$(awk '$1 == "hold_ns.vma.cpu" { print $2 }' "$NOW/counters")" \
		"$(number "$TEMP/$file" 'vmalockstat_hold_time_seconds_total{lock="vma",what="cpu"}' |
			tr -d . | sed 's/^0*\(.\)/\1/')"
	! grep "hold_ns" "$TEMP/$file" || not_ok "hold_ns in $file"
done
! grep 'what="read"' "$TEMP/out" || not_ok "a read that nobody has timed"
now "$DATA/6.12/after"
expect 0 openmetrics
grep -q '^vmalockstat_hold_time_seconds_total{lock="vma",what="read"} ' "$TEMP/out" ||
	not_ok "no read where it is timed"

# What a newer module counts is not lost, and is told apart from what the table has.
copy after 7.3
sed -i '24s/$/\nfault.vma.new_kind.minor 7\nnew.thing-2 11\nfault.vma 13/' "$TEMP/copy/counters"
sed -i '24s/$/\nnew_time 1024 2048 3\nnew_time.count 3\nnew_time.sum 4000000000\nnew_time.max 2000/' "$TEMP/copy/latency"
expect 0 openmetrics
numbers <<'END'
vmalockstat_other_total{name="fault.vma.new_kind.minor"} 7
vmalockstat_other_total{name="new.thing-2"} 11
vmalockstat_other_total{name="fault.vma"} 13
vmalockstat_other_seconds_bucket{name="new_time",le="1.024e-06"} 0
vmalockstat_other_seconds_bucket{name="new_time",le="2.048e-06"} 3
vmalockstat_other_seconds_bucket{name="new_time",le="+Inf"} 3
vmalockstat_other_seconds_sum{name="new_time"} 4.000000000
vmalockstat_other_seconds_count{name="new_time"} 3
END

# Large numbers go out as they are; how many digits a reader keeps is its own matter.
copy after 7.3
sed -i 's/^\(untracked\|in_flight\) .*/\1 18446744073709551615/' "$TEMP/copy/counters"
sed -i 's/^retry_cost.sum .*/retry_cost.sum 18446744073709551615/' "$TEMP/copy/latency"
sed -i '/^writer_wait.* [0-9]* [0-9]* /d; s/^writer_wait.count .*/writer_wait 0 1 1\nwriter_wait 4398046511104 18446744073709551615 18446744073709551614\nwriter_wait.count 18446744073709551615/' "$TEMP/copy/latency"
expect 0 openmetrics
numbers <<'END'
vmalockstat_untracked_total 18446744073709551615
vmalockstat_in_flight 18446744073709551615
vmalockstat_retry_cost_seconds_sum 18446744073.709551615
vmalockstat_writer_wait_seconds_bucket{le="1.024e-06"} 1
vmalockstat_writer_wait_seconds_bucket{le="17.179869184"} 1
vmalockstat_writer_wait_seconds_bucket{le="+Inf"} 18446744073709551615
vmalockstat_writer_wait_seconds_count 18446744073709551615
END

# Without times there is no histogram, and it says so.
copy after 7.3
timing_off
expect 0 openmetrics
same "timing off" 0 "$(number "$TEMP/out" vmalockstat_timing)"
! grep _seconds "$TEMP/out" | grep -v since_reset || not_ok "times, with timing off"

# down STATUS TEXT: what cannot be read is an error as everywhere; the old file
# gives way to one that says so, and has nothing else of what it had.
down() {
	refused "$1" openmetrics
	says "$2"
	for down_strict in "" --strict; do
		echo old >"$PROM"
		# shellcheck disable=SC2086 # one option or none
		refused "$1" openmetrics $down_strict -o "$PROM"
		says "$2"
		same "up" 0 "$(number "$PROM" vmalockstat_up)"
		same "exit_status" "$1" "$(number "$PROM" vmalockstat_exit_status)"
		same "series" 3 "$(grep -vc '^#' "$PROM")"
		same "the end" "# EOF" "$(tail -n 1 "$PROM")"
	done
}
for file in counters latency; do
	copy after 7.3
	sed -i '1s/2/1/' "$TEMP/copy/$file"
	down 6 "$file: unknown format 1"
	copy after 7.3
	head -c 500 "$DATA/7.3/after/$file" >"$TEMP/copy/$file"
	down 7 "$file: "
	copy after 7.3
	sed -i '26s/.*/no number here/' "$TEMP/copy/$file"
	down 7 "$file: line 26: "
	copy after 7.3
	sed -i '26s/ [0-9]*$/ 18446744073709551616/' "$TEMP/copy/$file"
	down 7 "'18446744073709551616': expected a number of up to 64 bits"
	copy after 7.3
	rm "$TEMP/copy/$file"
	down 4 "cannot open $NOW/$file"
done
copy after 7.3
sed -i '26s/^/"}/' "$TEMP/copy/counters"
down 7 "counters: line 26: '\"}fault.vma.swap.major': expected a name"
now "$TEMP/nowhere"
if awk '$3 == "debugfs" { n++ } END { exit !n }' /proc/mounts; then
	down 4 "the module is not loaded"
else
	down 5 "debugfs is not mounted"
fi
# Not root: nobody may not read, but may write here.
copy after 7.3
mkdir -m 777 "$TEMP/open"
chmod 000 "$TEMP/copy/counters"
status=0
ASAN_OPTIONS=detect_leaks=0 setpriv --reuid 65534 --clear-groups --inh-caps=-all \
	"$TOOL" -d "$NOW" openmetrics -o "$TEMP/open/x.prom" 2>"$TEMP/err" || status=$?
same "not root" 3 "$status"
same "not root" 3 "$(number "$TEMP/open/x.prom" vmalockstat_exit_status)"

# Where there can be no such file.
now "$DATA/7.3/after"
refused 1 openmetrics -o "$TEMP/missing/x.prom"
says "cannot write $TEMP/missing/x.prom: No such file or directory"
refused 2 openmetrics -o "$TEMP/"
refused 2 openmetrics -o ""
refused 1 openmetrics -o "$TEMP/open"
says "expected a regular file"
refused 1 openmetrics -o /dev/full
says "cannot replace /dev/full: expected a regular file"
[ -c /dev/full ] || not_ok "/dev/full is gone"
ln -s "$PROM" "$TEMP/link.prom"
refused 1 openmetrics -o "$TEMP/link.prom"
refused 2 openmetrics what
refused 2 openmetrics -j
refused 2 hist -s
refused 2 -s
status=0
ASAN_OPTIONS=detect_leaks=0 "$TOOL" -d "$NOW" openmetrics >/dev/full 2>"$TEMP/err" || status=$?
same "stdout full" 1 "$status"
says "cannot write the output"

# A disk that is full: neither half a file nor an old one.
full() {
	# shellcheck disable=SC2016 # the inner shell expands it
	own_mounts sh -ec 'mount -t tmpfs -o size=16k none "$1"
		echo old >"$1/x.prom"
		status=0
		ASAN_OPTIONS=detect_leaks=0 "$2" -d "$3" openmetrics -o "$1/x.prom" || status=$?
		ls -A "$1"
		umount "$1"
		exit "$status"' sh "$TEMP/open" "$TOOL" "$NOW"
}
# own_mounts CMD...: below a root that is no mount, as in a chroot, they stay as they
# are shared; what is mounted is taken away again.
own_mounts() {
	if unshare -m true 2>/dev/null; then
		unshare -m "$@"
	else
		unshare -m --propagation unchanged "$@"
	fi
}
if own_mounts sh -c "mount -t tmpfs none $TEMP/open && umount $TEMP/open" 2>/dev/null; then
	status=0
	full >"$TEMP/out" 2>"$TEMP/err" || status=$?
	same "disk full" 1 "$status"
	says "No space left on device"
	same "what is left there" "" "$(cat "$TEMP/out")"
else
	echo "# no tmpfs here: a full disk was not tried"
fi

# However often it is read meanwhile, the file is whole; and no other is left.
mkdir "$TEMP/collector"
series=$(wc -l <"$TEMP/series")
[ "$series" -gt 600 ] || not_ok "only $series series"
writes=0
while [ "$writes" -lt 60 ]; do
	now "$DATA/7.3/$([ $((writes % 2)) = 0 ] && echo before || echo after)"
	"$TOOL" -d "$NOW" openmetrics -o "$TEMP/collector/x.prom"
	writes=$((writes + 1))
done &
writer=$!
reads=0
until [ -e "$TEMP/collector/x.prom" ]; do sleep 0.1; done
while kill -0 "$writer" 2>/dev/null; do
	cat "$TEMP/collector/x.prom" >"$TEMP/read"
	[ "$(tail -n 1 "$TEMP/read")" = "# EOF" ] || not_ok "half a file"
	same "series" "$series" "$(metrics "$TEMP/read" | wc -l)"
	reads=$((reads + 1))
done
wait "$writer" || not_ok "a write has failed"
[ "$reads" -ge 5 ] || not_ok "only $reads reads"
same "files" x.prom "$(ls -A "$TEMP/collector")"

done_testing
