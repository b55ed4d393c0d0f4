# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What the benchmarks of cost share: building, a VM whose clock counts
# instructions, docs/cost.md. To be sourced by a script here, which has set BENCH
# to its own directory.

SCRIPTS=$(cd "$BENCH/../../scripts" && pwd)
tree=$(dirname "$SCRIPTS")
# shellcheck source=/dev/null
. "$SCRIPTS/lib/base.sh"
# shellcheck source=/dev/null
. "$SCRIPTS/lib/root.sh"
# shellcheck source=/dev/null
. "$SCRIPTS/lib/arch.sh"
# shellcheck source=/dev/null
. "$SCRIPTS/lib/linux-source.sh"
# shellcheck source=/dev/null
. "$SCRIPTS/lib/debug-kernel.sh"
# shellcheck source=/dev/null
. "$SCRIPTS/lib/build.sh"

# What only benchmarks need is in a root of its own.
BENCH_PACKAGES="bpftrace linux-perf clang libbpf-dev bpftool gcc libc6-dev gnuplot-nox"
# Figures of the last runs, for the plot.
FIGURES=$CACHE/bench
PAGE=$tree/docs/cost.md

# bench_root: the tools' root, for as long as a function needs it.
bench_root() {
	root_suite trixie bench
	root_make
	# shellcheck disable=SC2086 # a list of names
	root_add $BENCH_PACKAGES
}

# bench_start: the roots and the workloads, for what is built for no kernel.
bench_start() {
	temp_dir
	root_make
	arch_set amd64
	# shellcheck disable=SC2086 # lists of names
	root_add $BUILD_PACKAGES busybox-static "$ARCH_QEMU_PACKAGE"
	build_copy_tree "$tree" "$TEMP/tree"
	build_workloads "$TEMP/tree" "$TEMP/w"
	mkdir -p "$FIGURES"
}

# bench_peers: bpftrace, perf and the programs of peer.c, into $TEMP/programs.
bench_peers() {
	bench_root
	mkdir -p "$TEMP/programs" "$TEMP/peer"
	cp "$TEMP/tree/tests/bench"/peer* "$TEMP/peer/"
	# shellcheck disable=SC2016 # the inner shell expands it
	logged peer root_run --bind "$TEMP/peer:/mnt/peer" sh -ec '
		cd /mnt/peer
		clang -O2 -g -target bpf -mcpu=v3 -D__TARGET_ARCH_x86 \
			-I/usr/include/x86_64-linux-gnu -Wall -Wextra \
			-Wno-unused-parameter -Werror -c peer.bpf.c -o peer.bpf.o
		bpftool gen skeleton peer.bpf.o name peer >peer.skel.h
		gcc -O2 -Wall -Wextra -Werror -o peer peer.c -lbpf
		mv peer /usr/local/bin/' ||
		die "the BPF programs do not build"
	build_programs_add libbpf1 /usr/local/bin/peer
	build_programs_add bpftrace bpftrace
	build_programs_add linux-perf perf
	root_suite trixie
}

# bench_kernel SERIES: sets KVER; leaves the module for it in $TEMP/modules.
bench_kernel() {
	root_kernel "$1"
	rm -rf "$TEMP/modules"
	mkdir "$TEMP/modules"
	build_module "$TEMP/tree" "$KVER" "$TEMP/modules/vmalockstat.ko"
}

# bench_helpers: the modules here, for KVER, beside it: what it is held against, and what
# holds a lock.
bench_helpers() {
	logged helpers root_run --bind "$TEMP/tree:/mnt/tree" make -C \
		"/lib/modules/$KVER/build" M=/mnt/tree/tests/bench clean modules ||
		die "the modules in tests/bench do not build"
	cp "$TEMP/tree/tests/bench"/*.ko "$TEMP/modules/"
}

# Without, a guest's clock is that of the host.
bench_clock=--icount

# bench_vm OUT OPTION... -- COMMAND...: what it prints goes to OUT.
bench_vm() {
	vm_out=$1
	shift
	# Without the module's and the program's addresses at random, two runs
	# differ by less.
	# shellcheck disable=SC2086 # none or one
	child_start sh "$SCRIPTS/vm" --kernel "$KVER" $bench_clock --append norandmaps \
		--modules "zram null_blk" --log "$TEMP/console" --put "$TEMP/w" \
		--put "$TEMP/modules:/ko" \
		--put "$TEMP/tree/tests/bench/guest-lib.sh" "$@" >"$vm_out"
	# shellcheck disable=SC2034 # for on_exit
	polite_pids=$CHILD
	child_wait "$CHILD" || {
		cat "$vm_out" >&2
		die "the VM run on $KVER failed"
	}
}

# page_put MARK FILE: between the marks of that name in docs/cost.md.
page_put() {
	grep -qx "<!-- begin $1 -->" "$PAGE" || die "$PAGE has no place for $1"
	awk -v begin="<!-- begin $1 -->" -v end="<!-- end $1 -->" -v file="$2" '
		$0 == end { skip = 0 }
		!skip { print }
		$0 == begin {
			while ((getline line <file) > 0)
				print line
			skip = 1
		}' "$PAGE" >"$TEMP/page"
	cp "$TEMP/page" "$PAGE"
}

# bench_plot NAME: docs/plots/NAME.svg, from the figures, by NAME.gp here.
bench_plot() {
	bench_root
	mkdir -p "$TEMP/plot"
	cp "$FIGURES/$1"* "$BENCH/$1.gp" "$TEMP/plot/"
	logged plot root_run --bind "$TEMP/plot:/mnt/plot" \
		sh -ec "cd /mnt/plot && gnuplot $1.gp" || die "the plot fails"
	mkdir -p "$tree/docs/plots"
	cp "$TEMP/plot/$1.svg" "$tree/docs/plots/$1.svg"
	root_suite trixie
}

# bench_series [ARG...]: the arguments of a benchmark that has a function measure SERIES,
# and runs it for each of $KERNELS that is asked for.
bench_series() {
	for series; do
		case " $KERNELS " in
		*" $series "*) continue ;;
		esac
		case $series in
		--help | -h) usage; exit 0 ;;
		-*) die "unknown option $series (--help shows the usage)" ;;
		*) die "not a kernel to measure on: $series (--help shows the usage)" ;;
		esac
	done
	host_check
	need_root "$@"
	# shellcheck disable=SC2086 # a list of names
	[ $# -gt 0 ] || set -- $KERNELS

	# shellcheck disable=SC2034 # for step
	STEPS=$(($# + 1))
	step "the Debian root"
	bench_start
	for series; do
		step "measuring on $series"
		measure "$series"
	done
	step_done
}
