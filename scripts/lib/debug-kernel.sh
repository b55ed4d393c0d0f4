# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Kernels that are built here from Debian's sources, for their debugging
# options, or with a change: 6.12-debug, 7.3-kcsan, 7.3-held and so on. Which
# options, is in kconfig/base.config and kconfig/FLAVOUR.config; the change is
# made by kconfig/FLAVOUR.edit. To be sourced after linux-source.sh.

DEBUG_PACKAGES="bc bison flex gcc kmod libc6-dev libelf-dev libssl-dev make"

# debug_kernel SERIES-FLAVOUR|KVER: build it if need be; sets KVER.
debug_kernel() {
	debug_flavour=${1##*-}
	debug_series=${1%-*}
	grep -qsxF "CONFIG_LOCALVERSION=\"-$debug_flavour\"" \
		"$SCRIPTS/kconfig/$debug_flavour.config" ||
		die "scripts/kconfig has no options for a kernel $1"
	case $debug_series in
	*.*.*)
		KVER=$1
		[ -e "$(debug_key_file "$KVER")" ] ||
			die "there is no kernel $KVER: it is built by a name like 6.12-$debug_flavour"
		return 0
		;;
	esac
	source_package "$debug_series"
	debug_key=$(debug_key_wanted)
	KVER=$(debug_installed)
	[ -z "$KVER" ] || return 0
	build_lock "$1"
	# Another run may have built it in between.
	KVER=$(debug_installed)
	[ -n "$KVER" ] || debug_build
	build_unlock
}

# debug_ready SERIES-FLAVOUR: is the kernel there that debug_kernel would build from
# the source in the root?
debug_ready() {
	debug_flavour=${1##*-}
	debug_series=${1%-*}
	source_version "$debug_series"
	[ -n "$SOURCE_VERSION" ] || return 1
	debug_key=$(debug_key_wanted)
	[ -n "$(debug_installed)" ]
}

# debug_words KVER: for the command line. While the boot CPU is identified, a
# flag is not there that KASAN's bounds depend on if paging has five levels: an
# interrupt in that moment is reported as a wild access (seen on 7.3).
debug_words() {
	case $1 in
	*-debug | *-kcsan) echo " no5lvl watchdog_thresh=30" ;;
	*-held) echo " no5lvl" ;;
	esac
}

# debug_options: the options asked for, as kconfig reads them. What is for
# another series only is left out.
debug_options() {
	sed -nE "s/^(CONFIG_[A-Za-z0-9_]+=[^#]*[^# ])( # $debug_series)?\$/\1/p" \
		"$SCRIPTS/kconfig/base.config" \
		"$SCRIPTS/kconfig/$debug_flavour.config"
}

# debug_options_check: a line that is no option would be left out silently.
debug_options_check() {
	options_bad=$(grep -hvE '^(#.*|CONFIG_[A-Za-z0-9_]+=[^#]*[^# ]( # [0-9.]+)?)?$' \
		"$SCRIPTS/kconfig/base.config" \
		"$SCRIPTS/kconfig/$debug_flavour.config") || return 0
	die "this is no option: $options_bad"
}

# debug_key_wanted: a checksum of all that the kernel is made of.
debug_key_wanted() {
	{
		echo "$SOURCE_VERSION"
		debug_options
		cat "$SCRIPTS/root/debug-kernel"
		cat "$SCRIPTS/kconfig/$debug_flavour.edit" 2>/dev/null || :
	} | sha256sum | cut -d ' ' -f 1
}

# debug_key_file KVER: holds the key of a kernel that is all there.
debug_key_file() {
	printf '%s\n' "$ROOT/usr/lib/modules/$1/debug-key"
}

# debug_installed: the version of the kernel with that key, if it is there.
debug_installed() {
	for installed in "$ROOT/usr/lib/modules/$debug_series".*-"$debug_flavour"; do
		installed=${installed##*/}
		if [ "$(cat "$(debug_key_file "$installed")" 2>/dev/null)" = "$debug_key" ]; then
			printf '%s\n' "$installed"
			return
		fi
	done
}

# debug_build: sets KVER.
debug_build() {
	debug_options_check
	need_space 6144
	# shellcheck disable=SC2086 # a list of names
	root_add $DEBUG_PACKAGES
	debug_dir=$TEMP/kernel
	rm -rf "$debug_dir"
	mkdir -p "$debug_dir"
	debug_options >"$debug_dir/wanted"
	note "unpacking linux-source-$debug_series $SOURCE_VERSION"
	debug_step unpack "$SOURCE_TAR" || die "cannot unpack $SOURCE_TAR"
	[ ! -e "$SCRIPTS/kconfig/$debug_flavour.edit" ] || debug_edit ||
		die "the source of $debug_series is not as $debug_flavour.edit expects it"
	debug_step configure || die "the kernel $debug_series-$debug_flavour cannot be configured"
	[ ! -s "$debug_dir/refused" ] ||
		die "options that are not as asked for in $debug_series-$debug_flavour:" \
			"$(tr '\n' ' ' <"$debug_dir/refused")"
	KVER=$(cat "$debug_dir/kver")
	note "building the kernel $KVER"
	debug_step build || die "the kernel $KVER does not build"
	debug_step install || die "the kernel $KVER cannot be installed"
	debug_install
	rm -rf "$debug_dir"
}

# debug_step STEP [ARG]: one step of root/debug-kernel.
debug_step() {
	logged "debug-kernel-$1" root_run --bind "$debug_dir:/mnt/kernel" \
		--bind "$SCRIPTS:/mnt/scripts" \
		sh /mnt/scripts/root/debug-kernel "$@"
}

# debug_edit: change the source; the script fails if it is not what that expects.
debug_edit() {
	# shellcheck disable=SC2016 # the inner shell expands it
	logged debug-kernel-edit root_run --bind "$debug_dir:/mnt/kernel" \
		--bind "$SCRIPTS:/mnt/scripts" \
		sh -ec 'cd /mnt/kernel/src && . "$1"' sh \
		"/mnt/scripts/kconfig/$debug_flavour.edit"
}

# debug_install: in the place of older ones. The directory with the key is the
# first to go and the last to come.
debug_install() {
	cache_lock
	for debug_old in "$ROOT/usr/lib/modules/$debug_series".*-"$debug_flavour"; do
		[ -d "$debug_old" ] || continue
		rm -f "$debug_old/debug-key"
		rm -rf "$debug_old" "$ROOT/usr/src/linux-headers-${debug_old##*/}" \
			"$ROOT/boot/config-${debug_old##*/}"
	done
	rm -rf "$ROOT/usr/src/linux-headers-$KVER"
	mv "$debug_dir/out/usr/src/linux-headers-$KVER" "$ROOT/usr/src/"
	cp "$ROOT/usr/src/linux-headers-$KVER/.config" "$ROOT/boot/config-$KVER"
	printf '%s\n' "$debug_key" >"$debug_dir/out/lib/modules/$KVER/debug-key"
	mv "$debug_dir/out/lib/modules/$KVER" "$ROOT/usr/lib/modules/"
	cache_unlock
}
