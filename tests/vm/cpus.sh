# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# A machine with 16 CPUs: what the module takes for each of them, and that neither a read of
# a file nor a reset takes long.
# swap: zram
# default: 7.3/zram
# also: 6.12/zram 6.1/zram
# vm: --smp 16 --mem 2048

. ./lib.sh

# took COMMAND...: how long a command takes, in us, by the clock of the machine.
took() {
	took_began=$(cut -d ' ' -f 1 /proc/uptime | tr -d .)
	"$@"
	echo $((($(cut -d ' ' -f 1 /proc/uptime | tr -d .) - took_began) * 10000))
}

# median_us FILE [-w]: of the times that it takes.
median_us() {
	# shellcheck disable=SC2086 # an option or none
	/w/file_time -f "$1" ${2:-} | sed -n 's/^file_time: .* took \([0-9]*\) us$/\1/p'
}

cpus=$(nproc)
swap_on
echo "# loading took $(took load) us"
memory=$(sed -n 's/^memory: .*, \([0-9]*\) in all$/\1/p' $stat/hooks)
sed -n 's/^memory: /# memory: /p' $stat/hooks
# 6.1 keeps the instances of kretprobes in a list that all CPUs share, and counts on that.
at_most "memory: 2 MiB on 4 CPUs, and 64 KiB for each further one, in KiB" \
	$((memory / 1024)) $((2048 + (cpus - 4) * 64))

check "faults on all CPUs" /w/swap_walk -t $((2 * cpus)) -p 500 -r 2
identities
times_tie
for file in counters latency summary hooks by_process; do
	time_at_most "$file can be read in 50 ms, in us" "$(median_us $stat/$file)" 50000
done
time_at_most "a reset takes no longer, in us" "$(median_us $stat/reset -w)" 50000
echo 1 >$param/breakdown
/w/swap_walk -t "$cpus" -p 500 -r 1 >/dev/null
for file in by_process by_cgroup by_swap; do
	time_at_most "$file too, with breakdown=1, in us" "$(median_us $stat/$file)" 50000
done
time_at_most "and a reset, in us" "$(median_us $stat/reset -w)" 50000
echo "# unloading took $(took unload) us"
check "it is gone" [ ! -e $stat ]
done_testing
