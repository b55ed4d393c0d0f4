# SPDX-License-Identifier: GPL-2.0-only
#
# The tables of tests/bench/reading, from what reading-guest.sh printed. Ends with 1 when
# the results are not complete.

$1 == "in_time" { in_time = 1; next }
$1 == "possible" {
	possible = $2
	if (in_time)
		times[++nr_times] = possible
	else
		counts[++nr_counts] = possible
	next
}
{ more[$1 "." possible "." in_time + 0, 1] = $2; n[$1 "." possible "." in_time + 0] = 1 }

END {
	header("guest instructions")
	for (i = 1; i <= nr_counts; i++)
		printf "| %d | %.0f | %.0f | %.0f |\n", counts[i], cost("counters", i),
			cost("latency", i), cost("summary", i)
	printf "\nThat is, for each possible CPU more: %.0f, %.0f and %.0f.\n", slope("counters"),
		slope("latency"), slope("summary")
	if (nr_times) {
		print ""
		header("time, with that of reading `/proc/filesystems` as 1")
		for (i = 1; i <= nr_times; i++)
			printf "| %d | %s | %s | %s |\n", times[i], in_time_of("counters", i),
				in_time_of("latency", i), in_time_of("summary", i)
	}
	exit nr_counts < 3 || (nr_times ? times[nr_times] : counts[nr_counts]) != 512
}

function header(unit) {
	printf "Linux %s: %s.\n\n", kver, unit
	print "| possible CPUs | reading `counters` | `latency` | `summary` |"
	print "| ---: | ---: | ---: | ---: |"
}

function cost(name, i) {
	return median(name "." counts[i] ".0")
}

function slope(name) {
	return (cost(name, nr_counts) - cost(name, 1)) / (counts[nr_counts] - counts[1])
}

function in_time_of(name, i) {
	return sprintf("%.1f", median(name "." times[i] ".1") /
		median("filesystems." times[i] ".1"))
}
