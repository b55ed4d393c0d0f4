# SPDX-License-Identifier: GPL-2.0-only
#
# Splits the time that swap faults held their lock, from a trace of the functions that they
# call and of the scheduler: the witness of hold_ns (hold_witness.sh has the events). Prints
# a line "WHAT MICROSECONDS" for each what, the faults, and the sleeps among asleep.

# Is VM_FAULT_RETRY set in a hexadecimal number?
function is_retry(ret) {
	return length(ret) > 4 && index("4567cdef", substr(ret, length(ret) - 2, 1))
}

# What the task does, from the innermost function that it is in.
function doing(pid,	inside) {
	inside = stack[pid, depth[pid]]
	if (inside == "folio_wait")
		return off[pid] == "asleep" ? inside : off[pid] ? off[pid] : "cpu"
	return inside == "cpu" && off[pid] ? off[pid] : inside
}

function pass(pid) {
	spent[pid, doing(pid)] += now - last[pid]
	last[pid] = now
}

function enter(pid, what) {
	if (!depth[pid])
		return
	pass(pid)
	stack[pid, ++depth[pid]] = what
}

function leave(pid) {
	if (depth[pid] < 2)
		return
	pass(pid)
	depth[pid]--
}

function fault_begins(pid,	i) {
	depth[pid] = 1
	stack[pid, 1] = "cpu"
	last[pid] = now
	off[pid] = ""
	sleeps[pid] = 0
	dropped[pid] = ""
	for (i = 1; i <= nr; i++)
		spent[pid, names[i]] = 0
}

# The lock may be dropped now: the return value says.
function folio_wait_begins(pid,	i) {
	enter(pid, "folio_wait")
	for (i = 1; i <= nr; i++)
		before[pid, names[i]] = spent[pid, names[i]]
	dropped[pid] = 1
}

function fault_ends(pid, ret,	i) {
	if (!depth[pid])
		return
	pass(pid)
	faults++
	for (i = 1; i <= nr; i++)
		all[names[i]] += dropped[pid] && is_retry(ret) ? before[pid, names[i]] :
				 spent[pid, names[i]]
	slept += sleeps[pid]
	depth[pid] = 0
}

function value(field) {
	sub(/^[^=]*=/, "", field)
	return field
}

# Fields from @i on: prev_comm= prev_pid= prev_prio= prev_state= ==> next_comm= next_pid=
function switched(i,	prev, next_) {
	prev = value($(i + 1))
	next_ = value($(i + 6))
	if (depth[prev]) {
		pass(prev)
		off[prev] = value($(i + 3)) ~ /^R/ ? "runnable" : "asleep"
		sleeps[prev] += doing(prev) == "asleep"
	}
	if (depth[next_]) {
		pass(next_)
		off[next_] = ""
	}
}

function woken(pid) {
	if (!depth[pid] || off[pid] != "asleep")
		return
	pass(pid)
	off[pid] = "runnable"
}

BEGIN {
	nr = split("read reclaim throttle folio_wait cpu runnable asleep", names, " ")
}

/^#/ { next }

{
	i = 2
	while (i < NF && $i !~ /^\[[0-9]+\]$/)
		i++
	pid = $(i - 1)
	sub(/.*-/, "", pid)
	split($(i + 2), seconds, "[.:]")
	now = seconds[1] * 1000000 + seconds[2]
	event = $(i + 3)
}

event == "sched_switch:" { switched(i + 4) }
event == "sched_wakeup:" { woken(value($(i + 5))) }
event == "fault:" { fault_begins(pid) }
event == "fault_end:" { fault_ends(pid, value($NF)) }
event == "folio_lock:" { folio_wait_begins(pid) }
event == "migration:" { enter(pid, "folio_wait") }
event == "reclaim:" { enter(pid, "reclaim") }
event == "throttle:" { enter(pid, "throttle") }
event == "read:" { enter(pid, "read") }
event ~ /^(reclaim|throttle|read|migration)_end:$/ { leave(pid) }

END {
	for (i = 1; i <= nr; i++)
		printf "%s %.0f\n", names[i], all[names[i]]
	print "faults " faults + 0
	print "sleeps " slept + 0
}
