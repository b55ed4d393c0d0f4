# SPDX-License-Identifier: GPL-2.0-only
#
# The tables of tests/bench/peers, from what peers-guest.sh printed of one kernel and
# swap. With -v figures=1 '"TEXT" ADDED' instead, for the plot. Ends with 1 when
# the results are not complete, or the module has not counted all calls.

function row(level, name, text) {
	levels[++rows] = level
	names[rows] = name
	texts[rows] = text
}

BEGIN {
	row("floor", "nothing", "nothing")
	row("floor", "kprobe", "a bare kprobe on `do_swap_page`")
	row("floor", "kretprobe", "an empty kretprobe on `do_swap_page`")
	row("floor", "direct", "an empty direct call of ftrace, before and after")
	row("other", "off", "vmalockstat, switched off (`enabled=0`)")
	row("count", "count", "**vmalockstat, counting only** (`timing=0`)")
	row("count", "direct-count", "**the same with direct calls** (`direct=1`)")
	row("count", "hist-count", "kprobe events, histogram by return value")
	row("count", "perf-calls", "`perf stat`, calls alone")
	row("count", "perf-outcomes", "`perf stat`, calls by outcome")
	row("count", "bpftrace-kretprobe-count", "bpftrace, kprobe and kretprobe")
	row("count", "bpftrace-fexit-count", "bpftrace, fexit")
	row("count", "libbpf-kretprobe-count", "libbpf, kprobe and kretprobe")
	row("count", "libbpf-ksession-count", "libbpf, kprobe.session")
	row("count", "libbpf-fexit-count", "libbpf, fexit")
	row("time", "default", "**vmalockstat, as it is by default**")
	row("time", "direct-default", "**the same with direct calls** (`direct=1`)")
	row("time", "hist-time", "kprobe events, histogram of a synthetic event")
	row("time", "bpftrace-kretprobe-time", "bpftrace, kprobe and kretprobe")
	row("time", "bpftrace-fexit-time", "bpftrace, fentry and fexit")
	row("time", "libbpf-kretprobe-time", "libbpf, kprobe and kretprobe")
	row("time", "libbpf-ksession-time", "libbpf, kprobe.session")
	row("time", "libbpf-fexit-time", "libbpf, fentry and fexit, task storage")
	row("time", "libbpf-pid-time", "libbpf, fentry and fexit, an array by pid")
	row("time", "libbpf-fsession-time", "libbpf, fsession")
	row("all", "read", "**vmalockstat, with the reads** (`hooks=all,read`)")
	row("all", "direct-read", "**the same with direct calls** (`direct=1`)")
	row("all", "bpftrace-fexit-all", "bpftrace, fentry and fexit")
	row("all", "libbpf-fexit-all", "libbpf, fentry and fexit, task storage")
	row("all", "libbpf-pid-all", "libbpf, fentry and fexit, an array by pid")
	row("other", "breakdown", "vmalockstat, by process, cgroup and swap device too (`breakdown=1`)")
	row("other", "direct-breakdown", "the same with direct calls (`direct=1`)")
	row("other", "all-faults", "vmalockstat, every page fault too (`all_faults=1`)")
	level_text["floor"] = "the floor"
	level_text["count"] = "calls counted by lock and outcome"
	level_text["time"] = "and the time held"
	level_text["all"] = "and the time of the read"
	level_text["other"] = "-"
	ours["count"] = "count"
	ours["time"] = "default"
	ours["all"] = "read"
	direct["count"] = "direct-count"
	direct["time"] = "direct-default"
	direct["all"] = "direct-read"
}

$1 == "retries" { retries = $2; next }
$2 == "lacking" { lacking[$1] = 1; next }
{
	more[$1, ++n[$1]] = $2 - $3
	more["bare", ++n["bare"]] = $3
	touches = $4
	if ($5 == "-")
		next
	if (!calls)
		calls = $5
	# On a disk it depends on who comes first whether one more is made.
	if ($5 < calls * (1 - slack) || $5 > calls * (1 + slack)) {
		lost[$1] = sprintf(" (**counted %.0f %% of the calls**)", 100 * $5 / calls)
		print $1 " has counted " $5 " calls, not " calls >"/dev/stderr"
		# What others lose, the table tells.
		if ($1 !~ /^libbpf|^bpftrace|^perf|^hist/)
			bad = 1
	}
}

