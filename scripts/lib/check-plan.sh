# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# selected, series_stock, series_built, selection and jobs are set by scripts/check.
# shellcheck disable=SC2154
#
# What scripts/check prints before it begins: what it will do, and how long that took
# last time. To be sourced after check-prepare.sh.

# plan_lacking: what the cache lacks of what the selected tests need, a line each.
plan_lacking() {
	if ! root_is_whole; then
		echo "download: the Debian root, with compilers and QEMU"
	else
		# shellcheck disable=SC2086 # lists of names
		plan_packages $BUILD_PACKAGES $CHECK_PACKAGES $PACKAGE_PACKAGES \
			${series_built:+$DEBUG_PACKAGES}
	fi
	for plan_series in $series_stock; do
		[ -n "$(kernel_installed "$plan_series")" ] ||
			echo "download: the kernel $plan_series"
	done
	for plan_series in $series_built; do
		root_has "linux-source-${plan_series%-*}" ||
			echo "download: the source of Linux ${plan_series%-*}"
		debug_ready "$plan_series" ||
			echo "build: the kernel $plan_series (8 minutes and more with two CPUs)"
	done
	(
		root_suite trixie side
		! wanted side || root_is_whole ||
			echo "download: a root for $(plan_side)"
		root_suite bookworm
		! wanted suite-bookworm || root_is_whole ||
			echo "download: a Debian 12 root"
	)
}

# plan_packages PKG...
plan_packages() {
	plan_missing=
	for plan_package; do
		root_has "$plan_package" || plan_missing="$plan_missing $plan_package"
	done
	[ -z "$plan_missing" ] || echo "download: packages:$plan_missing"
}

# plan_side: the tests that share that root.
plan_side() {
	for side_test in "$tree"/tests/host/*.sh; do
		[ -z "$(test_says "$side_test" packages)" ] ||
			printf '%s\n' "$selected" | grep -x "$(test_name "$side_test")"
	done | tr '\n' ' ' | sed 's/ $//'
}

# plan_say COUNT: sets lacking.
plan_say() {
	lacking=$(plan_lacking)
	plan_host=$(printf '%s\n' "$selected" | grep -c '^host/') || :
	say "check: tests: $1 ($plan_host on the host, $(($1 - plan_host)) in VMs), $jobs at a time"
	[ -z "$series_stock$series_built" ] ||
		say "check: kernels:$series_stock$series_built"
	if [ -n "$lacking" ]; then
		printf '%s\n' "$lacking" | sed 's/^/check: to /' >&2
	else
		say "check: nothing to download, no kernel to build"
	fi
	plan_last
}

# time_file warm|cold: where it is kept how long this selection took, with everything
# in the cache and without.
time_file() {
	printf '%s/times/%s-%s\n' "$CACHE" \
		"$(printf '%s' "$selection" | sha256sum | cut -c 1-16)" "$1"
}

# plan_last: how long it took with the cache as it is now, or else as it was then.
plan_last() {
	plan_order="warm cold"
	[ -z "$lacking" ] || plan_order="cold warm"
	for plan_state in $plan_order; do
		[ -e "$(time_file "$plan_state")" ] || continue
		say "check: last time: $(cat "$(time_file "$plan_state")")"
		return
	done
	say "check: last time: unknown, this selection was never run to its end here"
}

# time_keep SECONDS COUNT
time_keep() {
	keep_state=warm keep_what="with all in the cache"
	[ -z "$lacking" ] || keep_state=cold keep_what="with $(
		printf '%s\n' "$lacking" | sed 's/^[a-z]*: //' | paste -sd ';' | sed 's/;/, /g') to get first"
	mkdir -p "$CACHE/times"
	echo "$(duration "$1") for $2 tests on $(date +%F), $jobs at a time, $keep_what" \
		>"$(time_file "$keep_state")"
}

# duration SECONDS
duration() {
	echo "$(($1 / 60)) min $(($1 % 60)) s"
}
