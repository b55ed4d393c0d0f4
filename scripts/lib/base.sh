# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Ground for the scripts: messages, child processes, clean-up, the lock.
# To be sourced; the caller has set SCRIPTS to the directory above this one.

CACHE=${VMALOCKSTAT_CACHE:-/var/cache/vmalockstat}
STEPS=${STEPS:-0}
PROGRAM=${0##*/}

step_number=0
step_started=
CHILD=
SUBSHELL=
# How nice the children are; empty is as nice as we are.
CHILD_NICE=
# The interval in seconds at which a long command reports its progress.
LOG_TICK=10
# See temp_dir.
TEMP=
# If set, a file that die writes the reason to, for another process to report.
DIE_FILE=
child_pids=
polite_pids=
temp_dirs=
lock_depth=0

say() {
	printf '%s\n' "$*" >&2
}

warn() {
	say "$PROGRAM: warning: $*"
}

# die_with STATUS REASON...
die_with() {
	die_status=$1
	shift
	say "$PROGRAM: error: $*"
	[ -z "$DIE_FILE" ] || printf '%s\n' "$*" >"$DIE_FILE"
	exit "$die_status"
}

die() {
	die_with "${DIE_STATUS:-1}" "$@"
}

now() {
	date +%s
}

# step TEXT: tell how long the last step took and which one begins.
step() {
	step_done
	step_number=$((step_number + 1))
	step_started=$(now)
	say "$(printf '[%2d/%d] %s ...' "$step_number" "$STEPS" "$*")"
}

step_done() {
	[ -n "$step_started" ] || return 0
	say "$(printf '[%2d/%d] done (%d s)' "$step_number" "$STEPS" \
		$(($(now) - step_started)))"
	step_started=
}

# note TEXT: a line below the current step.
note() {
	say "        $*"
}

# --- clean-up ---------------------------------------------------------------

on_exit() {
	exit_status=$?
	trap - EXIT
	trap '' INT TERM HUP
	for exit_pid in $polite_pids; do
		kill -TERM "$exit_pid" 2>/dev/null || :
		wait "$exit_pid" 2>/dev/null || :
	done
	for exit_pid in $child_pids; do
		kill -KILL "$exit_pid" 2>/dev/null || :
		wait "$exit_pid" 2>/dev/null || :
	done
	for exit_dir in $temp_dirs; do
		rm -rf "$exit_dir"
	done
	exit "$exit_status"
}

trap on_exit EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# temp_dir: make a directory that goes away at exit, and set TEMP to it.
# The name holds our pid, so that what a killed run left can be told.
temp_dir() {
	mkdir -p "$CACHE/run"
	for temp_old in "$CACHE"/run/*.*; do
		[ -d "$temp_old" ] || continue
		temp_pid=${temp_old##*/}
		temp_pid=${temp_pid%%.*}
		kill -0 "$temp_pid" 2>/dev/null || rm -rf "$temp_old"
	done
	TEMP=$(mktemp -d "$CACHE/run/$$.XXXXXX")
	temp_dirs="$temp_dirs $TEMP"
}

# --- children ---------------------------------------------------------------
#
# Every long command runs as a background child that we wait for: a signal
# is then handled at once, and not when the command happens to end.

# child_start CMD...: the child is killed by the kernel when we die.
child_start() {
	setpriv --pdeathsig KILL -- ${CHILD_NICE:+nice -n "$CHILD_NICE"} "$@" 7>&- 9>&- &
	CHILD=$!
	child_pids="$child_pids $CHILD"
}

# subshell_start FUNCTION [ARG]...: run it in the background, in a subshell that ends
# its own children when we end; sets SUBSHELL.
subshell_start() {
	(subshell_run "$@") &
	SUBSHELL=$!
	polite_pids="$polite_pids $SUBSHELL"
}

# Nothing that is on_exit's here is the subshell's.
subshell_run() {
	child_pids='' polite_pids='' temp_dirs=''
	trap on_exit EXIT
	trap 'exit 143' TERM
	"$@"
}

# child_wait PID: returns the exit status of the child.
child_wait() {
	child_status=0
	wait "$1" || child_status=$?
	child_forget "$1"
	return "$child_status"
}

child_forget() {
	child_left=
	for child_other in $child_pids; do
		[ "$child_other" = "$1" ] || child_left="$child_left $child_other"
	done
	child_pids=$child_left
}

child_stop() {
	kill -KILL "$1" 2>/dev/null || :
	wait "$1" 2>/dev/null || :
	child_forget "$1"
}

