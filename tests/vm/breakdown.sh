# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# By process, by cgroup and by swap device: the rows add up to the counters, and
# each has what its own workload did.
# swap: disk
# vm: --disk-opts throttling.iops-read=500 --one-thread --modules ext4
# needs: CONFIG_EXT4_FS

. ./lib.sh

# Columns, by their names in the heading.
vma=fault.vma
mmap=fault.mmap

snap_rows() {
	for by in process cgroup swap; do
		cat "$stat/by_$by" >"/tmp/by_$by"
	done
}

# columns BY: those with numbers.
columns() {
	sed -n 4p "/tmp/by_$1" | tr ' ' '\n' | grep -E '[.]|major'
}

# column BY KEY COLUMN: 0 if there is no such row; an error without the column.
column() {
	awk -v key="$2" -v name="$3" '
		NR == 4 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
		NR > 4 && $1 == key { n += $at }
		END { print at ? n + 0 : -1 }' "/tmp/by_$1"
}

# rows_sum BY COLUMN: of all rows and the rest.
rows_sum() {
	awk -v name="$2" '
		NR == 4 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
		NR > 5 { n += $at }
		END { printf "%.0f\n", at ? n : -1 }' "/tmp/by_$1"
}

# user_faults BY KEY: those from user mode, under whatever lock.
user_faults() {
	echo $(($(column "$1" "$2" $vma) + $(column "$1" "$2" $mmap)))
}

# The total is what the counters say, and the rows add up to it. After quiet,
# and counting no more: this shell may fault too.
add_up() {
	echo 0 >$param/enabled
	snap
	snap_times
	snap_rows
	for by in process cgroup swap; do
		for lock in vma mmap mmap_nouser; do
			equal "$1: the total of fault.$lock in by_$by" \
				"$(column $by total "fault.$lock")" "$(sum "fault[.]${lock}[.].*")"
		done
		equal "$1: that of retry.vma" "$(column $by total retry.vma)" \
			"$(sum 'retry[.]vma[.].*')"
		equal "$1: that of major" "$(column $by total major)" \
			"$(sum 'fault[.].*[.](retry_)?major')"
		equal "$1: that of fallback.swap_retry" \
			"$(column $by total fallback.swap_retry)" "$(get fallback.swap_retry)"
		if [ "$(cat $param/timing)" = Y ]; then
			check "$1: that of hold.sum" \
				[ "$(column $by total hold.sum)" = "$(sum_times 'hold[.].*')" ]
			check "$1: that of folio_wait.sum" \
				[ "$(column $by total folio_wait.sum)" = "$(sum_times 'folio_wait[.].*')" ]
			check "$1: that of fallback_wait.sum" \
				[ "$(column $by total fallback_wait.sum)" = "$(sum_times fallback_wait)" ]
		fi
		for name in $(columns $by); do
			equal "$1: the rows of by_$by add up in $name" \
				"$(rows_sum $by "$name")" "$(column $by total "$name")"
		done
	done
	echo 1 >$param/enabled
}

# sum_times REGEX: the sums of these times, in nanoseconds.
sum_times() {
	awk -v re="^($1)[.]sum\$" '$1 ~ re { n += $2 } END { printf "%.0f\n", n }' /tmp/latency
}

# walk_in GROUP COMMAND...: in a cgroup of its own; the pid stays in $walker.
walk_in() {
	walk_group=/sys/fs/cgroup/$1
	shift
	mkdir "$walk_group"
	sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$walk_group" "$@" >/dev/null &
	walker=$!
}

# device_of FILE: as by_swap names a block device.
device_of() {
	echo "$((0x$(stat -c %t "$1"))):$((0x$(stat -c %T "$1")))"
}

swap_on 1
load
snap_rows
equal "off there are two lines" "$(cat /tmp/by_process /tmp/by_cgroup /tmp/by_swap | wc -l)" 6
equal "which say so" "$(grep -cx 'breakdown off' /tmp/by_process)" 1
for value in 2 maybe ' '; do
	check "breakdown takes no '$value'" fails sh -c "printf '%s' '$value' >$param/breakdown" 2>/dev/null
done
/w/swap_touch -p 300 >/dev/null
echo 1 >$param/breakdown
snap_rows
equal "on they say so" "$(grep -cx 'breakdown on' /tmp/by_process)" 1
equal "what was before is not in it" "$(column swap total $vma)" "$(rows_sum swap $vma)"

reset
walk_in first /w/swap_walk -t 2 -p 600 -r 1
first=$walker
walk_in second /w/swap_walk -t 1 -p 300 -r 1
second=$walker
wait "$first" "$second"
check "the machine gets quiet" quiet
add_up "two workloads"
equal "the name of one is there" \
	"$(awk -v key="$first" '$1 == key { print $NF }' /tmp/by_process | grep -cx swap_walk)" 1
