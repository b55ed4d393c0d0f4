# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# The command, over the files of a module that is loaded, or is not.
# swap: disk
# default: 6.12/disk

. ./lib.sh

# status WANT COMMAND...: its exit status, and one line that says why.
status() {
	status_want=$1
	shift
	status_is=0
	"$@" >/tmp/out 2>/tmp/error || status_is=$?
	sed 's/^/# /' /tmp/error
	[ "$status_is" -eq "$status_want" ] && [ "$(wc -l </tmp/error)" -eq 1 ]
}

swap_on 1
check "without the module it says so" status 4 /w/vmalockstat
load
check "a wrong option" status 2 /w/vmalockstat -x
reset
/w/vmalockstat run -o /tmp/run -- sh -c '/w/swap_walk -t 4 -p 500 -r 2 -w 5 >/dev/null; exit 7'
equal "run keeps the exit status of its command" $? 7
snap
equal "and shows the faults that were counted" \
	"$(awk '/^user swap faults served/ { print $5 }' /tmp/run)" \
	"$(sum 'fault[.](vma|mmap)[.].*[.](minor|major|sigbus|sigsegv|oom|hwpoison|other)')"
equal "and of the retries" \
	"$(awk '/^  retried/ { print $2 }' /tmp/run)" \
	"$(sum "retry[.]${user_lock}[.].*")"
check "metrics" /w/vmalockstat openmetrics -o /tmp/prom
equal "have every fault" \
	"$(awk '/^vmalockstat_fault_total/ { n += $2 } END { print n }' /tmp/prom)" \
	"$(sum 'fault[.].*')"
equal "and the time of each" \
	"$(sed -n "s/^vmalockstat_hold_seconds_count{lock=\"$user_lock\"} //p" /tmp/prom)" \
	"$(sum "fault[.]${user_lock}[.].*")"
/w/vmalockstat -j >/tmp/json
equal "JSON has every counter" "$(grep -o '"fault[.][a-z_.]*":' /tmp/json | sort -u | wc -l)" $((3 * 8 * 9))
# text_of FILE: but for the time since the reset.
text_of() {
	sed '1s/, [0-9.]* s since/, TIME s since/' "$1" >"$1.text"
}
echo 0 >$param/enabled
cat $stat/summary >/tmp/of_module
/w/vmalockstat summary >/tmp/of_command
text_of /tmp/of_module
text_of /tmp/of_command
at_least "the summary has its lines" "$(wc -l </tmp/of_module)" 20
check "that of the command is the same" cmp /tmp/of_module.text /tmp/of_command.text
echo 1 >$param/enabled
/w/swap_walk -t 4 -p 500 -r 4 >/dev/null &
walk=$!
equal "an interval each" "$(/w/vmalockstat 0.5 3 | grep -cE '^ +[0-9]')" 3
wait $walk
check "the histogram" sh -c '/w/vmalockstat hist | grep -q "^hold.*count.*mean"'
check "record" /w/vmalockstat record -o /tmp/record -i 0.5 -- /w/swap_walk -t 2 -p 300 -r 2
check "report reads it" /w/vmalockstat report /tmp/record
check "a recording that was cut" status 7 \
	sh -c 'head -c 20000 /tmp/record >/tmp/cut; exec /w/vmalockstat report /tmp/cut'

# Who it was: breakdowns are switched on for it, and off again.
cgroup_make
/w/swap_walk -t 4 -p 800 -r 1000 >/dev/null &
walk=$!
echo "$walk" >"$cgroup/cgroup.procs"
check "top by process" sh -c '/w/vmalockstat top 1 2 >/tmp/top'
check "has the workload" grep -qE "^$walk .* swap_walk$" /tmp/top
check "top by cgroup has its path" sh -c '/w/vmalockstat top cgroup 1 1 | grep -qE "^[0-9]+ .* /test$"'
check "top by swap has its device" sh -c '/w/vmalockstat top -j swap 1 1 | grep -q "\"name\":\"/dev/vda\""'
equal "breakdowns are off again" "$(grep -c N $param/breakdown)" 1
/w/vmalockstat top 0.2 >/tmp/top &
top=$!
sleep 1
equal "while it runs they are on" "$(grep -c Y $param/breakdown)" 1
kill -TERM $top
wait $top
equal "ended by a signal it ends well" $? 0
equal "and has switched them off" "$(grep -c N $param/breakdown)" 1
kill -KILL $walk
wait $walk 2>/dev/null
echo 1 >$param/breakdown
/w/vmalockstat top 0.1 1 >/tmp/top
equal "what was on stays on" "$(grep -c Y $param/breakdown)" 1
unload
check "metrics are an error without the module" \
	status 4 /w/vmalockstat openmetrics -o /tmp/prom
equal "and say so" "$(sed -n 's/^vmalockstat_exit_status //p' /tmp/prom)" 4
equal "and count nothing" "$(grep -c '^vmalockstat_.*_total' /tmp/prom)" 0
umount /sys/kernel/debug
check "without debugfs it says so" status 5 /w/vmalockstat
mount -t debugfs none /sys/kernel/debug
done_testing
