# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The kernel sources that Debian packages. To be sourced after root.sh.

# What source_tree unpacks: the HMM test with what it includes.
SOURCE_PATHS="lib/test_hmm.c lib/test_hmm_uapi.h mm/gup_test.h
tools/testing/selftests/kselftest.h
tools/testing/selftests/kselftest_harness.h tools/testing/selftests/mm"
SOURCE=
SOURCE_TAR=
SOURCE_VERSION=

# source_package SERIES: have the source in the root; sets SOURCE_VERSION, and
# SOURCE_TAR to the path of its archive in there.
source_package() {
	root_add "linux-source-$1" xz-utils
	SOURCE_TAR=/usr/src/linux-source-$1.tar.xz
	source_version "$1"
	[ -n "$SOURCE_VERSION" ] || die "linux-source-$1 was not installed"
	[ -e "$ROOT$SOURCE_TAR" ] ||
		die "linux-source-$1 was not installed right"
}

# source_version SERIES: of the source that is in the root; sets SOURCE_VERSION.
source_version() {
	# shellcheck disable=SC2016 # dpkg-query expands it
	SOURCE_VERSION=$(dpkg-query --admindir="$ROOT/var/lib/dpkg" -W \
		-f '${Version}' "linux-source-$1" 2>/dev/null) || SOURCE_VERSION=
}

# source_tree SERIES: sets SOURCE to a directory with SOURCE_PATHS of it.
source_tree() {
	source_package "${1%%-*}"
	SOURCE=$CACHE/source-${1%%-*}-$SOURCE_VERSION
	if source_is_whole; then return 0; fi
	cache_lock
	source_is_whole || source_unpack "${1%%-*}"
	cache_unlock
}

# The list that it was made by is in it.
source_is_whole() {
	[ "$(cat "$SOURCE/.paths" 2>/dev/null)" = "$SOURCE_PATHS" ]
}

source_unpack() {
	need_space 512
	note "unpacking a part of linux-source-$1 $SOURCE_VERSION"
	rm -rf "$CACHE/source-$1-"*
	mkdir -p "$SOURCE.new"
	# shellcheck disable=SC2016,SC2046,SC2086 # lists of paths
	logged source root_run --bind "$SOURCE.new:/mnt/source" \
		sh -c 'tar -C /mnt/source --strip-components=1 --no-same-owner \
			--wildcards -xJf "$@"' sh "$SOURCE_TAR" \
		$(printf 'linux-source-*/%s ' $SOURCE_PATHS) ||
		die "cannot unpack $SOURCE_TAR"
	printf '%s\n' "$SOURCE_PATHS" >"$SOURCE.new/.paths"
	mv "$SOURCE.new" "$SOURCE"
}
