# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# packages: gcc libc6-dev make systemd mandoc zsh
# What make install puts on a machine, before the programs that it is for: systemd
# takes the units, mandoc the man page, and zsh completes.

set -e
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
make -C tools install "PREFIX=$out/usr" >"$out/log" 2>&1 || { cat "$out/log"; exit 1; }
bad=0

# check WHAT CMD...: which has nothing to say.
check() {
	check_what=$1
	shift
	"$@" >"$out/said" 2>&1 || echo "status $?" >>"$out/said"
	[ -s "$out/said" ] || return 0
	sed "s/^/# $check_what: /" "$out/said"
	bad=1
}

check systemd systemd-analyze verify --man=no "$out"/usr/lib/systemd/system/*
check mandoc mandoc -T lint "$out/usr/share/man/man8/vmalockstat.8"

# What the service may do: little more than nothing, 10 being 1.0 of 10.
systemd-analyze security --offline=true --no-pager --threshold=10 \
	"$out/usr/lib/systemd/system/vmalockstat-openmetrics.service" >"$out/said" || {
	sed 's/^/# /' "$out/said"
	bad=1
}

cat >"$out/zsh" <<'END'
# type WORDS WANTED: what WORDS and a tab make of the line, in a terminal of its own.
zmodload zsh/zpty || exit 1
zpty shell "exec zsh -f -i"
say() { zpty -w shell "$1" }
say "unsetopt prompt_cr beep; PS1= RPS1="
say "fpath=($OUT/usr/share/zsh/site-functions \$fpath)"
say "PATH=$OUT/usr/sbin:\$PATH VMALOCKSTAT_DIR=$PWD/tests/tools/data/7.3/after"
say "autoload -U compinit; compinit -u -D"
say "keep() { print -r -- \"[\$BUFFER]\" >>$OUT/kept; BUFFER= }"
say "zle -N keep; bindkey '^G' keep"
say "touch $OUT/ready"
wait_for() {
	local i
	for ((i = 0; i < 100; i++)); do
		# What it prints must go somewhere.
		while zpty -rt shell reply 2>/dev/null; do :; done
		eval "$1" && return
		sleep 0.1
	done
	echo "nothing came of: $2"
	exit 1
}
wait_for "[[ -e $OUT/ready ]]" "the start of zsh"
lines=0
while IFS='|' read -r typed wanted; do
	zpty -wn shell "$typed"$'\t\a'
	((++lines))
	wait_for "(( \$(wc -l 2>/dev/null <$OUT/kept || echo 0) == $lines ))" "$typed"
	got=$(tail -n 1 $OUT/kept)
	[[ $got == "[$wanted]" ]] || echo "\"$typed\" becomes $got, not [$wanted]"
done
zpty -d shell
END
check zsh env "OUT=$out" zsh -f "$out/zsh" <<'END'
vmalockstat sum|vmalockstat summary 
vmalockstat open|vmalockstat openmetrics 
vmalockstat openmetrics --st|vmalockstat openmetrics --strict 
vmalockstat openmetrics --js|vmalockstat openmetrics --js
vmalockstat --js|vmalockstat --json 
vmalockstat record --int|vmalockstat record --interval 
vmalockstat hist hold.v|vmalockstat hist hold.vma 
vmalockstat hist retr|vmalockstat hist retry_cost 
vmalockstat top cg|vmalockstat top cgroup 
vmalockstat run -o /dev/nul|vmalockstat run -o /dev/null 
vmalockstat run setpri|vmalockstat run setpriv 
vmalockstat run true --js|vmalockstat run true --js
vmalockstat report --pl|vmalockstat report --plot 
vmalockstat report -p tests/tools/da|vmalockstat report -p tests/tools/data/
vmalockstat report tests/tools/data/REA|vmalockstat report tests/tools/data/README.md 
END
[ "$bad" = 0 ]
