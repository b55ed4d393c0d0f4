# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# work, series_stock, series_built and selected are set by scripts/check.
# shellcheck disable=SC2154
#
# What the tests of scripts/check need: kernels, modules, packages. It is prepared in
# the background, and each test begins when it has what it needs. To be sourced after
# check-tests.sh.
#
# A need is one word: kernel-SERIES (with headers), module-SERIES (the module),
# extra-SERIES (other modules that only some tests want), variants-SERIES (the module
# as for a kernel that lacks something), workloads-ARCH, packages (all that is to be
# installed in the root), programs, side (the root with packages of single tests), deb
# (the Debian packages), suite-SUITE (a Debian release to install them in).
# $work/have/NEED comes when it is there; it is empty, or has the reason why it could not
# be made.

# shellcheck disable=SC2034 # for scripts/check
CHECK_PACKAGES="busybox-static shellcheck sparse libcmocka-dev"

# The functions that missing_symbol.sh does without.
HIDDEN_SYMBOLS="DO_SWAP_PAGE FOLIO_LOCK FALLBACK SIGNAL SWAP_READ SHMEM_SWAPIN \
	MEMCG_RECLAIM MEMCG_THROTTLE WRITER SWAPS"

# Background work gives way to the tests, some of which measure time. A kernel takes
# minutes, and the tests of it are few.
MODULE_NICE=5
KERNEL_NICE=10

# --- needs --------------------------------------------------------------------

