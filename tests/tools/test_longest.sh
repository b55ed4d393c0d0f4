# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The longest holds and the sampled stacks.

. tests/tools/lib.sh

mkdir -p "$TEMP/copy"
now "$TEMP/copy"

# header [SED]: of a file of the module.
header() {
	sed "/^hook.handle_mm_fault/q" "$DATA/7.3/after/counters" | sed "${1:-}"
}

# The time of the snapshot.
taken=$(sed -n 's/^taken_ns //p' "$DATA/7.3/after/counters")

# longest_file [SED]: of what it is without.
longest_file() {
	{
		header
		cat <<END
longest.vma.held_ns 181105699
longest.vma.reclaim_ns 0
longest.vma.throttle_ns 0
longest.vma.folio_wait_ns 1000
longest.vma.cpu_ns 21726606
longest.vma.runnable_ns 0
longest.vma.asleep_ns 159378093
longest.vma.ended_ns $((taken - 3201000000))
longest.vma.kind shmem
longest.vma.outcome major
longest.vma.swap 0
longest.vma.device 254:0
longest.vma.address 0x7f5524fe9000
longest.vma.pid 211
longest.vma.tgid 210
longest.vma.cgroup 27
longest.vma.comm swap\\134 "shmem"
longest.mmap.held_ns 4096
longest.mmap.cpu_ns 4096
longest.mmap.ended_ns $taken
longest.mmap.kind migration
longest.mmap.outcome minor
longest.mmap.swap none
longest.mmap.address 0x1000
longest.mmap.pid 1
longest.mmap.tgid 1
longest.mmap.cgroup 0
longest.mmap.comm init
longest.mmap_nouser.held_ns 0
end
END
	} | sed "${1:-}" >"$TEMP/copy/longest"
}

# stacks_file [SED]
stacks_file() {
	{
		header
		cat <<END
stacks_ms 30
samples 44
other 1
stacks 3
stack.0.lock vma
stack.0.count 40
stack.0.longest_ns 166914869
stack.0.pid 210
stack.0.comm swap shmem
stack.0.writers 12
stack.0.writer_pid 77
stack.0.writer_comm writer "a"
stack.0.frames 2
stack.0.frame folio_wait_bit_common+0x138/0x370
stack.0.frame vls_x+0x1/0x2 [vmalockstat]
stack.1.lock mmap
stack.1.count 2
stack.1.longest_ns 40000000
stack.1.pid 211
stack.1.comm other
stack.1.writers 0
stack.1.frames 1
stack.1.frame do_swap_page+0x1/0x2
stack.2.lock mmap_nouser
stack.2.count 1
stack.2.longest_ns 30000001
stack.2.pid 212
stack.2.comm running
stack.2.writers 0
stack.2.frames 0
end
END
	} | sed "${1:-}" >"$TEMP/copy/stacks"
}

# Text.
longest_file
stacks_file
expect 0 longest
cat >"$TEMP/wanted" <<'END'
Longest hold of the VMA lock: 181.1 ms, 3.2 s ago
  time    asleep 159.3 ms (88.0 %), cpu 21.7 ms (12.0 %), folio_wait 1.0 us (0.0 %)
  fault   shmem, major, address 0x7f5524fe9000, swap device 254:0
  task    swap\134 "shmem", pid 211 of process 210, cgroup 27
Longest hold of mmap_lock, by a fault from user mode: 4.0 us, 0 ns ago
  time    cpu 4.0 us (100.0 %)
  fault   migration, minor, address 0x1000
  task    init, pid 1 of process 1, cgroup 0

Tasks that had held a lock for more than 30 ms were sampled 44 times.

40 samples (90.9 %) of the VMA lock, held for up to 166.9 ms, by swap shmem, pid 210
  in 12 of them a writer waited, such as writer "a", pid 77
  folio_wait_bit_common+0x138/0x370
  vls_x+0x1/0x2 [vmalockstat]

2 samples (4.5 %) of mmap_lock, by a fault from user mode, held for up to 40.0 ms, by other, pid 211
  do_swap_page+0x1/0x2

1 samples (2.3 %) of mmap_lock, by another fault, held for up to 30.0 ms, by running, pid 212
  (running)

1 samples of other stacks
END
diff "$TEMP/wanted" "$TEMP/out" || not_ok "longest"

# JSON: each value of the files is there.
expect 0 longest -j
json "$TEMP/out" >"$TEMP/json" || not_ok "longest -j is no JSON"
while read -r path value; do
	grep -qxF -- "1 $path $value" "$TEMP/json" || not_ok "no $path $value in longest -j"
