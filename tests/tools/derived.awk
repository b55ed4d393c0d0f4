# SPDX-License-Identifier: GPL-2.0-only
# counters and latency of two moments, in this order: before, before, after, after.
# Prints what happened between them, "name value" a line, in the words of the
# command's columns, and each counter and histogram as it must be.

# Sums are more than 32 bits.
BEGIN { OFMT = CONVFMT = "%.0f" }

FNR == 1 { file++; next }
$1 ~ /^(kernel|vma_lock|run_delay|experiment|counting|timing|end)$/ || /^hook[.]/ { next }
$1 ~ /^(since_reset|taken)_ns$/ { if (file % 2 == 1) head[file > 2, $1] = $2; next }
file % 2 == 1 { c[file > 2, $1] = $2; if (file > 2) names[++nr] = $1; next }
NF == 4 {
	h[file > 2, $1, $2] = $4
	if (file > 2 && !(($1, $2) in seen)) {
		seen[$1, $2] = 1
		lower[$1, ++buckets[$1]] = $2
		upper[$1, buckets[$1]] = $3
	}
	next
}
NF == 2 {
	t[file > 2, $1] = $2
	if (file > 2 && sub(/[.]count$/, "", $1))
		times[++nr_times] = $1
}

function delta(name) { return c[1, name] - c[0, name] }

function sum(regex, but,	i, s) {
	for (i = 1; i <= nr; i++)
		if (names[i] ~ regex && (but == "" || names[i] !~ but))
			s += delta(names[i])
	return s + 0
}

function percent(n, of,	tenths) {
	if (!of)
		return "-"
	tenths = int((int(n * 2000 / of) + 1) / 2)
	return sprintf("%d.%d", int(tenths / 10), tenths % 10)
}

function count(time) { return t[1, time ".count"] - t[0, time ".count"] }

function mean(time) {
	if (!count(time))
		return "-"
	return int((t[1, time ".sum"] - t[0, time ".sum"]) / count(time))
}

function in_us(ns) {
	if (ns == "-")
		return ns
	return sprintf(ns < 999950 ? "%.1f" : "%.0f", ns / 1000)
}

# The longest: no longer than the last bucket in which something happened.
function longest(time,	i, top) {
	top = 0
	for (i = 1; i <= buckets[time]; i++)
		if (happened(time, i))
			top = upper[time, i] - 1
	return top < t[1, time ".max"] ? top : t[1, time ".max"]
}

function happened(time, i) {
	return h[1, time, lower[time, i]] - h[0, time, lower[time, i]]
}

function percentile(time, p,	i, rank, n) {
	rank = count(time) * p / 100
	for (i = 1; i <= buckets[time]; i++) {
		n += happened(time, i)
		if (n >= rank)
			break
	}
	return upper[time, i] - 1 < longest(time) ? upper[time, i] - 1 : longest(time)
}

function duration(ns,	tenths, unit) {
	if (ns < 1000)
		return ns " ns"
	tenths = int(ns / 100)
	unit = "us"
	if (tenths >= 10000) { tenths = int(tenths / 1000); unit = "ms" }
	if (tenths >= 10000) { tenths = int(tenths / 1000); unit = "s" }
	return sprintf("%d.%d %s", int(tenths / 10), tenths % 10, unit)
}

