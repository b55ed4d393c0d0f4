# SPDX-License-Identifier: GPL-2.0-only
# The files counters and latency, in this order. Prints each metric that must come
# of them, "name{label=value,...} number" a line; the bounds of buckets in whole
# nanoseconds, sums and the times of counters in nanoseconds too. Times: with -v times=1, else counters.

# The labels, and how many values the name ends with.
BEGIN {
	labels["fault"] = "lock kind outcome"
	labels["retry"] = "lock reason"
	labels["folio_lock"] = "lock result"
	labels["fallback"] = "cause"
	labels["writer"] = labels["whatif.hold"] = labels["whatif.retry_vma"] = "result"
	labels["vma_lock"] = labels["mmap_lock"] = "result"
	labels["missed"] = labels["calls"] = "hook"
	labels["hold_ns"] = "lock what"
	labels["hold"] = labels["shmem_swapin"] = labels["swap_read"] = labels["migration_wait"] = "lock"
	labels["folio_wait"] = "fault_lock"
	# What begins as one of them, and is none.
	whole["fallback.no_vma"] whole["fallback.swap_retry_avoidable"]
	whole["whatif.hold.waits_with_mm_writer"]
	whole["whatif.hold.writer_wait"] whole["whatif.retry_vma.saved"]
}

# metric NAME: sets base, and label as "{a=b,c=d" or "{".
function metric(name,	prefix, value, names, n, i) {
	base = name
	label = "{"
	if (!(name in whole))
		for (prefix in labels)
			if (index(name, prefix ".") == 1) {
				base = prefix
				n = split(substr(name, length(prefix) + 2), value, ".")
				split(labels[prefix], names, " ")
				for (i = 1; i <= n; i++)
					label = label (i > 1 ? "," : "") names[i] "=" value[i]
			}
	sub(/^hold_ns$/, "hold_time_seconds", base)
	gsub("[.]", "_", base)
	base = "vmalockstat_" base
}

FNR == 1 { file++; next }
$1 ~ /^(kernel|vma_lock|run_delay|experiment|counting|timing|end|since_reset_ns|taken_ns)$/ { next }
/^hook[.]/ { next }

file == 1 && times { next }
file == 1 {
	metric($1)
	print base ($1 ~ /^(in_flight|retry_pending)$/ ? "" : "_total") label "}", $2
	next
}

!times { next }
NF == 4 { n[$1, $3] = $4; next }

sub(/[.]count$/, "", $1) {
	metric($1)
	more = label == "{" ? "" : ","
	sum = 0
	for (bound = 1; bound < 2 ^ 35; bound *= 2) {
		# What is below the first bound of the metric is in its first bucket.
		sum += n[$1, bound]
		if (bound >= 1024)
			printf "%s_seconds_bucket%s%sle=%.0f} %.0f\n", base, label, more, bound, sum
	}
	printf "%s_seconds_bucket%s%sle=+Inf} %.0f\n", base, label, more, $2
	printf "%s_seconds_count%s} %.0f\n", base, label, $2
}
sub(/[.]sum$/, "", $1) {
	metric($1)
	printf "%s_seconds_sum%s} %.0f\n", base, label, $2
}
