# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The Debian root in the cache: everything but mmdebstrap itself is installed
# and run in there, so the host stays as it is. To be sourced after base.sh, and
# before linux-source.sh and debug-kernel.sh, which root_kernel needs.

# Raise it when a root made by older scripts no longer serves.
ROOT_FORMAT=1
# Its kernel is the last series without per-VMA locks.
OLD_SUITE=bookworm
KVER=

# root_suite SUITE [NAME]: from here on, the root is the one of that Debian release,
# or another one of it with that name, for packages that the first shall not have.
root_suite() {
	SUITE=$1
	ROOT_NAME=root-${2:+$2-}$SUITE
	ROOT=$CACHE/$ROOT_NAME-$ROOT_FORMAT
	# There while packages are installed; left over, the root is half-made.
	ROOT_MARK=$ROOT.installing
	ROOT_STAMP=$ROOT/var/lib/apt/vmalockstat-updated
	# Where the packages come from that not every run needs.
	ROOT_ALSO=$ROOT/var/lib/apt/vmalockstat-also
}

root_suite trixie

# --- running things in it ---------------------------------------------------

# root_start [--bind SRC:DST]... CMD...: sets CHILD.
root_start() {
	isolated_start sh "$SCRIPTS/root/enter" "$ROOT" "$@"
}

# root_run [--bind SRC:DST]... CMD...: standard input is empty.
root_run() {
	root_start "$@"
	child_wait "$CHILD"
}

# --- where the packages come from -------------------------------------------

# host_mirror LABEL: the URI of the host's first Debian archive of that label.
host_mirror() {
	# shellcheck disable=SC2016 # apt expands it
	host_uri=$(apt-get indextargets --format \
		'$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' |
		awk -F '|' -v label="$1" \
			'$1 == "Debian" && $2 == label { print $3; exit }')
	# Cloud images list their mirrors in a file, which the root has not.
	case $host_uri in
	mirror+file:*)
		host_uri=$(awk '/^https?:/ { print $1; exit }' \
			"/${host_uri#mirror+file:/}" 2>/dev/null) || host_uri=
		;;
	esac
	printf '%s\n' "$host_uri"
}

# mirror_find: sets MIRROR and SECURITY_MIRROR.
mirror_find() {
	[ -z "${MIRROR:-}" ] || return 0
	MIRROR=${VMALOCKSTAT_MIRROR:-$(host_mirror Debian)}
	SECURITY_MIRROR=${VMALOCKSTAT_SECURITY_MIRROR:-$(host_mirror Debian-Security)}
	if [ -z "$MIRROR" ]; then
		host_update
		MIRROR=$(host_mirror Debian)
		SECURITY_MIRROR=${SECURITY_MIRROR:-$(host_mirror Debian-Security)}
	fi
	[ -n "$MIRROR" ] ||
		die "no Debian mirror in the host's apt sources:" \
			"set VMALOCKSTAT_MIRROR=URI"
	[ -n "$SECURITY_MIRROR" ] ||
		warn "no security mirror found (VMALOCKSTAT_SECURITY_MIRROR=URI)"
}

root_sources() {
	printf 'deb %s %s main\n' "$MIRROR" "$SUITE" \
		"$MIRROR" "$SUITE-updates" "$MIRROR" "$SUITE-backports"
	[ -z "$SECURITY_MIRROR" ] ||
		printf 'deb %s %s main\n' "$SECURITY_MIRROR" "$SUITE-security"
	grep -qsx "$OLD_SUITE" "$ROOT_ALSO" || return 0
	printf 'deb %s %s main\n' "$MIRROR" "$OLD_SUITE"
	[ -z "$SECURITY_MIRROR" ] ||
		printf 'deb %s %s main\n' "$SECURITY_MIRROR" "$OLD_SUITE-security"
}

# root_also ARCH|SUITE: packages of that architecture, or of the older release
# where the root's own has none of that name.
root_also() {
	if grep -qsx "$1" "$ROOT_ALSO"; then return 0; fi
	case $1 in
	"$OLD_SUITE")
		printf 'Package: *\nPin: release n=%s\nPin-Priority: 100\n\n' \
			"$1" "$1-security" >"$ROOT/etc/apt/preferences.d/$1"
		;;
	*) root_run dpkg --add-architecture "$1" ;;
	esac
	echo "$1" >>"$ROOT_ALSO"
	# The lists are not whole any more, until an update succeeds.
	rm -f "$ROOT_STAMP"
}

# The host's ways to the network hold in the root as well.
root_apt_conf() {
	apt-config dump | grep -E '^Acquire::(https?::Proxy|Check-(Valid-Until|Date)) ' || :
	echo 'Acquire::Retries "3";'
	echo 'Acquire::Languages "none";'
	echo 'APT::Install-Recommends "false";'
	echo 'Dpkg::Use-Pty "false";'
}

