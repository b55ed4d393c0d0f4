# SPDX-License-Identifier: GPL-2.0-only
#
# The table of tests/bench/other_faults, from what other_faults-guest.sh printed. Ends
# with 1 when the results are not complete, or when the default adds anything to a
# fault, or when the module has not seen what it is there for; with -v writer=1 that is
# VMA write locks too.

BEGIN {
	kinds = split("anon file mmap munmap mprotect fork", kind, " ")
	text["anon"] = "first touch of an anonymous page"
	text["file"] = "touch of a page of a file, in the page cache"
	text["mmap"] = "mmap() of a page"
	text["munmap"] = "munmap() of a page"
	text["mprotect"] = "mprotect() of a page"
	text["fork"] = "fork(), until the child is waited for"
}

{
	key = $1 " " $2
	more[key, ++n[key]] = $3 - $4
	more[$1, ++n[$1]] = $4
	seen[key] = $6 / $5
}

function cell(name, value) {
	value = median(name)
	return sprintf("%+d (%+d to %+d)", whole(value), whole(lo), whole(hi))
}

function adds(name) {
	return median(name) > 5 || median(name) < -5
}

END {
	printf "Linux %s: guest instructions, and what is added by (least to most of %d runs)\n\n",
		kver, n["anon default"]
	print "| | without | default | with `direct=1` | default without `vma_start_write` | `all_faults=1` |"
	print "| --- | ---: | ---: | ---: | ---: | ---: |"
	for (i = 1; i <= kinds; i++) {
		k = kind[i]
		if (!n[k " default"] || n[k " default"] != n[k " all_faults"])
			exit 1
		printf "| %s | %.0f | %s | %s | %s | %s |\n", text[k], median(k),
			cell(k " default"), cell(k " direct"), cell(k " no_writer"),
			cell(k " all_faults")
	}
	# Was each of them seen by the hook that is there for it?
	if (seen["anon all_faults"] < 1 || seen["file all_faults"] < 1 ||
	    seen["mprotect no_writer"] > 0 || (writer && (seen["mprotect default"] < 1 || seen["mprotect direct"] < 1))) {
		print "the module has not seen all of them" >"/dev/stderr"
		exit 1
	}
	# Of the hooks of the default, none is on their way.
	for (i = 1; i <= 2; i++)
		if (adds(kind[i] " default") || adds(kind[i] " direct")) {
			print "the default, or direct=1, adds to " kind[i] >"/dev/stderr"
			exit 1
		}
}