# test_needs NAME: one after the other, with a space on each side.
test_needs() {
	needs_key=${1#*/*/}
	needs_file=${1#*/}
	needs_file=$work/tree/tests/${1%%/*}/${needs_file%%/*}.sh
	case $1 in
	host/*)
		[ "$(test_says "$needs_file" kernels)" != each ] || echo "kernel-$needs_key packages"
		[ -z "$(test_says "$needs_file" suites)" ] || echo "suite-$needs_key packages"
		[ -z "$(test_says "$needs_file" packages)" ] || echo side
		[ "$(test_says "$needs_file" root)" != changed ] || echo packages
		;;
	vm/*)
		needs_key=${needs_key%/*}
		echo "module-$needs_key workloads-$(arch_of "$needs_key")"
		[ -z "$(test_says "$needs_file" programs)" ] || echo programs
		case $1 in
		vm/device_* | vm/direct/* | vm/add_counter/*) echo "extra-$needs_key" ;;
		vm/missing_symbol/*) echo "variants-$needs_key" ;;
		esac
		;;
	esac | awk '{ printf " %s ", $0 }'
}

# wanted NEED: does a test want it?
wanted() {
	grep -qF -- " $1 " "$work/needs"/*
}

# prepare NEED AFTER FUNCTION [ARG]...: unless AFTER, another need or nothing, could
# not be prepared.
prepare() {
	prepare_need=$1
	prepare_why=$work/why-$1
	: >"$prepare_why"
	if [ -n "$2" ] && [ -s "$work/have/$2" ]; then
		cp "$work/have/$2" "$prepare_why"
	else
		shift 2
		DIE_FILE=$prepare_why
		subshell_start "$@"
		DIE_FILE=
		if ! wait "$SUBSHELL"; then
			[ -s "$prepare_why" ] || echo "$prepare_need failed" >"$prepare_why"
			say "check: $prepare_need: $(cat "$prepare_why")"
		fi
		polite_pids=
	fi
	mv "$prepare_why" "$work/have/$prepare_need"
}

# need_missing NEED...: is one of them still to come? Nobody will bring it when all who
# prepare have ended.
need_missing() {
	for missing_need; do
		[ ! -e "$work/have/$missing_need" ] || continue
		for missing_pid in $preparers; do
			! kill -0 "$missing_pid" 2>/dev/null || return 0
		done
		# It may have come just before they ended.
		[ -e "$work/have/$missing_need" ] ||
			echo "nobody has prepared $missing_need" >"$work/have/$missing_need"
	done
	return 1
}

# need_failed NEED...: prints the reason why one of them could not be prepared.
need_failed() {
	for failed_need; do
		[ -s "$work/have/$failed_need" ] || continue
		echo "$failed_need could not be prepared: $(cat "$work/have/$failed_need")"
		return 0
	done
	return 1
}

kver_of() {
	cat "$work/kver-$1"
}

# --- who prepares them ----------------------------------------------------------

# prepare_start: in the background; sets preparers.
prepare_start() {
	mkdir "$work/have"
	subshell_start prepare_stock
	preparers=$SUBSHELL
	[ -z "$series_built" ] || {
		subshell_start prepare_built
		preparers="$preparers $SUBSHELL"
	}
}

# prepare_stock: all but what the kernels that are built here are for. The first
# kernel is not made to wait, as no VM can run before it.
prepare_stock() {
	LOG_TICK=30
	for stock_arch in amd64 arm64; do
		! wanted "workloads-$stock_arch" ||
			prepare "workloads-$stock_arch" '' make_workloads "$stock_arch"
	done
	for stock_series in $series_stock; do
		prepare "kernel-$stock_series" '' make_kernel "$stock_series"
		wanted "module-$stock_series" || continue
		prepare "module-$stock_series" "kernel-$stock_series" make_module "$stock_series"
		CHILD_NICE=$MODULE_NICE
	done
	CHILD_NICE=$MODULE_NICE
	prepare packages '' make_packages
	! wanted side || prepare side '' make_side
	! wanted programs || prepare programs '' make_programs
	for stock_series in $series_stock; do
		prepare_modules "$stock_series"
	done
	stock_suites=$(wanted_suites)
	[ -z "$stock_suites" ] || prepare deb '' package_build "$work/tree" "$work/deb"
	for stock_suite in $stock_suites; do
		prepare "suite-$stock_suite" deb make_suite "$stock_suite"
	done
}

# prepare_built: kernels that are built here, one after the other, when the packages
# for that are there.
prepare_built() {
	TEMP=$work/built
	mkdir "$TEMP"
	CHILD_NICE=$KERNEL_NICE LOG_TICK=60
	while [ ! -e "$work/have/packages" ]; do
		setpriv --pdeathsig KILL -- sleep 0.5
	done
	for built_series in $series_built; do
		prepare "kernel-$built_series" packages make_kernel "$built_series"
		! wanted "module-$built_series" ||
			prepare "module-$built_series" "kernel-$built_series" make_module "$built_series"
		prepare_modules "$built_series"
	done
}

# prepare_modules SERIES: those but the module itself, if they are wanted.
prepare_modules() {
	! wanted "extra-$1" || prepare "extra-$1" "module-$1" make_extra "$1"
	! wanted "variants-$1" || prepare "variants-$1" "module-$1" make_variants "$1"
}

# wanted_suites: the Debian releases that a test is for, that of the root first.
wanted_suites() {
	for suites_one in trixie bookworm; do
		! wanted "suite-$suites_one" || echo "$suites_one"
	done
}

# --- making them ------------------------------------------------------------------

# make_workloads ARCH: and the command.
make_workloads() {
	arch_set "-$1"
	# shellcheck disable=SC2086 # a list of names
	root_add $ARCH_BUILD_PACKAGES
	note "the workloads and the command for $1"
	build_workloads "$work/tree" "$work/w-$1"
	build_command "$work/tree" "$work/w-$1"
}

# make_kernel SERIES
make_kernel() {
	arch_set "$1"
	# shellcheck disable=SC2086 # a list of names
	root_add "$ARCH_QEMU_PACKAGE" $ARCH_BUILD_PACKAGES
	root_kernel "$1"
	printf '%s\n' "$KVER" >"$work/kver-$1"
	note "$1 is $KVER"
}

# make_module SERIES
make_module() {
	make_out=$work/module-$1
	mkdir -p "$make_out/no" "$make_out/hmm"
	note "the module for $(kver_of "$1")"
	build_module "$work/tree" "$(kver_of "$1")" "$make_out/vmalockstat.ko"
}

# make_packages: what is still to be installed in the root, so that nothing is any
# more while a test is at work in there.
make_packages() {
	for packages_test in $(selected_vm_files); do
		for packages_one in $(test_says "$packages_test" programs); do
			root_add "${packages_one%/*}"
		done
	done
	for packages_series in $series_stock $series_built; do
		case $packages_series:$selected in
		*-debug:* | *-kcsan:* | *-held:*) source_package "${packages_series%-*}" ;;
		*:*vm/device_*/"$packages_series"/*) source_package "${packages_series%%-*}" ;;
		*) ! wants_source "$packages_series" || source_package "${packages_series%%-*}" ;;
		esac
	done
	! wanted suite-trixie || package_machine trixie
}

# wants_source SERIES: does a test on the host want the source of it?
wants_source() {
	for source_test in "$work/tree"/tests/host/*.sh; do
		[ -z "$(test_says "$source_test" source)" ] ||
			! printf '%s\n' "$selected" |
				grep -qx "host/$(basename "$source_test" .sh)/$1" || return 0
	done
	return 1
}

# make_programs: those that the tests selected want in the VM. They are the root's, so
# only for its architecture.
make_programs() {
	mkdir -p "$TEMP/programs"
	for programs_test in $(selected_vm_files); do
		for programs_one in $(test_says "$programs_test" programs); do
			build_programs_add "${programs_one%/*}" "${programs_one#*/}"
		done
	done
}

# selected_vm_files
selected_vm_files() {
	printf '%s\n' "$selected" | sed -n 's,^vm/\([^/]*\)/.*,\1,p' | sort -u |
		while read -r files_name; do
			echo "$work/tree/tests/vm/$files_name.sh"
		done
}

# make_suite SUITE: the machine for the Debian packages.
make_suite() {
	note "$1 with stock kernels"
	package_machine "$1"
	printf '%s\n' "$KERNELS" >"$work/kernels-$1"
}

# make_side: the root with what single tests want, and the others do not.
make_side() {
	root_suite trixie side
	root_make
	for side_test in "$work/tree"/tests/host/*.sh; do
		printf '%s\n' "$selected" |
			grep -qx "host/$(basename "$side_test" .sh)" || continue
		# shellcheck disable=SC2046 # a list of names
		root_add $(test_says "$side_test" packages)
	done
}

# make_extra SERIES: each only if a test that wants it is selected.
make_extra() {
	extra_kver=$(kver_of "$1")
	extra_out=$work/module-$1
	arch_set "$1"
	case $selected in
	*vm/device_*/"$1"/*)
		! kernel_has "$extra_kver" CONFIG_DEVICE_PRIVATE ||
			build_hmm "$1" "$extra_out/hmm"
		;;
	esac
	# Direct calls were made in another way before 6.3.
	case $ARCH/$1 in
	arm64/* | */6.1 | */6.1-*) ;;
	*)
		case $selected in
		*vm/direct/"$1"/*) build_floor "$extra_kver" "$extra_out/no" ;;
		esac
		;;
	esac
	case $selected in
	*vm/add_counter/"$1"/*) build_added "$extra_kver" "$extra_out/no" ;;
	esac
}

# make_variants SERIES: the module as for a kernel without one of the functions.
make_variants() {
	variants_kver=$(kver_of "$1")
	variants_out=$work/module-$1/no
	note "modules that lack a function of $variants_kver"
	for variants_symbol in $HIDDEN_SYMBOLS; do
		build_module "$work/tree" "$variants_kver" "$variants_out/$variants_symbol.ko" \
			"-DVLS_SYMBOL_$variants_symbol=\\\"no_such_function\\\""
	done
	# The copy that is built lies in /mnt/build.
	build_module "$work/tree" "$variants_kver" "$variants_out/DECLARATIONS.ko" \
		"-include /mnt/build/tests/host/other_kernel/functions.h"
	build_module "$work/tree" "$variants_kver" "$variants_out/ARGUMENTS.ko" \
		"-DVLS_SYMBOL_DO_SWAP_PAGE=\\\"handle_mm_fault\\\""
	# Functions that nobody calls, in the place of those that a compiler has inlined.
	build_module "$work/tree" "$variants_kver" "$variants_out/UNSEEN.ko" \
		"-DVLS_SYMBOL_FOLIO_LOCK=\\\"kernel_halt\\\" \
		-DVLS_SYMBOL_FALLBACK=\\\"kernel_restart\\\" \
		-DVLS_SYMBOL_SWAP_READ=\\\"emergency_restart\\\""
}

# build_hmm SERIES OUT: the kernel's test driver of device memory, the tests that
# come with it, and our workload, which includes its header.
build_hmm() {
	source_tree "$1"
	hmm_kver=$(kver_of "$1")
	note "test_hmm and its tests for $hmm_kver"
	mkdir -p "$2"
	build_test_hmm "$hmm_kver" "$2"
	# hugepage_settings.c came later than 6.12.
	# shellcheck disable=SC2016 # the inner shell expands it
	logged hmm-tests root_run --bind "$SOURCE:/mnt/source" --bind "$2:/mnt/out" \
		sh -c 'cd /mnt/source/tools/testing/selftests/mm &&
			"$1" -O2 -static -pthread -I/mnt/source -I.. \
				-o /mnt/out/hmm-tests \
				$(ls hmm-tests.c vm_util.c hugepage_settings.c 2>&-)' sh "$ARCH_CC" ||
		die "hmm-tests does not build"
	build_workload "$work/tree" "$2" device_pages "$SOURCE"
}

# build_added KVER OUT: the module and the command with one counter more.
build_added() {
	rm -rf "$TEMP/added"
	cp -r "$work/tree" "$TEMP/added"
	sh "$work/tree/tests/host/other_tree/add_counter" "$TEMP/added" ||
		die "add_counter does not know this tree"
	build_module "$TEMP/added" "$1" "$2/ADDED.ko"
	build_command "$TEMP/added" "$2"
}

# build_floor KVER OUT: the module of the benchmarks that makes a direct call.
build_floor() {
	rm -rf "$TEMP/floor"
	cp -r "$work/tree/tests/bench" "$TEMP/floor"
	logged floor root_run --bind "$TEMP/floor:/mnt/build" \
		make -C "/lib/modules/$1/build" M=/mnt/build ||
		die "floor.ko does not build for $1"
	cp "$TEMP/floor/floor.ko" "$2"
}

# build_test_hmm KVER OUT: a kernel that was built for tests has it.
build_test_hmm() {
	hmm_module=$ROOT/usr/lib/modules/$1/kernel/lib/test_hmm.ko
	if [ -e "$hmm_module" ]; then
		cp "$hmm_module" "$2"
		return
	fi
	mkdir -p "$TEMP/hmm"
	cp "$SOURCE/lib/test_hmm.c" "$SOURCE/lib/test_hmm_uapi.h" "$TEMP/hmm"
	echo 'obj-m := test_hmm.o' >"$TEMP/hmm/Kbuild"
	logged test_hmm root_run --bind "$TEMP/hmm:/mnt/build" \
		make -C "/lib/modules/$1/build" M=/mnt/build ||
		die "test_hmm does not build for $1"
	mv "$TEMP/hmm/test_hmm.ko" "$2"
	rm -rf "$TEMP/hmm"
}