at_least "it has its faults" "$(user_faults process "$first")" 600
at_least "the other one has its own" "$(user_faults process "$second")" 300
for group in first second; do
	id=$(stat -c %i /sys/fs/cgroup/$group)
	pid=$second
	[ $group = second ] || pid=$first
	for name in $(columns cgroup); do
		at_least "the cgroup $group has what its process has in $name" \
			"$(column cgroup "$id" "$name")" "$(column process "$pid" "$name")"
	done
done
equal "all of it is of the one swap device" "$(column swap 0 $vma)" \
	"$(sum 'fault[.]vma[.]swap[.].*')"
check "that nobody has named yet" grep -q '^0 .* -$' /tmp/by_swap
cat /proc/swaps >/dev/null
check "until /proc/swaps is read" grep -q "^0 .* $(device_of /dev/vda)\$" $stat/by_swap

# A swap file in the place of the device, and then another device in its place.
echo 64M >/sys/block/zram0/disksize
mke2fs -b 4096 /dev/zram0 >/dev/null
mkdir /tmp/fs
mount -t ext4 /dev/zram0 /tmp/fs
dd if=/dev/zero of=/tmp/fs/swap bs=1M count=16 2>/dev/null
mkswap /tmp/fs/swap >/dev/null
swapon /tmp/fs/swap
swapoff /dev/vda
file=$(device_of /dev/zram0):$(stat -c %i /tmp/fs/swap)
reset
/w/swap_touch -p 200 >/dev/null
zram=/dev/zram$(cat /sys/class/zram-control/hot_add)
echo 64M >"/sys/block/${zram#/dev/}/disksize"
mkswap "$zram" >/dev/null
swapon "$zram"
cat /proc/swaps
swapoff /tmp/fs/swap
/w/swap_touch -p 400 >/dev/null
check "the machine gets quiet again" quiet
cat /proc/swaps
add_up "on three devices"
sed 's/^/# /' /tmp/by_swap
equal "the file has its faults" "$(user_faults swap 1)" 200
check "and keeps its name" grep -q "^1 .* $file\$" /tmp/by_swap
equal "the device has its own" "$(user_faults swap 0)" 400
check "and the name of the first one is gone" grep -q "^0 .* $(device_of "$zram")\$" /tmp/by_swap
swapoff "$zram"
umount /tmp/fs
swapon /dev/vda

# More than there are rows for: nothing is lost.
unload
load breakdown=1 breakdown_rows=16 timing=0
check "without times their columns are not there" fails grep -q hold.sum $stat/by_process
for _ in $(seq 60); do
	/w/swap_touch -p 20 >/dev/null
done
check "the machine gets quiet in the end" quiet
add_up "with a full table"
at_most "no more rows than were asked for" "$(($(wc -l </tmp/by_process) - 6))" 16
check "as it says itself" grep -qx 'rows 16 of 16' /tmp/by_process
at_least "what found none is in the rest" "$(user_faults process rest)" 200

# Off, the numbers stay; on, they begin anew.
echo 0 >$param/breakdown
snap_rows
before=$(column swap total $vma)
/w/swap_touch -p 100 >/dev/null
snap_rows
equal "off, nothing is added" "$(column swap total $vma)" "$before"
equal "and the rows are still those of the total" "$(rows_sum swap $vma)" "$before"
echo 1 >$param/breakdown
/w/swap_touch -p 100 -r 2>/dev/null >/dev/null || /w/swap_touch -p 100 >/dev/null
check "the machine gets quiet at last" quiet
snap_rows
at_least "on again, they are new" "$(user_faults process total)" 100
at_most "with nothing from before" "$(user_faults process total)" 250
reset
echo 0 >$param/enabled
snap_rows
at_most "reset zeroes them" "$(user_faults process total)" 50

# Switched, reset and read under load.
echo 1 >$param/enabled
steps=0
step() {
	steps=$((steps + 1))
	echo $((steps % 2)) >"$param/breakdown"
	cat "$stat/by_process" "$stat/by_cgroup" "$stat/by_swap" >/dev/null
	[ $((steps % 5)) -ne 0 ] || reset
}
check "it can be switched under load" while_running step \
	sh -c '/w/swap_walk -t 4 -p 500 -r 2 >/dev/null'
at_least "many times" $steps 10
echo 0 >$param/breakdown
echo 1 >$param/breakdown
reset
/w/swap_walk -t 4 -p 300 -r 1 >/dev/null
check "the machine is quiet after it" quiet
add_up "after all that"

unload
load hooks=do_swap_page breakdown=1
check "without a hook what it tells is not there" fails grep -q fallback $stat/by_process
unload
done_testing
