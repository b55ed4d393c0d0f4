# SPDX-License-Identifier: GPL-2.0-only
# A picture of the command, as gnuplot drew it. Prints each horizontal edge above the
# x axis of an area or a bar: "PANEL COLOUR FROM TO VALUE", where FROM and TO are 0 at
# the left of the panel and 1 at its right, and VALUE is what the y axis says there.
# -v left=PIXELS -v right=PIXELS: where the panels are.

function number(label,	words, unit) {
	split(label, words, " ")
	unit = index("kMGTPE", words[2] == "" ? "?" : words[2])
	return words[1] * 1000 ^ unit
}

function near(a, b) { return a - b < 0.02 && b - a < 0.02 }

function fraction(x) { return (x - left) / (right - left) }

function edge(colour, x1, x2, y,	t) {
	if (x1 > x2) { t = x1; x1 = x2; x2 = t }
	printf "%d %s %.4f %.4f %.9g\n", panel, colour, fraction(x1), fraction(x2),
		(zero - y) / (zero - top) * top_value
}

# A tic of the y axis; its label follows.
match($0, /d='M[0-9.]+,[0-9.]+ L[0-9.]+,[0-9.]+ +'/) {
	split(substr($0, RSTART + 4, RLENGTH - 5), xy, /[ ,L]+/)
	tic = near(xy[2], xy[4]) && near(xy[1], left) && xy[3] < xy[1]
	tic_y = xy[2]
}

tic && /<text>/ {
	label = $0
	gsub(/.*<text> *|<[/]text>.*/, "", label)
	if (label == "0") { panel++; zero = tic_y }
	top = tic_y
	top_value = number(label)
	tic = 0
}

# One that stands on the axis: samples of the legend do not.
/<polygon/ {
	colour = $0
	gsub(/.*rgb[(]|[)].*/, "", colour)
	gsub(/ /, "", colour)
	points = $0
	gsub(/.*points = '| *'.*/, "", points)
	n = split(points, at, /[ ,]+/) / 2
	stands = 0
	for (i = 1; i <= n; i++)
		stands += near(at[2 * i], zero)
	for (i = 1; stands && i <= n; i++) {
		j = i % n + 1
		if (near(at[2 * i], at[2 * j]) && !near(at[2 * i], zero) && !near(at[2 * i - 1], at[2 * j - 1]))
			edge(colour, at[2 * i - 1], at[2 * j - 1], at[2 * i])
	}
}
