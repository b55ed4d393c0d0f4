# SPDX-License-Identifier: GPL-2.0-only
#
# The tables of tests/bench/scaling, from what scaling-guest.sh printed. Ends with 1 when
# the results are not complete.

$1 == "cpus" { cpus = $2; sizes[++nr_sizes] = cpus; next }
$1 == "bare" || $1 == "default" { add($1 "." cpus, $2); next }
{ add($1, $2) }

END {
	printf "Linux %s: guest instructions.\n\n", kver
	print "| CPUs that fault at once | without | with vmalockstat | added |"
	print "| ---: | ---: | ---: | ---: |"
	for (i = 1; i <= nr_sizes; i++)
		printf "| %d | %.0f | %.0f | %s |\n", sizes[i], median("bare." sizes[i]),
			median("default." sizes[i]),
			change("default." sizes[i], "bare." sizes[i])
	flights = tasks("in_flight", "tasks in flight", "a fault with vmalockstat", 16384)
	printf "\nA fault while nobody reads costs %.0f, while another CPU reads `counters` and `latency` in a loop %.0f: %s. It read them %d times in the least of these runs.\n",
		median("alone"), median("with_reader"), change("with_reader", "alone"), least("reads")
	exit flights != 10 || nr_sizes != 3 || !least("reads")
}

function least(name) {
	median(name)
	return lo
}
