# SPDX-License-Identifier: GPL-2.0-only
#
# For the awk programs of the benchmarks: more[NAME, 1...n[NAME]] are the results of
# the runs of NAME.

# Their median; lo and hi are the least and the most of them.
function median(name, i, j, t, v) {
	for (i = 1; i <= n[name]; i++) {
		t = more[name, i]
		for (j = i - 1; j >= 1 && v[j] > t; j--)
			v[j + 1] = v[j]
		v[j + 1] = t
	}
	lo = v[1]
	hi = v[n[name]]
	i = int((n[name] + 1) / 2)
	return n[name] % 2 ? v[i] : (v[i] + v[i + 1]) / 2
}

function spread(name) {
	median(name)
	return hi - lo
}

# Without a sign before 0.
function whole(value) {
	return int(value + (value < 0 ? -0.5 : 0.5)) + 0
}
