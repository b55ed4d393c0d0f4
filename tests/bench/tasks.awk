# SPDX-License-Identifier: GPL-2.0-only
#
# For tests/bench/scaling and tests/bench/retries: results by a number of tasks. After
# median.awk.

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
