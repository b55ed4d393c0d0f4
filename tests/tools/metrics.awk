# SPDX-License-Identifier: GPL-2.0-only
# The files counters and latency, in this order. Prints each metric that must come
# of them, "name{label=value,...} number" a line; the bounds of buckets in whole
# nanoseconds, sums in nanoseconds too. Times: with -v times=1, else counters.

function labels(names,	n, name, i, s) {
	n = split(names, name, " ")
	for (i = 1; i <= n; i++)
		s = s (i > 1 ? "," : "") name[i] "=" part[i + 1]
	return "{" s "}"
}

function put(name, text) { print "vmalockstat_" name text, $2 }

FNR == 1 { file++; next }

file == 1 && times { next }
file == 1 {
	split($1, part, ".")
	last = $1
	sub(/.*[.]/, "", last)
}
file == 1 && /^fault[.]/ { put("swap_faults_total", labels("lock kind outcome")); next }
file == 1 && /^retry[.]/ { put("swap_retries_total", labels("lock reason")); next }
file == 1 && /^folio_lock[.]/ { put("folio_locks_total", labels("lock result")); next }
file == 1 && /^fallback[.]no_vma / { put("fallbacks_no_vma_total", "{}"); next }
file == 1 && /^fallback[.]swap_retry_avoidable / { put("fallbacks_avoidable_total", "{}"); next }
file == 1 && /^fallback[.]/ { put("fallbacks_total", labels("cause")); next }
file == 1 && /^abandoned / { put("retries_abandoned_total", "{}"); next }
file == 1 && /^writer[.]attempt / { put("writer_attempts_total", "{}"); next }
file == 1 && /^writer[.]waited / { put("writer_waits_total", "{}"); next }
file == 1 && /^whatif[.]hold[.]waits_with/ { put("whatif_hold_waits_with_mm_writer_total", "{}"); next }
file == 1 && /^whatif[.]hold[.]waits_/ {
	sub(/^waits_/, "", last)
	put("whatif_hold_waits_total", "{result=" last "}")
	next
}
file == 1 && /^whatif[.]hold[.]writers/ { put("whatif_hold_writers_blocked_total", "{}"); next }
file == 1 && /^whatif[.]retry_vma[.]/ { put("whatif_retry_vma_total", "{result=" last "}"); next }
file == 1 && /^vma_lock[.]attempt / { put("vma_lock_attempts_total", "{}"); next }
file == 1 && /^vma_lock[.]refused / { put("vma_lock_refused_total", "{}"); next }
file == 1 && /^(vma|mmap)_lock[.]/ { put(part[1] "_faults_total", labels("result")); next }
file == 1 && /^missed[.]/ { put("missed_total", labels("hook")); next }
file == 1 && /^untracked / { put("untracked_total", "{}"); next }
file == 1 && /^(in_flight|retry_pending) / { put($1, "{}"); next }
file == 1 { put("other_total", "{name=" $1 "}"); next }

!times || $1 == "timing" { next }
NF == 4 { n[$1, $3] = $4; next }

# The metric of a time, and its label with a comma behind.
function metric(time) {
	label = ""
	if (split(time, part, ".") == 2) {
		label = (part[1] == "folio_wait" ? "fault_lock=" : "lock=") part[2] ","
		time = part[1]
	}
	gsub("[.]", "_", time)
	return "vmalockstat_" time "_seconds"
}

sub(/[.]count$/, "", $1) {
	name = metric($1)
	sum = 0
	for (bound = 1; bound < 2 ^ 35; bound *= 2) {
		# What is below the first bound of the metric is in its first bucket.
		sum += n[$1, bound]
		if (bound >= 1024)
			printf "%s_bucket{%sle=%.0f} %.0f\n", name, label, bound, sum
	}
	printf "%s_bucket{%sle=+Inf} %.0f\n", name, label, $2
	sub(/,$/, "", label)
	printf "%s_count{%s} %.0f\n", name, label, $2
}
sub(/[.]sum$/, "", $1) {
	name = metric($1)
	sub(/,$/, "", label)
	printf "%s_sum{%s} %.0f\n", name, label, $2
}
