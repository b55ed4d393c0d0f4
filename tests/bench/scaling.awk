# SPDX-License-Identifier: GPL-2.0-only
#
# The tables of tests/bench/scaling, from what scaling-guest.sh printed. Ends with 1 when
# the results are not complete.

function add(name, value) {
	if (!n[name])
		order[++names] = name
	more[name, ++n[name]] = value
}

# "+n (+x %)" against what it is compared with.
function change(name, to, more) {
	more = whole(median(name) - median(to))
	return sprintf("%+d (%+.1f %%)", more, 100 * more / median(to))
}

$1 == "cpus" { cpus = $2; sizes[++nr_sizes] = cpus; next }
$1 == "bare" || $1 == "default" { add($1 "." cpus, $2); next }
{ add($1, $2) }

END {
	printf "Linux %s: guest instructions.\n\n", kver
	print "| faults on so many CPUs at once | without | with vmalockstat | added |"
	print "| ---: | ---: | ---: | ---: |"
	for (i = 1; i <= nr_sizes; i++)
		printf "| %d | %.0f | %.0f | %s |\n", sizes[i], median("bare." sizes[i]),
			median("default." sizes[i]),
			change("default." sizes[i], "bare." sizes[i])
	flights = tasks("in_flight", "tasks in flight", "a fault with vmalockstat", 16384)
	retries = tasks("retries", "tasks that retried and wait for mmap_lock",
		"a fault that retries", 8192)
	printf "\nA fault while nobody reads costs %.0f, while another CPU reads `counters` and `latency` in a loop %.0f: %s. It read them %d times in the least of these runs.\n",
		median("alone"), median("with_reader"), change("with_reader", "alone"), least("reads")
	exit flights != 10 || retries != 4 || nr_sizes != 3 || !least("reads")
}

# The table of all NAME.TASKS.of.MAX_FAULTS.DIRECT, and how many there are.
function tasks(name, title, measured, alone, rows, part, i) {
	printf "\n| %s | `max_faults` | `direct` | %s | against one task | missed or untracked |\n",
		title, measured
	print "| ---: | ---: | ---: | ---: | ---: | ---: |"
	for (i = 1; i <= names; i++) {
		if (index(order[i], name ".") != 1)
			continue
		split(order[i], part, ".")
		printf "| %d | %d | %d | %.0f | %s | %d |\n", part[2], part[4], part[5],
			median(order[i]), change(order[i], name ".1.of." alone "." part[5]),
			median("missed." order[i])
		rows++
	}
	return rows + 0
}

function least(name) {
	median(name)
	return lo
}
