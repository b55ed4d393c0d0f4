# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What make install puts where, and that help, man page and documents say what is true.

. tests/tools/lib.sh

version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' dkms.conf)
make -C tools install "DESTDIR=$TEMP/root" PREFIX=/usr >"$TEMP/build" 2>&1 || {
	cat "$TEMP/build"
	not_ok "make install"
}
make -C tools clean >/dev/null
(cd "$TEMP/root" && find . -type f | sort) >"$TEMP/files"
diff - "$TEMP/files" <<'END' || not_ok "files that are installed"
./usr/lib/systemd/system/vmalockstat-openmetrics.service
./usr/lib/systemd/system/vmalockstat-openmetrics.timer
./usr/sbin/vmalockstat
./usr/share/bash-completion/completions/vmalockstat
./usr/share/man/man8/vmalockstat.8
./usr/share/vmalockstat/vmalockstat.rules.yml
./usr/share/zsh/site-functions/_vmalockstat
END
grep -q '^ExecStart=/usr/sbin/vmalockstat openmetrics -o ' \
	"$TEMP/root/usr/lib/systemd/system/vmalockstat-openmetrics.service" ||
	not_ok "the command that the service runs"
for word in --version -V; do
	same "$word" "vmalockstat $version" "$("$TEMP/root/usr/sbin/vmalockstat" $word)"
done

now "$TEMP/nowhere"
expect 0 --help
man=packaging/vmalockstat.8
for command in summary longest hist run record report openmetrics; do
	grep -q "^ *vmalockstat $command" "$TEMP/out" || not_ok "--help has no $command"
	grep -q "vmalockstat $command" $man || not_ok "the man page has no $command"
	grep -q "$command" packaging/completion/vmalockstat || not_ok "bash knows no $command"
	grep -q "$command" packaging/completion/_vmalockstat || not_ok "zsh knows no $command"
done
for option in json output strict interval plot directory help version; do
	grep -q -- "--$option" "$TEMP/out" || not_ok "--help has no --$option"
	grep -q -- "\\\\-\\\\-$option" $man || not_ok "the man page has no --$option"
	grep -q -- "--$option" packaging/completion/vmalockstat || not_ok "bash knows no --$option"
	grep -q -- "--$option" packaging/completion/_vmalockstat || not_ok "zsh knows no --$option"
done
[ "$(sed -n '/^Examples:/,/^$/p' "$TEMP/out" | grep -c '^  vmalockstat ')" = 4 ] ||
	not_ok "examples in --help"
grep -q 'Report bugs to the issue tracker of the project[.]$' "$TEMP/out" || not_ok "no word of bugs"
awk 'length($0) > 80' "$TEMP/out" >"$TEMP/long"
[ ! -s "$TEMP/long" ] || not_ok "--help is wider than 80"

# The exit statuses of tools/lib/exit_status.h, as "NUMBER MEANING", and all places that
# repeat them.
sed -n 's/^	X(STATUS_[A-Z_]*,[	 ]*\([0-9]*\),[	 ]*"\(.*\)").*/\1 \2/p' tools/lib/exit_status.h \
	>"$TEMP/statuses"
[ "$(wc -l <"$TEMP/statuses")" -ge 14 ] || not_ok "statuses in exit_status.h"
sed -n '/^Exit status:/,/^[a-z]/s/^  \([0-9]*\)	/\1 /p' "$TEMP/out" | diff "$TEMP/statuses" - ||
	not_ok "exit statuses of --help"
awk '/^[.]SH/ { on = /EXIT STATUS/ } !on { next }
	/^[.](TP|PP)/ { number = "" }
	/^[.]B [0-9]+$/ { number = $2; next }
	number != "" { print number, $0 }' $man | diff "$TEMP/statuses" - ||
	not_ok "exit statuses of the man page"
awk -F ' *[|] *' '/^[|] exit status/ { on = 1; next } !/^[|]/ { on = 0 }
	on && $2 ~ /^[0-9]+$/ { print $2, $3 }' docs/fleet.md >"$TEMP/documented"
[ "$(wc -l <"$TEMP/documented")" -ge 5 ] || not_ok "exit statuses of docs/fleet.md"
while read -r line; do
	grep -qxF "$line" "$TEMP/statuses" || not_ok "docs/fleet.md has exit status \"$line\""
done <"$TEMP/documented"

# Each column.
now "$DATA/7.3/after"
expect 0 0.01 1
sed -n 2p "$TEMP/out" | xargs -n 1 >"$TEMP/columns"
[ "$(wc -l <"$TEMP/columns")" = 12 ] || not_ok "columns"
while read -r column; do
	grep -q "$column" $man || not_ok "the man page has no column $column"
done <"$TEMP/columns"

if command -v groff >/dev/null; then
	groff -man -ww -z -Tutf8 $man >"$TEMP/groff" 2>&1 || not_ok "groff"
	[ ! -s "$TEMP/groff" ] || not_ok "groff: $(head -n 3 "$TEMP/groff")"
else
	echo "# no groff: the man page was not looked at"
fi

# completed WORD...: what bash has for the last of them.
completed() {
	VMALOCKSTAT_DIR=$NOW bash -c '. packaging/completion/vmalockstat
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_vmalockstat
		echo "${COMPREPLY[*]}"' bash "$@"
}
if command -v bash >/dev/null; then
	same "bash: re" "record report" "$(completed vmalockstat re)"
	same "bash: hist" "hold.vma hold.mmap hold.mmap_nouser" "$(completed vmalockstat hist hold)"
	same "bash: --int" "--interval" "$(completed vmalockstat record --int)"
	same "bash: --st" "--strict" "$(completed vmalockstat openmetrics --st)"
	same "bash: --pl" "--plot" "$(completed vmalockstat report --pl)"
	same "bash: a directory" "packaging/completion" "$(completed vmalockstat report -p packaging/comp)"
	same "bash: a command" "setpriv" "$(completed vmalockstat run setpriv | tr ' ' '\n' | sort -u)"
	same "bash: not its options" "" "$(completed vmalockstat run true --js)"
else
	echo "# no bash: completion was not tried"
fi

done_testing
