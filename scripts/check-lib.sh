# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# kernels, selected and logs are set by scripts/check.
# shellcheck disable=SC2154
#
# What scripts/check is made of: which tests there are, what they need built,
# how one is run. To be sourced after build.sh.
#
# tests/host/NAME.sh	runs in the root, on a clean copy of the tree;
#			with a line "# kernels: each" once for each kernel
# tests/vm/NAME.sh	runs in a VM of each kernel; "# swap: KIND..." tells
#			on which swap, "# vm: OPTION..." is for scripts/vm

# shellcheck disable=SC2034 # for scripts/check
CHECK_PACKAGES="busybox-static qemu-system-x86 shellcheck sparse libcmocka-dev"

# A line of these in the kernel's log fails the test that ran meanwhile.
SPLAT='WARNING:|BUG:|BUG at|Oops|INFO: (task|rcu|lockdep|possible)|Call Trace'
SPLAT="$SPLAT|possible (circular|recursive)|general protection|Kernel panic"
SPLAT="$SPLAT|RCU.*stall|soft lockup|KASAN|KCSAN|UBSAN|kmemleak:|inconsistent lock"

# The functions that missing_symbol.sh does without.
HIDDEN_SYMBOLS="DO_SWAP_PAGE FOLIO_LOCK FALLBACK SIGNAL SWAP_READ"

# --- which tests ------------------------------------------------------------

# test_says FILE WORD: the rest of the line "# WORD: ..." of a test.
test_says() {
	sed -n "s/^# $2: //p" "$1"
}

# check_names TREE KERNELS
check_names() {
	for names_file in "$1"/tests/host/*.sh; do
		names_name=$(basename "$names_file" .sh)
		case $(test_says "$names_file" kernels) in
		each)
			for names_series in $2; do
				echo "host/$names_name/$names_series"
			done
			;;
		*) echo "host/$names_name" ;;
		esac
	done
	for names_series in $2; do
		for names_file in "$1"/tests/vm/*.sh; do
			names_name=$(basename "$names_file" .sh)
			for names_swap in $(test_says "$names_file" swap); do
				echo "vm/$names_name/$names_series/$names_swap"
			done
		done
	done
}

# check_select [NAME]...: those lines that begin with one of the names.
check_select() {
	if [ $# -eq 0 ]; then
		cat
		return
	fi
	while read -r select_line; do
		for select_name; do
			case $select_line in
			"$select_name" | "$select_name"/*)
				printf '%s\n' "$select_line"
				break
				;;
			esac
		done
	done
}

# --- what they need ---------------------------------------------------------

kver_of() {
	cat "$TEMP/kver-$1"
}

check_build() {
	mkdir -p "$TEMP/w"
	build_workloads "$TEMP/tree" "$TEMP/w"
	for build_series in $kernels; do
		build_kver=$(kver_of "$build_series")
		build_out=$TEMP/module-$build_series
		mkdir -p "$build_out/no"
		note "the module for $build_kver"
		build_module "$TEMP/tree" "$build_kver" "$build_out/vmalockstat.ko"
		case $selected in
		*vm/missing_symbol/"$build_series"*) ;;
		*) continue ;;
		esac
		for build_symbol in $HIDDEN_SYMBOLS; do
			build_module "$TEMP/tree" "$build_kver" \
				"$build_out/no/$build_symbol.ko" \
				"-DVLS_SYMBOL_$build_symbol=\\\"no_such_function\\\""
		done
	done
}

# --- running one ------------------------------------------------------------

log_of() {
	printf '%s/%s\n' "$logs" "$(printf '%s' "$1" | tr / -)"
}

# check_run NAME: what it prints goes to its log.
check_run() {
	run_rest=${1#*/}
	run_log=$(log_of "$1")
	rm -f "$run_log.log" "$run_log.console"
	case $1 in
	host/*) run_host "$run_rest" >"$run_log.log" 2>&1 ;;
	vm/*) run_vm_test "$run_rest" "$run_log" >"$run_log.log" 2>&1 ;;
	esac
}

# run_host NAME[/SERIES]
run_host() {
	host_dir=$TEMP/host
	rm -rf "$host_dir"
	cp -r "$TEMP/tree" "$host_dir"
	host_kver=
	case $1 in
	*/*) host_kver=$(kver_of "${1#*/}") ;;
	esac
	root_run --bind "$host_dir:/mnt/tree" \
		env KVER="$host_kver" sh -c "cd /mnt/tree && exec sh tests/host/${1%%/*}.sh"
}

# run_vm_test NAME/SERIES/SWAP LOG
run_vm_test() {
	vm_name=${1%%/*}
	vm_series=${1#*/}
	vm_swap=${vm_series#*/}
	vm_series=${vm_series%/*}
	vm_status=0
	# shellcheck disable=SC2046 # options
	vm_boot $(test_says "$TEMP/tree/tests/vm/$vm_name.sh" vm) ||
		vm_status=$?
	if [ "$vm_status" -ne 0 ]; then
		echo "# the test ended with status $vm_status"
	elif ! grep -q '^1[.][.][1-9]' "$2.log"; then
		echo "# the test did not come to its end"
		vm_status=1
	elif grep -q '^not ok' "$2.log"; then
		vm_status=1
	fi
	if grep -E "$SPLAT" "$2.console"; then
		echo "# the kernel complained, see above"
		vm_status=1
	fi
	return "$vm_status"
}

# vm_boot OPTION...
vm_boot() {
	child_start sh "$SCRIPTS/vm" --kernel "$(kver_of "$vm_series")" \
		--log "$run_log.console" --timeout 240 \
		--disk 512 --modules "virtio_blk zram" \
		--put "$TEMP/module-$vm_series/vmalockstat.ko" \
		--put "$TEMP/module-$vm_series/no" \
		--put "$TEMP/w" --put "$TEMP/tree/tests/vm:/t" "$@" \
		-- sh -c "cd /t && swap=$vm_swap && . ./$vm_name.sh"
	# shellcheck disable=SC2034 # for on_exit
	polite_pids=$CHILD
	vm_boot_status=0
	child_wait "$CHILD" || vm_boot_status=$?
	polite_pids=
	return "$vm_boot_status"
}

# check_show NAME: what a failed test has to say.
check_show() {
	show_log=$(log_of "$1")
	if ! grep -E '^(not ok|# |Bail out)' "$show_log.log" | head -n 40 |
		sed 's/^/  # /' | grep .; then
		tail -n 20 "$show_log.log" | sed 's/^/  # /'
	fi
	echo "  # all of it: $show_log.log"
	[ ! -e "$show_log.console" ] ||
		echo "  # kernel log: $show_log.console"
}
