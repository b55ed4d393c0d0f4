# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# make uninstall removes what make install has put there, and nothing else; directories
# with a space in their path are refused in one line.
# kernels: each
# default: 7.3

set -e
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# run CMD...: it succeeds.
run() {
	"$@" >"$out/log" 2>&1 || { cat "$out/log"; exit 1; }
}

# --- the module

modules=$out/root/lib/modules/$KVER
mkdir -p "$modules/updates"
echo another >"$modules/updates/another.ko.xz"
# depmod wants these, and leaves a dozen files of its own beside.
cp "/lib/modules/$KVER/modules.order" "/lib/modules/$KVER/modules.builtin" "$modules"
list() {
	(cd "$out/root" && find . -type f ! -name 'modules.*' | sort)
}
list >"$out/before"
run make install "KVER=$KVER" "INSTALL_MOD_PATH=$out/root"
list >"$out/installed"
[ "$(diff "$out/before" "$out/installed" | grep -c '^> .*/updates/vmalockstat[.]ko')" = 1 ]
[ "$(diff "$out/before" "$out/installed" | grep -c '^[<>]')" = 1 ]
grep -q '^updates/vmalockstat[.]ko' "$modules/modules.dep"
run make uninstall "KVER=$KVER" "INSTALL_MOD_PATH=$out/root"
list | diff "$out/before" -
[ "$(grep -c vmalockstat "$modules/modules.dep")" = 0 ]
# A kernel that compresses its modules, in each way that there is.
for compressed in .ko .ko.gz .ko.xz .ko.zst; do
	echo module >"$modules/updates/vmalockstat$compressed"
	run make uninstall "KVER=$KVER" "INSTALL_MOD_PATH=$out/root"
	list | diff "$out/before" -
done
# KDIR alone says which kernel it is.
echo module >"$modules/updates/vmalockstat.ko"
run make uninstall "KDIR=/lib/modules/$KVER/build" "INSTALL_MOD_PATH=$out/root"
list | diff "$out/before" -
# Nor are headers needed.
mkdir -p "$out/root/lib/modules/6.99.0-none/updates"
echo module >"$out/root/lib/modules/6.99.0-none/updates/vmalockstat.ko"
run make uninstall KVER=6.99.0-none "INSTALL_MOD_PATH=$out/root"
[ ! -e "$out/root/lib/modules/6.99.0-none/updates/vmalockstat.ko" ]
make clean >/dev/null

# --- the command, below DESTDIR and without it

# check_command DIRECTORY ARG...
check_command() {
	directory=$1
	shift
	mkdir -p "$directory/usr/sbin" "$directory/usr/share/vmalockstat"
	echo another >"$directory/usr/sbin/another"
	echo another >"$directory/usr/share/vmalockstat/another"
	(cd "$directory" && find . -type f | sort) >"$out/before"
	run make -C tools install "$@"
	(cd "$directory" && find . -type f | sort) >"$out/installed"
	[ "$(diff "$out/before" "$out/installed" | grep -c '^>')" -ge 7 ]
	run make -C tools uninstall "$@"
	(cd "$directory" && find . -type f | sort) | diff "$out/before" -
}

check_command "$out/destdir" "DESTDIR=$out/destdir" PREFIX=/usr
check_command "$out/prefix" "PREFIX=$out/prefix/usr"
make -C tools clean >/dev/null

# --- directories with a space

# one_line WHAT REASON DIRECTORY [ARG]...
one_line() {
	what=$1 reason=$2 directory=$3
	shift 3
	if make -C "$directory" "$@" >"$out/log" 2>&1; then
		echo "# $what succeeds"
		exit 1
	fi
	if [ "$(grep -vc '^make: \(Entering\|Leaving\) directory' "$out/log")" != 1 ] ||
		! grep -qF "$reason" "$out/log"; then
		cat "$out/log"
		echo "# $what does not say in one line: $reason"
		exit 1
	fi
}

mkdir "$out/a tree" "$out/b c"
cp -r . "$out/a tree"
ln -s "/lib/modules/$KVER/build" "$out/b c/build"
for target in all install load; do
	one_line "make $target below a space" "'$out/a tree' has a space in its path" \
		"$out/a tree" "KVER=$KVER" "$target"
	one_line "make $target with a space in KDIR" "KDIR='$out/b c/build' has a space" \
		. "KDIR=$out/b c/build" "$target"
done
