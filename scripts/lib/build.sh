# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Builds the module and the workloads in the root. To be sourced after arch.sh.

# shellcheck disable=SC2034 # for those who source this
BUILD_PACKAGES="gcc libc6-dev make xz-utils dkms"

# build_copy_tree FROM TO: without what a build has left there.
build_copy_tree() {
	mkdir -p "$2"
	tar -C "$1" --exclude=./.git --exclude='*.o' --exclude='*.ko' \
		--exclude='*.mod' --exclude='*.mod.c' --exclude='.*.cmd' \
		--exclude=Module.symvers --exclude=modules.order -cf - . |
		tar -C "$2" --no-same-owner -xf -
}

# build_module TREE KVER KO [CFLAGS]: by make, in a copy of TREE.
build_module() {
	build_dir=$TEMP/build
	rm -rf "$build_dir"
	cp -r "$1" "$build_dir"
	logged module root_run --bind "$build_dir:/mnt/build" \
		make -j "$(nproc)" -C /mnt/build "KVER=$2" "KCFLAGS=${4:-}" ||
		die "the module does not build for $2"
	cp "$build_dir/vmalockstat.ko" "$3"
}

# build_dkms TREE KVER OUT: through DKMS; leaves OUT/vmalockstat.ko.
build_dkms() {
	cache_lock
	build_status=0
	logged dkms root_run --bind "$1:/mnt/tree" --bind "$3:/mnt/out" \
		sh /mnt/tree/scripts/root/dkms /mnt/tree "$2" /mnt/out ||
		build_status=$?
	cache_unlock
	[ "$build_status" -eq 0 ] || die "the module does not build for $2"
}

# build_workload TREE OUT NAME [INCLUDE]: one of tests/workloads, static, for the
# architecture of the last arch_set.
build_workload() {
	set -- "$1" "$2" "$3" "${4:-$1}"
	logged workload root_run --bind "$1:/mnt/tree" --bind "$2:/mnt/out" \
		--bind "$4:/mnt/include" \
		"$ARCH_CC" -O2 -Wall -Wextra -Werror -static -pthread -I/mnt/include \
		-o "/mnt/out/$3" "/mnt/tree/tests/workloads/$3.c" ||
		die "$3 does not build"
}

# build_workloads TREE OUT: all that need nothing but the C library.
build_workloads() {
	mkdir -p "$2"
	for build_source in "$1"/tests/workloads/*.c; do
		build_name=${build_source##*/}
		build_name=${build_name%.c}
		[ "$build_name" = device_pages ] ||
			build_workload "$1" "$2" "$build_name"
	done
}

# build_programs_add PACKAGE NAME: a program of the root, with its libraries, into
# $TEMP/programs, to be run in a VM by its own loader: /programs/run NAME.
build_programs_add() {
	root_add "$1"
	# shellcheck disable=SC2016 # the inner shells expand it
	root_run --bind "$TEMP/programs:/mnt/out" sh -ec '
		program=$(command -v "$1")
		cp -L "$program" /mnt/out/
		ldd "$program" | grep -o "/[^ ]*" | while read -r library; do
			cp -L "$library" /mnt/out/
		done
		echo "dir=/programs; name=\$1; shift; exec \$dir/ld-linux-x86-64.so.2 \
			--library-path \$dir \$dir/\$name \"\$@\"" >/mnt/out/run' sh "$2" ||
		die "$2 of $1 cannot be taken into a VM"
}

# build_command TREE OUT: tools/vmalockstat, static, for that architecture too.
build_command() {
	mkdir -p "$2"
	# shellcheck disable=SC2016 # the inner shell expands it
	logged command root_run --bind "$1:/mnt/tree" --bind "$2:/mnt/out" \
		sh -ec 'make -C /mnt/tree/tools clean
			make -C /mnt/tree/tools "CC=$1" CFLAGS=-O2 LDFLAGS=-static
			mv /mnt/tree/tools/vmalockstat /mnt/out/
			make -C /mnt/tree/tools clean' sh "$ARCH_CC" ||
		die "the command does not build"
}