# isolated_start CMD...: in mount and process namespaces of its own. Killing
# the one child ends all that runs in there, and the mounts vanish with it.
isolated_start() {
	child_start unshare --mount --propagation private --pid --fork \
		--kill-child --mount-proc -- "$@"
}

# logged NAME CMD...: run a function or command with its output in a log file,
# report its progress every LOG_TICK seconds, show the end of the log if it fails.
logged() {
	mkdir -p "$CACHE/log"
	log_kept=$CACHE/log/$1.log
	# Another run may do the same: ours is kept when it has ended.
	log_file=${TEMP:-$CACHE/log}/$1.log
	shift
	: >"$log_file"
	# shellcheck disable=SC2016 # expanded by the inner shell
	child_start sh -c '
		t=0
		while setpriv --pdeathsig KILL -- sleep "$2"; do
			t=$((t + $2))
			printf "        %d s: %s\n" "$t" \
				"$(tail -n 1 "$1" | cut -c 1-60)" >&2
		done' ticker "$log_file" "$LOG_TICK"
	log_ticker=$CHILD
	log_status=0
	"$@" >>"$log_file" 2>&1 || log_status=$?
	child_stop "$log_ticker"
	if [ "$log_status" -ne 0 ]; then
		say "--- the last lines of $log_kept:"
		tail -n 25 "$log_file" >&2
		say "---"
	fi
	[ "$log_file" = "$log_kept" ] || mv "$log_file" "$log_kept"
	return "$log_status"
}

# --- the lock ---------------------------------------------------------------

# cache_lock: one run at a time may change what is in the cache.
cache_lock() {
	lock_depth=$((lock_depth + 1))
	[ "$lock_depth" -eq 1 ] || return 0
	mkdir -p "$CACHE"
	exec 9>"$CACHE/lock"
	flock -n 9 && return 0
	note "waiting for another run that uses $CACHE"
	setpriv --pdeathsig KILL -- flock 9 &
	child_pids="$child_pids $!"
	child_wait "$!" || die "cannot lock $CACHE/lock"
}

cache_unlock() {
	lock_depth=$((lock_depth - 1))
	[ "$lock_depth" -eq 0 ] || return 0
	exec 9>&-
}

# build_lock NAME: for what takes long to build. One run at a time builds it, and others
# can change the rest of the cache in that time.
build_lock() {
	mkdir -p "$CACHE"
	exec 7>"$CACHE/lock-$1"
	flock -n 7 && return 0
	note "waiting for another run that builds $1"
	setpriv --pdeathsig KILL -- flock 7 &
	child_pids="$child_pids $!"
	child_wait "$!" || die "cannot lock $CACHE/lock-$1"
}

build_unlock() {
	exec 7>&-
}

# --- the host ---------------------------------------------------------------

# need_root "$@": run the same command again through sudo if need be.
need_root() {
	[ "$(id -u)" -ne 0 ] || return 0
	command -v sudo >/dev/null 2>&1 ||
		die "must be run as root (or install sudo)"
	exec sudo -- env VMALOCKSTAT_CACHE="$CACHE" \
		VMALOCKSTAT_MIRROR="${VMALOCKSTAT_MIRROR:-}" \
		VMALOCKSTAT_SECURITY_MIRROR="${VMALOCKSTAT_SECURITY_MIRROR:-}" \
		VMALOCKSTAT_ACCEL="${VMALOCKSTAT_ACCEL:-}" \
		sh "$0" "$@"
}

# need_space MIB: in the file system of the cache.
need_space() {
	mkdir -p "$CACHE"
	space=$(df -Pk "$CACHE" | awk 'NR == 2 { print int($4 / 1024) }')
	[ "$space" -ge "$1" ] ||
		die "$CACHE has $space MiB free, $1 MiB are needed" \
			"(VMALOCKSTAT_CACHE=DIR takes another place)"
}

# host_check: what the scripts can do nothing about.
host_check() {
	for host_tool in dpkg apt-get; do
		command -v "$host_tool" >/dev/null 2>&1 ||
			die "this is not a Debian system: no $host_tool"
	done
	[ "$(dpkg --print-architecture)" = amd64 ] ||
		die "only amd64 hosts are supported"
	for host_tool in setpriv unshare flock chroot; do
		command -v "$host_tool" >/dev/null 2>&1 ||
			die "$host_tool is missing (util-linux or coreutils)"
	done
	# Only root can; need_root may be still to come.
	[ "$(id -u)" -ne 0 ] || unshare --mount --pid --fork true 2>/dev/null ||
		die "cannot make namespaces: in a container, run it privileged"
}
