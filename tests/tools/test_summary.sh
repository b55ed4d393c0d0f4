# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The summary of the command is that of the module, for the same numbers; and its numbers
# are those of the files.

. tests/tools/lib.sh

# without_time FILE: the module took its summary a moment after the counters.
without_time() {
	sed '1s/, [0-9]*[.][0-9][0-9][0-9] s since the last reset/, TIME since the last reset/' "$1"
}

# seconds FILE: of the first line, in milliseconds.
ms() {
	sed -n '1s/.*, \([0-9]*\)[.]\([0-9][0-9][0-9]\) s since the last reset.*/\1\2/p' "$1"
}

# line LABEL WANTED
line() {
	same "$kernel $state:$1" "$2" "$(labelled "$1" "$TEMP/out")"
}

for kernel in $KERNELS; do
	for state in before middle after; do
		now "$DATA/$kernel/$state"
		derive - "$NOW"
		expect 0 summary
		without_time "$NOW/summary" >"$TEMP/wanted"
		without_time "$TEMP/out" | diff "$TEMP/wanted" - ||
			not_ok "summary of $kernel $state"
		grep -q TIME "$TEMP/wanted" || not_ok "no time in the summary of $kernel $state"
		same "$kernel $state: since" "$(($(derived since) / 1000000))" "$(ms "$TEMP/out" | sed 's/^0*\(.\)/\1/')"
		late=$(($(ms "$NOW/summary" | sed 's/^0*\(.\)/\1/') - $(derived since) / 1000000))
		if [ "$late" -lt 0 ] || [ "$late" -ge 5000 ]; then
			not_ok "$kernel $state: the summary is $late ms later than counters"
		fi
		line "user swap faults served" "$(derived served)"
		line "swap faults tried under the VMA lock" "$(derived tried)"
		grep -q "on Linux $(sed -n 's/^kernel //p' "$NOW/counters"): counting, " "$TEMP/out" ||
			not_ok "no kernel in the summary"
		awk 'NR > 1 && length($0) > 80 { exit 1 }' "$TEMP/out" || not_ok "wider than 80"
	done
done

# The states of the header, as the module has them.
copy after 7.3
off counting
timing_off
expect 0 summary
head -n 1 "$TEMP/out" | grep -q ': switched off, ' || not_ok "switched off"
grep -q '^No times are taken (timing=0)[.]$' "$TEMP/out" || not_ok "no times"
copy after 7.3
no_hook lock_mm_and_find_vma
expect 0 summary
same "without a hook" "unavailable: no hook lock_mm_and_find_vma" \
	"$(labelled "mmap_lock taken for a fault" "$TEMP/out")"
copy after 6.12
no_vma_lock
expect 0 summary
grep -q '^This kernel has no per-VMA locks' "$TEMP/out" || not_ok "no VMA lock"
grep -q '^swap faults tried under mmap_lock' "$TEMP/out" || not_ok "tried under mmap_lock"

done_testing