done <<END
type longest
timing true
taken_ns $taken
longest.vma.held_ns 181105699
longest.vma.asleep_ns 159378093
longest.vma.throttle_ns 0
longest.vma.ended_ns $((taken - 3201000000))
longest.vma.kind shmem
longest.vma.swap 0
longest.vma.device 254:0
longest.vma.address 0x7f5524fe9000
longest.vma.tgid 210
longest.vma.comm swap\\134 "shmem"
longest.mmap.outcome minor
longest.mmap.swap none
longest.mmap_nouser.held_ns 0
stacks_ms 30
samples 44
other 1
stacks.0.count 40
stacks.0.writer_pid 77
stacks.0.frames.1 vls_x+0x1/0x2 [vmalockstat]
stacks.1.lock mmap
stacks.1.writers 0
stacks.2.longest_ns 30000001
END
! grep -qE '^1 (longest.vma.read_ns|longest.mmap.device|longest.mmap_nouser.pid|stacks.1.writer_pid|stacks.2.frames.0) ' \
	"$TEMP/json" || not_ok "longest -j has what is not known"

# Nothing to tell.
longest_file '/^longest.\(vma\|mmap\)[.]/{/held_ns/!d;s/ .*/ 0/}'
stacks_file '/^stack[.]/d;s/^\(stacks_ms\|samples\|other\|stacks\) .*/\1 0/'
expect 0 longest
same "nothing held" "No lock was held since the last reset." "$(cat "$TEMP/out")"
expect 0 longest -j
stacks_file '/^stack[.]/d;s/^\(samples\|other\|stacks\) .*/\1 0/'
expect 0 longest
grep -qx 'Tasks that had held a lock for more than 30 ms were sampled 0 times.' "$TEMP/out" ||
	not_ok "no samples"
longest_file '/^longest/d;s/^timing 1/timing 0/'
expect 0 longest
same "timing=0" "No times are taken (timing=0)." "$(head -n 1 "$TEMP/out")"
longest_file '/^longest/d;s/^\(hook.folio_lock_or_retry\) .*/\1 unavailable/'
expect 0 longest
grep -q '^How long locks are held is not known' "$TEMP/out" || not_ok "without the hook"

# What a newer module says besides.
longest_file 's/^longest.vma.kind/longest.vma.colour blue\n&/'
stacks_file
expect 0 longest

# spoilt STATUS TEXT FILE SED
spoilt() {
	longest_file
	stacks_file
	cp "$TEMP/copy/$3" "$TEMP/whole"
	"$3_file" "$4"
	! cmp -s "$TEMP/whole" "$TEMP/copy/$3" || not_ok "$4 changes nothing"
	refused "$1" longest
	says "$2"
	refused "$1" longest -j
}
for file in longest stacks; do
	spoilt 6 "$file: unknown format 1" $file '1s/2/1/'
	spoilt 7 "truncated: expected" $file '/^end$/d'
	spoilt 7 "expected nothing after the line 'end'" $file '/^end$/p'
done
spoilt 7 "expected the line 'longest.vma.held_ns'" longest '/^longest.vma.held_ns/d'
spoilt 7 "expected the line 'longest.mmap_nouser.held_ns'" longest '/^longest.mmap_nouser/d'
spoilt 7 "no comm of the longest hold of vma" longest '/^longest.vma.comm/d'
spoilt 7 "no pid of the longest hold of mmap" longest '/^longest.mmap.pid/d'
spoilt 7 "pid for the second time" longest '/^longest.vma.pid/p'
spoilt 7 "cpu_ns for the second time" longest '/^longest.vma.cpu_ns/p'
spoilt 7 "'x': expected a number" longest '/^longest.vma.tgid/s/ .*/ x/'
spoilt 7 "expected up to the 4096 of held_ns" longest '/^longest.mmap.cpu_ns/s/ .*/ 4097/'
spoilt 7 "longest.vma.kind: expected a value" longest '/^longest.vma.kind/s/ .*//'
spoilt 7 "expected what can be printed" longest '/^longest.vma.comm/s/swap/\x1b/'
spoilt 7 "expected up to 63 characters" longest '/^longest.vma.comm/s/$/0123456789012345678901234567890123456789012345678901234567890/'
spoilt 7 "expected 'end'" longest 's/^longest.mmap_nouser.held_ns.*/&\nlongest.other.held_ns 1/'
spoilt 7 "expected the line 'samples'" stacks '/^samples/d'
spoilt 7 "expected the line 'stack.0.lock'" stacks '/^stack.0.lock/d'
spoilt 7 "'vm': expected a lock" stacks '/^stack.0.lock/s/vma/vm/'
spoilt 7 "expected the line 'stack.0.writer_pid'" stacks '/^stack.0.writer_pid/d'
spoilt 7 "expected the line 'stack.0.frame'" stacks '/^stack.0.frame .*vls/d'
spoilt 7 "expected 'end'" stacks '/^stack.1.frame /p;s/^stacks 3/stacks 2/;/^stack.2/d;s/^samples 44/samples 43/'
spoilt 7 "stacks of 44 samples: expected the 45 of 'samples'" stacks '/^samples/s/44/45/'
spoilt 7 "2000 stacks: expected up to 1024" stacks '/^stacks /s/3/2000/'
spoilt 7 "300 frames: expected up to 256" stacks '/^stack.1.frames/s/1$/300/'
spoilt 7 "expected what can be printed" stacks '/^stack.1.comm/s/other/\x1b[2J/'
longest_file
stacks_file
rm "$TEMP/copy/stacks"
refused 4 longest
refused 2 longest vma
says "longest takes none"
refused 2 longest -o file

done_testing
