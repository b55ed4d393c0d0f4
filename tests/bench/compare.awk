# SPDX-License-Identifier: GPL-2.0-only
#
# From "SETTING MODULE COST BARE" lines to a table; median.awk has median(). Exits with 1
# when the new module costs over 1 % more than the old one anywhere.

NF == 4 {
	name = $1 " " $2
	if (!($1 in seen)) {
		seen[$1] = 1
		order[++settings] = $1
	}
	more[name, ++n[name]] = $3 - $4
}

END {
	if (!settings)
		exit 2
	printf "Linux %s, swap on %s: guest instructions added to a swap fault\n", kver, swap
	printf "%-24s %8s %8s %8s\n", "", "before", "now", "change"
	for (i = 1; i <= settings; i++) {
		old = median(order[i] " old")
		new = median(order[i] " new")
		change = (new - old) * 100 / old
		worse += change > 1
		printf "%-24s %8d %8d %+7.1f %%\n", order[i], whole(old), whole(new), change
	}
	exit worse > 0
}