END {
	vma = sum("^fault[.]vma[.]", "[.]retry")
	mmap = sum("^fault[.]mmap[.]", "[.]retry")
	retried = sum("^fault[.]vma[.].*[.]retry")
	fallback = delta("fallback.swap_retry")
	print "served", vma + mmap
	print "vma", vma
	print "mmap", mmap
	print "vma%", percent(vma, vma + mmap)
	print "mmap%", percent(mmap, vma + mmap)
	print "nouser", sum("^fault[.]mmap_nouser[.]", "[.]retry")
	print "tried", vma + retried
	print "retry", retried
	print "retry%", percent(retried, vma + retried)
	print "own", delta("retry.vma.own_read")
	print "own%", percent(delta("retry.vma.own_read"), retried)
	print "other_read", delta("retry.vma.other_read")
	print "other_read%", percent(delta("retry.vma.other_read"), retried)
	print "busy", delta("retry.vma.busy")
	print "busy%", percent(delta("retry.vma.busy"), retried)
	print "fallb", fallback
	print "fallb%", percent(fallback, retried)
	print "avoid", delta("fallback.swap_retry_avoidable")
	print "avoid%", percent(delta("fallback.swap_retry_avoidable"), fallback)
	print "to_mmap_lock", sum("^fallback[.]", "no_vma|avoidable")
	print "second", delta("fallback.mmap_retry")
	print "kernel", delta("fallback.kernel")
	print "other", delta("fallback.other")
	print "hold_us", in_us(mean("hold.vma"))
	held = sum("^hold_ns[.]vma[.]")
	print "held", duration(held)
	printf "held_ns %.0f\nstalled_ns %.0f\n", held, sum("^hold_ns[.]vma[.]", "[.](cpu|read)$")
	print "stall%", percent(sum("^hold_ns[.]vma[.]", "[.](cpu|read)$"), held)
	split("read reclaim throttle folio_wait cpu runnable asleep", whats, " ")
	for (i in whats) {
		n = delta("hold_ns.vma." whats[i])
		print "held." whats[i], n ? duration(n) " " percent(n, held) " %" : ""
	}
	print "wait_us", in_us(mean("folio_wait.dropped"))
	print "in_fl", c[1, "in_flight"]
	print "miss", sum("^missed[.]")
	free = delta("whatif.hold.waits_free")
	blocking = delta("whatif.hold.waits_blocking")
	print "blocking", blocking, percent(blocking, free + blocking)
	print "waited", delta("writer.waited"), percent(delta("writer.waited"), delta("writer.attempt"))
	print "ns", head[1, "taken_ns"] - head[0, "taken_ns"]
	print "since", head[1, "since_reset_ns"]
	print "blocked", delta("whatif.hold.writers_blocked"), percent(delta("whatif.hold.writers_blocked"), delta("writer.attempt"))
	print "mm_writer", delta("whatif.hold.waits_with_mm_writer"), percent(delta("whatif.hold.waits_with_mm_writer"), sum("^folio_lock[.]vma[.](dropped|killed)$"))
	print "avoided", delta("whatif.retry_vma.avoided"), percent(delta("whatif.retry_vma.avoided"), sum("^whatif[.]retry_vma[.]"))
	for (i = 1; i <= nr; i++)
		print "counters." names[i], names[i] ~ /^(in_flight|retry_pending)$/ ? c[1, names[i]] : delta(names[i])
	for (i = 1; i <= nr_times; i++) {
		time = times[i]
		n = count(time)
		print "latency." time ".count", n
		print "latency." time ".sum_ns", t[1, time ".sum"] - t[0, time ".sum"]
		print "latency." time ".max_ns", n ? longest(time) : 0
		if (!n) {
			print "table." time, "0 - - -"
			continue
		}
		print "latency." time ".mean_ns", mean(time)
		print "latency." time ".p50_ns", percentile(time, 50)
		print "latency." time ".p90_ns", percentile(time, 90)
		print "latency." time ".p99_ns", percentile(time, 99)
		print "table." time, n, duration(percentile(time, 50)), duration(percentile(time, 99)), duration(longest(time))
		print "hist." time, sprintf("count %d, mean %s, p50 %s, p90 %s, p99 %s, max %s", n, duration(mean(time)), duration(percentile(time, 50)), duration(percentile(time, 90)), duration(percentile(time, 99)), duration(longest(time)))
		shown = 0
		for (j = 1; j <= buckets[time]; j++)
			if (happened(time, j)) {
				printf "latency.%s.buckets.%d.0 %.0f\n", time, shown, lower[time, j]
				printf "latency.%s.buckets.%d.1 %.0f\n", time, shown, upper[time, j]
				printf "latency.%s.buckets.%d.2 %d\n", time, shown++, happened(time, j)
			}
	}
}