# --- making it --------------------------------------------------------------

host_update() {
	[ -z "${host_updated:-}" ] || return 0
	note "updating the host's package lists"
	logged host-update isolated_run apt-get -q update ||
		die "apt-get update failed on the host: no network?"
	host_updated=1
}

isolated_run() {
	isolated_start "$@"
	child_wait "$CHILD"
}

# host_install PKG: the child is not isolated, a package may start a service.
host_install() {
	host_update
	note "installing $1 on the host"
	logged host-install host_apt install --no-install-recommends "$1" ||
		die "cannot install $1 on the host"
}

host_apt() {
	child_start env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@"
	child_wait "$CHILD"
}

host_tools() {
	grep -q '^ID=debian$' /etc/os-release 2>/dev/null ||
		warn "the host is not Debian, it may not work"
	[ -e "/usr/share/keyrings/debian-archive-$SUITE-stable.gpg" ] ||
		[ -e "/usr/share/keyrings/debian-archive-$SUITE-stable.pgp" ] ||
		host_install debian-archive-keyring
	command -v mmdebstrap >/dev/null 2>&1 || host_install mmdebstrap
}

# root_make: idempotent; the root appears under its name when complete.
root_make() {
	if root_is_whole; then return 0; fi
	cache_lock
	root_is_whole || root_build
	cache_unlock
}

root_is_whole() {
	[ -d "$ROOT" ] && [ ! -e "$ROOT_MARK" ]
}

root_build() {
	need_space 4096
	host_tools
	mirror_find
	note "making $ROOT_NAME in $CACHE"
	rm -rf "$CACHE/$ROOT_NAME-"*
	root_new=$ROOT.new
	root_conf=$CACHE/apt.conf.new
	(umask 077 && root_apt_conf >"$root_conf")
	root_sources >"$CACHE/root.list"
	root_include=
	case "$MIRROR $SECURITY_MIRROR" in
	*https:*) root_include=--include=ca-certificates ;;
	esac
	# shellcheck disable=SC2086 # no --include at all when empty
	logged mmdebstrap isolated_run env TMPDIR=/tmp mmdebstrap \
		--mode=root --variant=apt --architectures=amd64 \
		--aptopt="$root_conf" \
		--dpkgopt=force-unsafe-io --dpkgopt=force-confold \
		--dpkgopt='path-exclude=/usr/share/man/*' \
		--dpkgopt='path-exclude=/usr/share/doc/*' \
		--dpkgopt='path-exclude=/usr/share/locale/*' \
		$root_include "$SUITE" "$root_new" "$CACHE/root.list" ||
		die "cannot make the Debian root: no network?"
	rm -f "$root_conf" "$CACHE/root.list"
	chmod 755 "$root_new"
	# A package that is installed in there starts no service.
	printf '#!/bin/sh\nexit 101\n' >"$root_new/usr/sbin/policy-rc.d"
	chmod 755 "$root_new/usr/sbin/policy-rc.d"
	mv "$root_new" "$ROOT"
}

# --- packages ---------------------------------------------------------------

