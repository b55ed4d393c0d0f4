# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# tree, work, kernels, asked, direct and all are set by scripts/check.
# shellcheck disable=SC2154
#
# The tests of scripts/check: which there are, which of them are asked for, which
# cannot run on a kernel. To be sourced after root.sh.
#
# tests/host/NAME.sh	runs in the root, on a clean copy of the tree, as host/NAME;
#			with a line "# kernels: each" once for each kernel, as
#			host/NAME/SERIES; with "# suites: SUITE..." as
#			host/NAME/SUITE in a throw-away copy of the root of each
#			of these Debian releases, with stock kernels and the
#			Debian packages in /mnt/deb; with "# packages: PACKAGE..."
#			in a root of its own, which has these; with
#			"# source: linux" with Debian's source of the kernel in
#			/usr/src; with
#			"# root: changed" (apt, DKMS) only once all that is to be
#			installed in the root is there
# tests/vm/NAME.sh	runs in a VM, as vm/NAME/SERIES/SWAP, on each of the kernels
#			6.12 and 7.3 and each "# swap: KIND..." (or none);
#			"# vm: OPTION..." is for scripts/vm, "# needs: CONFIG_X..."
#			is skipped on a kernel that is built without,
#			"# console: REGEX" may be in the kernel's log and is no
#			complaint, "# programs: PACKAGE/NAME..." are in /programs,
#			made to run there by their own loader, /programs/run NAME
# Both			"# also: KEY..." is where else the test runs, such as
#			6.1/disk, or 7.3/zram-direct for one with direct=1;
#			"# default: KEY..." is the part of all this that runs
#			without arguments, the rest needs --all or a NAME;
#			"# default: none" is for tests of many minutes. A test
#			that has keys must have this line.

# --- which tests ------------------------------------------------------------

# test_says FILE WORD: the rest of the line "# WORD: ..." of a test.
test_says() {
	sed -n "s/^# $2: //p" "$1"
}

# test_files: all of them, and not what they source.
test_files() {
	for files_file in "$tree"/tests/host/*.sh "$tree"/tests/vm/*.sh; do
		case $files_file:$(test_says "$files_file" swap) in
		*/vm/*:) ;;
		*) printf '%s\n' "$files_file" ;;
		esac
	done
}

# test_name FILE: such as vm/exact.
test_name() {
	test_path=${1#"$tree"/tests/}
	printf '%s\n' "${test_path%.sh}"
}

# test_keys FILE: on each of $kernels; nothing for a test that runs once.
test_keys() {
	case $1 in
	*/host/*)
		test_says "$1" suites
		[ "$(test_says "$1" kernels)" != each ] || printf '%s\n' "$kernels"
		;;
	*)
		for keys_series in $kernels; do
			for keys_swap in $(test_says "$1" swap); do
				echo "$keys_series/$keys_swap${direct:+-direct}"
			done
		done
		;;
	esac
}

# test_also FILE: where it runs besides. Kernels that were asked for are all there is.
test_also() {
	for also_key in $(test_says "$1" also; test_says "$1" default); do
		case $also_key in
		none) continue ;;
		*-direct) ;;
		*/*) [ -z "$direct" ] || continue ;;
		esac
		case "$asked: $kernels " in
		:* | *" ${also_key%%/*} "*) echo "$also_key" ;;
		esac
	done
}

# check_names: those of all tests, on the host first. Those on kernels that are built
# here are the next, as they take longest; until there is such a kernel the others run.
check_names() {
	for names_file in $(test_files); do
		names_name=$(test_name "$names_file")
		names_keys="$(test_keys "$names_file") $(test_also "$names_file")"
		if [ "$names_keys" = ' ' ]; then
			echo "$names_name"
		fi
		for names_key in $names_keys; do
			echo "$names_name/$names_key"
		done
	done | awk -F / -v kernels="$kernels" '
		BEGIN {
			n = split(kernels, list, " ")
			for (i = 1; i <= n; i++)
				place[list[i]] = i
		}
		seen[$0]++ { next }
		{
			at = 0
			if ($1 == "vm")
				at = $3 ~ /-(debug|kcsan|held)$/ ? 1 : $3 in place ? 1 + place[$3] : 200
			printf "%d %d %s\n", at, NR, $0
		}' | sort -n -k 1,1 -k 2,2 | cut -d ' ' -f 3
}

# check_default_names: of what runs when nothing is asked for. With --kernels it is
# all that there is on them but what takes many minutes.
check_default_names() {
	for names_file in $(test_files); do
		names_name=$(test_name "$names_file")
		names_keys=$(test_says "$names_file" default)
		case $asked:$names_keys:$(test_keys "$names_file") in
		*:none:*) continue ;;
		1:*:?*)
			[ -n "$(test_says "$names_file" suites)" ] ||
				names_keys="$(test_keys "$names_file") $(test_also "$names_file")"
			;;
		::) ;;
		::*) die "$names_file does not say where it runs by default" ;;
		esac
		[ -n "$names_keys" ] || echo "$names_name"
		for names_key in $names_keys; do
			case $names_name:$names_key in
			vm/*:*-direct) ;;
			vm/*:*) names_key=$names_key${direct:+-direct} ;;
			esac
			echo "$names_name/$names_key"
		done
	done
}

# check_select NAMES DEFAULT-NAMES [NAME]...: those that begin with one of the last;
# without any, all or those that run by default.
check_select() {
	select_names=$1
	select_default=$2
	shift 2
	if [ $# -eq 0 ]; then
		[ -n "$all" ] || set -- "$select_default"
		[ $# -gt 0 ] || set -- "$select_names"
		printf '%s\n' "$select_names" | grep -xF "$1" || :
		return
	fi
	printf '%s\n' "$select_names" | while read -r select_line; do
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

# check_command NAME: what runs that one again.
check_command() {
	command_key=${1#*/*/}
	for command_options in '' "--kernels ${command_key%%/*}" --direct \
		"--direct --kernels ${command_key%%/*}"; do
		(
			kernels=$DEFAULT_KERNELS asked='' direct=''
			case $command_options in
			*--kernels*) kernels=${command_options##* } asked=1 ;;
			esac
			case $command_options in
			--direct*) direct=1 ;;
			esac
			check_names | grep -qxF "$1"
		) || continue
		echo "./scripts/check ${command_options:+$command_options }$1"
		return
	done
	die "no option selects $1"
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
	lacking_needs=$(test_says "$work/tree/tests/vm/${lacking_rest%%/*}.sh" needs)
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
