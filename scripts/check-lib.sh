# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# kernels, direct, selected and logs are set by scripts/check.
# shellcheck disable=SC2154
#
# The tests of scripts/check: which there are, what they need built, which
# cannot run on a kernel. To be sourced after package.sh and linux-source.sh.
#
# tests/host/NAME.sh	runs in the root, on a clean copy of the tree;
#			with a line "# kernels: each" once for each kernel;
#			with "# suites: SUITE..." in a throw-away copy of the
#			root of each of these Debian releases instead, with
#			stock kernels and the Debian packages in /mnt/deb;
#			with "# packages: PACKAGE..." in a root of their own,
#			which has these
# tests/vm/NAME.sh	runs in a VM of each kernel; "# swap: KIND..." tells
#			on which swap (or none), "# vm: OPTION..." is for
#			scripts/vm, "# needs: CONFIG_X..." is skipped on a
#			kernel that is built without, "# console: REGEX" may be
#			in the kernel's log and is no complaint,
#			"# programs: PACKAGE/NAME..." are in /programs, made to run
#			there by their own loader, /programs/run NAME,
#			"# also: SERIES/SWAP..." runs on these kernels even when
#			nobody asks for them,
#			"# direct: SERIES/SWAP..." runs there with direct=1 too,
#			as NAME/SERIES/SWAP-direct,
#			"# long: yes" runs only when it is named, as does a
#			kernel or suite KEY with "# long: KEY..."

# shellcheck disable=SC2034 # for scripts/check
CHECK_PACKAGES="busybox-static shellcheck sparse libcmocka-dev"

# The functions that missing_symbol.sh does without.
HIDDEN_SYMBOLS="DO_SWAP_PAGE FOLIO_LOCK FALLBACK SIGNAL SWAP_READ WRITER SWAPS"

# --- which tests ------------------------------------------------------------

# test_says FILE WORD: the rest of the line "# WORD: ..." of a test.
test_says() {
	sed -n "s/^# $2: //p" "$1"
}

# check_names TREE KERNELS KERNELS-FOR-A-PART
check_names() {
	for names_file in "$1"/tests/host/*.sh; do
		names_name=$(basename "$names_file" .sh)
		names_keys=$(test_says "$names_file" suites)
		case $(test_says "$names_file" kernels) in
		each) names_keys=$2 ;;
		esac
		[ -n "$names_keys" ] || echo "host/$names_name"
		for names_key in $names_keys; do
			echo "host/$names_name/$names_key"
		done
	done
	for names_series in $2; do
		check_vm_names "$names_series" "$1"/tests/vm/*.sh
	done
	for names_series in $3; do
		check_said_names also '' "$names_series" "$1"/tests/vm/*.sh
	done
	for names_series in $2 $3; do
		[ -n "$direct" ] ||
			check_said_names direct -direct "$names_series" "$1"/tests/vm/*.sh
	done
}

# check_said_names WORD SUFFIX SERIES FILE...: those of that kernel after "# WORD:".
check_said_names() {
	names_word=$1 names_suffix=$2 names_on=$3
	shift 3
	for names_file; do
		for names_key in $(test_says "$names_file" "$names_word"); do
			case $names_key in
			"$names_on"/*)
				echo "vm/$(basename "$names_file" .sh)/$names_key$names_suffix" ;;
			esac
		done
	done
}

# check_vm_names SERIES FILE...
check_vm_names() {
	names_on=$1
	shift
	for names_file; do
		names_name=$(basename "$names_file" .sh)
		for names_swap in $(test_says "$names_file" swap); do
			echo "vm/$names_name/$names_on/$names_swap${direct:+-direct}"
		done
	done
}

# check_long TREE: patterns of the long tests.
check_long() {
	for long_file in "$1"/tests/host/*.sh "$1"/tests/vm/*.sh; do
		long_name=${long_file#"$1"/tests/}
		for long_key in $(test_says "$long_file" long); do
			case $long_key in
			yes) echo "^${long_name%.sh}\(/\|\$\)" ;;
			*) echo "^${long_name%.sh}/$long_key\(/\|\$\)" ;;
			esac
		done
	done
}

# check_select TREE [NAME]...: those lines that begin with one of the names; all
# but the long tests without.
check_select() {
	select_long=$(check_long "$1")
	shift
	if [ $# -eq 0 ]; then
		grep -v "${select_long:-^$}"
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
	check_build_package
	check_build_side
	check_build_programs
	for build_series in $kernels; do
		build_kver=$(kver_of "$build_series")
		arch_set "$build_kver"
		[ -e "$TEMP/w-$ARCH" ] || {
			build_workloads "$TEMP/tree" "$TEMP/w-$ARCH"
			build_command "$TEMP/tree" "$TEMP/w-$ARCH"
		}
		build_out=$TEMP/module-$build_series
		mkdir -p "$build_out/no" "$build_out/hmm"
		note "the module for $build_kver"
		build_module "$TEMP/tree" "$build_kver" "$build_out/vmalockstat.ko"
		case $selected in
		*vm/device_*/"$build_series"/*)
			! kernel_has "$build_kver" CONFIG_DEVICE_PRIVATE ||
				build_hmm "$build_series" "$build_out/hmm"
			;;
		esac
		# Direct calls were made in another way before 6.3.
		case $ARCH/$build_series/$selected in
		arm64/* | */6.1/* | */6.1-*) ;;
		*vm/direct/"$build_series"/*) build_floor "$build_kver" "$build_out/no" ;;
		esac
		case $selected in
		*vm/add_counter/"$build_series"/*) build_added "$build_kver" "$build_out/no" ;;
		esac
		case $selected in
		*vm/missing_symbol/"$build_series"*) ;;
		*) continue ;;
		esac
		for build_symbol in $HIDDEN_SYMBOLS; do
			build_module "$TEMP/tree" "$build_kver" \
				"$build_out/no/$build_symbol.ko" \
				"-DVLS_SYMBOL_$build_symbol=\\\"no_such_function\\\""
		done
		# The copy that is built lies in /mnt/build.
		build_module "$TEMP/tree" "$build_kver" "$build_out/no/DECLARATIONS.ko" \
			"-include /mnt/build/tests/host/other_kernel/functions.h"
		build_module "$TEMP/tree" "$build_kver" "$build_out/no/ARGUMENTS.ko" \
			"-DVLS_SYMBOL_DO_SWAP_PAGE=\\\"handle_mm_fault\\\""
	done
}

# check_build_programs: those that the tests selected want in the VM. They are the
# root's, so only for its architecture.
check_build_programs() {
	mkdir -p "$TEMP/programs"
	for build_test in "$TEMP/tree"/tests/vm/*.sh; do
		case /$selected in
		*vm/"$(basename "$build_test" .sh)"/*) ;;
		*) continue ;;
		esac
		for build_program in $(test_says "$build_test" programs); do
			build_programs_add "${build_program%/*}" "${build_program#*/}"
		done
	done
}