# root_has PKG
root_has() {
	# shellcheck disable=SC2016 # dpkg-query expands it
	[ "$(dpkg-query --admindir="$ROOT/var/lib/dpkg" -W \
		-f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

root_apt() {
	root_run apt-get -q -y "$@"
}

# The copies a network change on the host would make stale.
root_network() {
	for net_file in /etc/resolv.conf /etc/hosts; do
		[ ! -e "$net_file" ] || cat "$net_file" >"$ROOT$net_file"
	done
}

# root_update [force]: package lists not older than a day.
root_update() {
	root_network
	if [ "${1:-}" != force ] &&
		[ -n "$(find "$ROOT_STAMP" -mmin -1440 2>/dev/null)" ]; then
		return 0
	fi
	mirror_find
	rm -f "$ROOT/etc/apt/sources.list.d/"*
	root_sources >"$ROOT/etc/apt/sources.list"
	note "updating the package lists of the root"
	if logged root-update root_apt -o APT::Update::Error-Mode=any update; then
		touch "$ROOT_STAMP"
	elif [ -e "$ROOT_STAMP" ]; then
		warn "using the package lists of an earlier day"
	else
		die "cannot get the package lists: no network?"
	fi
}

# root_add PKG...: install those that are missing; no network if none is.
root_add() {
	add_missing=
	for add_pkg; do
		root_has "$add_pkg" || add_missing="$add_missing $add_pkg"
	done
	[ -n "$add_missing" ] || return 0
	cache_lock
	root_update
	note "installing$add_missing"
	# shellcheck disable=SC2086 # a list of names
	root_install $add_missing
	cache_unlock
}

# root_install ARG...: if it fails, once more with new lists, as the archive may have
# moved on, and then from backports: a kernel may have brought a library from there, and
# the headers of that library must be of the same version.
root_install() {
	root_try_install "$@" && return 0
	root_update force
	root_try_install "$@" && return 0
	note "installing from backports, with what it depends on"
	root_try_install -t "$SUITE-backports" "$@" ||
		die "cannot install in the root: $*"
}

root_try_install() {
	install_status=0
	: >"$ROOT_MARK"
	logged root-install root_apt install "$@" || install_status=$?
	rm -f "$ROOT_MARK"
	return "$install_status"
}

# --- kernels ----------------------------------------------------------------

# kernel_image KVER: its path on the host.
kernel_image() {
	for image_path in "$ROOT/boot/vmlinuz-$1" "$ROOT/usr/lib/modules/$1/vmlinuz"; do
		[ ! -e "$image_path" ] || break
	done
	printf '%s\n' "$image_path"
}

kernel_ready() {
	case $1 in
	*-arm64)
		foreign_ready "$1"
		return
		;;
	esac
	root_has "linux-image-$1" && root_has "linux-headers-$1" &&
		[ -e "$(kernel_image "$1")" ]
}

# kernel_pattern SERIES[-FLAVOUR]: of the versions, for grep -x.
kernel_pattern() {
	pattern_series=$(printf '%s' "${1%%-*}" | sed 's/[.]/[.]/g')
	case $1 in
	*-rt) echo "${pattern_series}[.].*-rt-amd64" ;;
	*-arm64) echo "${pattern_series}[.].*-cloud-arm64" ;;
	*-generic) echo "${pattern_series}[.][^-]*\(-[0-9]*\)*-amd64" ;;
	*) echo "${pattern_series}[.].*-cloud-amd64" ;;
	esac
}

# kernel_installed SERIES: the newest one in the root, if any.
kernel_installed() {
	for installed in "$ROOT/usr/lib/modules"/*; do
		printf '%s\n' "${installed##*/}"
	done | grep -x "$(kernel_pattern "$1")" | sort -rV |
		while read -r installed; do
			if kernel_ready "$installed"; then
				printf '%s\n' "$installed"
				break
			fi
		done
}

# kernel_available SERIES: the newest one in the archive that has headers.
kernel_available() {
	available_names=$CACHE/kernels.$$
	root_run apt-cache pkgnames linux- >"$available_names"
	# The older release has some for itself of the series of the newer.
	available_not=+deb12-
	[ "$SUITE" != "$OLD_SUITE" ] || available_not=+deb13-
	sed -n "s/^linux-image-//p" "$available_names" |
		grep -x "$(kernel_pattern "$1")" | grep -vF "$available_not" |
		sort -rV | while read -r available; do
		if grep -qxF "linux-headers-$available" "$available_names"; then
			printf '%s\n' "$available"
			break
		fi
	done
	rm -f "$available_names"
}

# root_kernel SERIES|KVER: have the kernel with headers in the root; sets KVER.
root_kernel() {
	case $1 in
	*.*.*-amd64 | *.*.*-arm64)
		KVER=$1
		if kernel_ready "$KVER"; then return 0; fi
		;;
	*-debug | *-kcsan | *-held)
		debug_kernel "$1"
		return
		;;
	*)
		KVER=$(kernel_installed "$1")
		[ -z "$KVER" ] || return 0
		;;
	esac
	case $1 in
	*-arm64) foreign_kernel "$1" ;;
	*) stock_kernel "$1" ;;
	esac
}

# stock_kernel SERIES|KVER: install it; sets KVER.
stock_kernel() {
	cache_lock
	need_space 2048
	case $1 in
	6.1 | 6.1[.-]*) [ "$SUITE" = "$OLD_SUITE" ] || root_also "$OLD_SUITE" ;;
	esac
	root_update
	[ -n "$KVER" ] || KVER=$(kernel_available "$1")
	[ -n "$KVER" ] ||
		die "Debian $SUITE and its backports have no kernel $1 with headers"
	note "installing the stock kernel $KVER"
	root_install_kernel "$KVER" "linux-image-$KVER" "linux-headers-$KVER"
	kernel_ready "$KVER" || die "the kernel $KVER was not installed right"
	cache_unlock
}

# root_install_kernel KVER PKG...: what a backported kernel depends on must come
# from there as well.
root_install_kernel() {
	install_kver=$1
	shift
	if root_run apt-cache madison "linux-image-$install_kver" |
		grep -qv -- -backports; then
		root_install "$@"
	else
		root_install -t "$SUITE-backports" "$@"
	fi
}
