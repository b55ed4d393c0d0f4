# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Makes the initramfs of one VM run. To be sourced after arch.sh.

# module_names KVER NAME...: paths below /lib/modules/KVER in the order to
# load, from modules.dep; nothing for what is built in.
module_names() {
	names_dir=$ROOT/usr/lib/modules/$1
	shift
	for name; do
		awk -v want="$name" '
			function base(path) {
				sub(/.*\//, "", path)
				sub(/\.ko.*/, "", path)
				gsub(/-/, "_", path)
				return path
			}
			BEGIN { gsub(/-/, "_", want) }
			FILENAME ~ /builtin$/ {
				if (base($1) == want)
					found = 1
				next
			}
			{
				sub(/:$/, "", $1)
				if (base($1) != want)
					next
				found = 1
				# The last one depends on no other.
				for (i = NF; i >= 1; i--)
					print $i
			}
			END { exit !found }
		' "$names_dir/modules.builtin" "$names_dir/modules.dep" ||
			die "the kernel has no module $name"
	done
}

# initrd_modules KVER STAGE NAME...: put the modules there, numbered in order.
initrd_modules() {
	modules_kver=$1
	modules_to=$2/vm/modules
	shift 2
	mkdir -p "$modules_to"
	# Until 6.11 zram asks for its compressor, which nobody loads here.
	case " $* " in
	*' zram '*)
		! grep -q '/lzo-rle[.]ko' "$ROOT/usr/lib/modules/$modules_kver/modules.dep" ||
			set -- lzo_rle "$@"
		;;
	esac
	# Not a pipeline: a missing module must end the run.
	modules_list=$(module_names "$modules_kver" "$@")
	modules_count=100
	for module_path in $(printf '%s\n' "$modules_list" | awk '!seen[$0]++'); do
		modules_count=$((modules_count + 1))
		module_from=$ROOT/usr/lib/modules/$modules_kver/$module_path
		module_file=${module_path##*/}
		module_file=$modules_to/$modules_count-${module_file%%.*}.ko
		case $module_path in
		*.xz) "$ROOT/usr/bin/busybox" unxz -c "$module_from" >"$module_file" ;;
		*) cp "$module_from" "$module_file" ;;
		esac
	done
}

# initrd_put STAGE SRC[:DST]
initrd_put() {
	put_from=${2%%:*}
	put_to=/${put_from##*/}
	case $2 in
	*:*) put_to=${2#*:} ;;
	esac
	[ -e "$put_from" ] || die "--put: there is no $put_from"
	mkdir -p "$1$(dirname "$put_to")"
	cp -RLp "$put_from" "$1$put_to" || die "cannot copy $put_from"
}

# initrd_command STAGE CMD [ARG...]: as a script, quoted.
initrd_command() {
	command_file=$1/vm/command
	shift
	printf 'exec' >"$command_file"
	for word; do
		printf " '%s'" "$(printf '%s\n' "$word" | sed "s/'/'\\\\''/g")"
	done >>"$command_file"
	echo >>"$command_file"
}

# initrd_base STAGE
initrd_base() {
	mkdir -p "$1/bin" "$1/sbin" "$1/etc" "$1/proc" "$1/sys" "$1/dev" \
		"$1/tmp" "$1/root" "$1/vm"
	cp "$ARCH_BUSYBOX" "$1/bin/busybox"
	cp "$SCRIPTS/guest/init" "$1/init"
	chmod 755 "$1/init" "$1/bin/busybox"
	echo 'root:x:0:0:root:/:/bin/sh' >"$1/etc/passwd"
}

# initrd_pack STAGE FILE: not compressed, which is quicker to make and boot.
initrd_pack() {
	(cd "$1" && find . | sort | "$ROOT/usr/bin/busybox" cpio -o -H newc) \
		>"$2" 2>"$2.err" || die "cannot make the initramfs: $(cat "$2.err")"
}