function ratio(a, b) {
	return b > 0 ? sprintf("%.2f", whole(a) / whole(b)) : "-"
}

function table_row(i, name, mine, mine_direct) {
	name = names[i]
	if (lacking[name]) {
		printf "| %s | %s | not in this kernel | | | | | |\n",
			level_text[levels[i]], texts[i]
		return
	}
	if (levels[i] in ours && ours[levels[i]] != name && direct[levels[i]] != name) {
		mine = ratio(median(ours[levels[i]]), median(name))
		mine_direct = ratio(median(direct[levels[i]]), median(name))
	}
	printf "| %s | %s | %d | %.0f | %s | %s | %s | %s |\n", level_text[levels[i]],
		texts[i] lost[name], whole(median(name)), spread(name), ratio(median(name), median("kprobe")),
		ratio(median(name), median("kretprobe")), mine, mine_direct
}

function verdict(value, want, at_least) {
	return sprintf("%.2f, %s", value,
		(at_least ? value >= want : value <= want) ? "met" : "**not met**")
}

# The cost of one of ours, over that of another: at most so much.
function goal(text, level, other, most) {
	printf "| %s | %s | %s |\n", text, verdict(median(ours[level]) / other, most),
		verdict(median(direct[level]) / other, most)
}

# How many times cheaper than another.
function cheaper(text, level, other, least) {
	printf "| %s | %s | %s |\n", text, verdict(other / median(ours[level]), least, 1),
		verdict(other / median(direct[level]), least, 1)
}

# The cheapest of a level that is made with libbpf.
function best(level, i, least, name) {
	for (i = 1; i <= rows; i++) {
		name = names[i]
		if (levels[i] == level && name ~ /^libbpf/ && !lacking[name] && !lost[name] &&
		    (!least || median(name) < least))
			least = median(name)
	}
	return least
}

function goals() {
	print "\n| goal | with kretprobes | with `direct=1` |\n| --- | --- | --- |"
	goal("counting only, at most 1.11 times an empty kretprobe", "count", median("kretprobe"), 1.11)
	goal("default, at most 1.33 times an empty kretprobe", "time", median("kretprobe"), 1.33)
	cheaper("counting only, at least 5 times cheaper than bpftrace's fexit", "count",
		median("bpftrace-fexit-count"), 5)
	cheaper("default, at least 3 times cheaper than bpftrace's fentry and fexit", "time",
		median("bpftrace-fexit-time"), 3)
	goal("counting only, at most the best of libbpf", "count", best("count"), 1)
	goal("default, at most the best of libbpf", "time", best("time"), 1)
	goal("with the reads, at most the best of libbpf", "all", best("all"), 1)
}

# Of the same rows for each kernel. Bold is what is ours.
function figure(i, text) {
	if (levels[i] != levels[i - 1] && levels[i] != "floor")
		printf "\"{/:Italic %s}\" -\n",
			levels[i] == "other" ? "" : level_text[levels[i]]
	if (names[i] == "nothing")
		return
	text = texts[i]
	gsub(/`/, "", text)
	gsub(/_/, "\\\\\\\\_", text)
	if (text ~ /^[*]|^vma|^the same/) {
		gsub(/[*]/, "", text)
		text = "{/:Bold " text "}"
	}
	printf "\"%s\" %s\n", text,
		lacking[names[i]] ? "-" : sprintf("%.0f", median(names[i]))
}

END {
	for (i = 1; i <= rows; i++)
		if (n[names[i]] != n["nothing"] && !lacking[names[i]]) {
			print "no result of " names[i] >"/dev/stderr"
			exit 1
		}
	if (bad || !calls)
		exit 1
	if (figures) {
		for (i = 1; i <= rows; i++)
			figure(i)
		exit
	}
	printf "Linux %s: a touch of a page costs %.0f instructions (spread %.0f) without a " \
		"probe, with %.2f calls of `do_swap_page` and %.2f retries. Added by:\n\n",
		kver, median("bare"), spread("bare"), calls / touches, retries / touches
	print "| counts | by | added | spread | / kprobe | / kretprobe | vmalockstat / it | with `direct=1` / it |"
	print "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
	for (i = 1; i <= rows; i++)
		table_row(i)
	goals()
}
