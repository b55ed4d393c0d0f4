# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What make install puts where, and that it tells of itself what is true.

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
man=tools/vmalockstat.8
for command in summary hist run record report openmetrics; do
	grep -q "^ *vmalockstat $command" "$TEMP/out" || not_ok "--help has no $command"
	grep -q "vmalockstat $command" $man || not_ok "the man page has no $command"
	grep -q "$command" tools/completion/vmalockstat || not_ok "bash knows no $command"
	grep -q "$command" tools/completion/_vmalockstat || not_ok "zsh knows no $command"
done
for option in json output strict interval plot directory help version; do
	grep -q -- "--$option" "$TEMP/out" || not_ok "--help has no --$option"
	grep -q -- "\\\\-\\\\-$option" $man || not_ok "the man page has no --$option"
	grep -q -- "--$option" tools/completion/vmalockstat || not_ok "bash knows no --$option"
	grep -q -- "--$option" tools/completion/_vmalockstat || not_ok "zsh knows no --$option"
done
# Each status, and each column.
sed -n 's/^	EXIT_[A-Z_]*[	 ]*= \([0-9]*\),/\1/p' tools/util.h >"$TEMP/statuses"
[ "$(wc -l <"$TEMP/statuses")" -ge 12 ] || not_ok "statuses in util.h"
while read -r status; do
	grep -q "^\.B $status\$" $man || not_ok "the man page has no status $status"
	grep -qE "(^|[ ,])$status [a-z]" "$TEMP/out" || not_ok "--help has no status $status"
done <"$TEMP/statuses"
now "$DATA/7.3/after"
expect 0 0.01 1
sed -n 2p "$TEMP/out" | xargs -n 1 >"$TEMP/columns"
[ "$(wc -l <"$TEMP/columns")" = 11 ] || not_ok "columns"
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
	VMALOCKSTAT_DIR=$NOW bash -c '. tools/completion/vmalockstat
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
	same "bash: a directory" "tools/completion" "$(completed vmalockstat report -p tools/comp)"
	same "bash: a command" "setpriv" "$(completed vmalockstat run setpriv | tr ' ' '\n' | sort -u)"
	same "bash: not its options" "" "$(completed vmalockstat run true --js)"
else
	echo "# no bash: completion was not tried"
fi

done_testing