# check_build_package: and the machines for it, for the suites that a test is for.
check_build_package() {
	for build_suite in $(check_suites); do
		[ -n "$PACKAGES" ] || package_build "$TEMP/tree" "$TEMP/deb"
		note "$build_suite with stock kernels"
		package_machine "$build_suite"
		printf '%s\n' "$KERNELS" >"$TEMP/kernels-$build_suite"
	done
	root_suite trixie
}

# check_build_side: the root with what single tests want, and the others do not.
check_build_side() {
	for build_test in "$TEMP/tree"/tests/host/*.sh; do
		build_packages=$(test_says "$build_test" packages)
		[ -n "$build_packages" ] || continue
		printf '%s\n' "$selected" |
			grep -qx "host/$(basename "$build_test" .sh)" || continue
		root_suite trixie side
		root_make
		# shellcheck disable=SC2086 # a list of names
		root_add $build_packages
		root_suite trixie
	done
}

# check_suites: of the tests selected.
check_suites() {
	for suites_file in "$TEMP/tree"/tests/host/*.sh; do
		[ -n "$(test_says "$suites_file" suites)" ] || continue
		suites_name=host/$(basename "$suites_file" .sh)
		printf '%s\n' "$selected" | sed -n "s,^$suites_name/,,p"
	done | sort -u
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
	build_workload "$TEMP/tree" "$2" device_pages "$SOURCE"
}

# build_floor KVER OUT: the module of the benchmarks that makes a direct call.
build_floor() {
	rm -rf "$TEMP/floor"
	cp -r "$TEMP/tree/tests/bench" "$TEMP/floor"
	logged floor root_run --bind "$TEMP/floor:/mnt/build" \
		make -C "/lib/modules/$1/build" M=/mnt/build ||
		die "floor.ko does not build for $1"
	cp "$TEMP/floor/floor.ko" "$2"
}

# build_added KVER OUT: the module and the command with one counter more.
build_added() {
	rm -rf "$TEMP/added"
	cp -r "$TEMP/tree" "$TEMP/added"
	sh "$TEMP/tree/tests/host/other_tree/add_counter" "$TEMP/added" ||
		die "add_counter does not know this tree"
	build_module "$TEMP/added" "$1" "$2/ADDED.ko"
	build_command "$TEMP/added" "$2"
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

# --- what a kernel lacks ------------------------------------------------------

# kernel_has KVER CONFIG_X
kernel_has() {
	cat "$ROOT/boot/config-$1" "$ROOT/usr/lib/modules/$1/config" 2>/dev/null |
		grep -qE "^$2=[ym]"
}

# check_lacking NAME: why a test cannot run on its kernel; nothing if it can.
check_lacking() {
	case $1 in
	vm/*) ;;
	host/dkms/*-arm64)
		echo "DKMS builds for the machine that it runs on"
		return
		;;
	*) return 0 ;;
	esac
	lacking_rest=${1#vm/}
	lacking_series=${lacking_rest#*/}
	lacking_needs=$(test_says "$TEMP/tree/tests/vm/${lacking_rest%%/*}.sh" needs)
	case $1 in
	*-arm64/*-direct)
		echo "direct calls of ftrace are used on amd64 alone"
		return
		;;
	*/zswap | */zswap-direct) lacking_needs="$lacking_needs CONFIG_ZSWAP" ;;
	esac
	lacking_kver=$(kver_of "${lacking_series%/*}")
	for lacking_config in $lacking_needs; do
		kernel_has "$lacking_kver" "$lacking_config" ||
			echo "$lacking_kver is built without $lacking_config"
	done | head -n 1
}
