# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Why a swap fault retries, where that is known beforehand: it began the read itself, another
# fault did, or the folio was locked for something that is no read. On a disk that takes
# 50 ms for each page.
# swap: disk
# default: 7.3/disk
# also: 6.12/disk
# vm: --nodes 2 --disk-opts throttling.iops-read=20

. ./lib.sh

swap_on
cgroup_make
load

# Two threads, of which the second faults while the first waits for the page that it has
# begun to read.
pages=60
reset
line=$(/w/swap_pair -p $pages -c $cgroup)
echo "# $line"
joined=${line##* }
identities
moved "two threads on each page"
own=$(get "retry.$user_lock.own_read")
other=$(get "retry.$user_lock.other_read")
# The throttle lets the first few reads through at once.
at_least "the second thread mostly came while the first waited" "$joined" $((pages * 8 / 10))
at_least "the first waited for the read that it began" "$own" "$joined"
at_most "which it did not on more pages than there are" "$own" $pages
# A read that ends between the look at the first thread and the fault, a ten-thousandth of
# it, is not waited for. A tenth is left for a host that is busy.
at_least "the second waited for a read by another" "$other" $((joined * 9 / 10))
at_most "and only when the first waited" "$other" "$joined"
at_least "so there is about one for each read of its own" "$other" $((own * 8 / 10))
at_most "hardly any folio was locked for something else" "$(get "retry.$user_lock.busy")" \
	$((pages / 20))
equal "each page was read once, and each read was begun under $user_lock_is" \
	"$(sum "fault[.]${user_lock}[.]swap[.](major|retry_major)")" $pages

# Pages in the swap cache, up to date, which their migration locks while a process that does
# nothing else touches them.
reset
reads=$(vmstat pswpin)
check "pages of the swap cache that are migrated" /w/swap_migrate -p 400
reads=$(($(vmstat pswpin) - reads))
identities
moved "pages that are migrated"
busy=$(get "retry.$user_lock.busy")
# It touches 400, a millisecond apart, which are locked for a good part of the time.
at_least "folios were locked for that" "$busy" 20
at_most "and not for the read that a fault began, but for what was read" \
	"$(sum 'retry[.].*[.]own_read')" "$reads"
# The folio that a page is migrated to is not up to date when it comes into the swap cache.
at_most "hardly any for a read by another" "$(sum 'retry[.].*[.]other_read')" \
	$((reads + busy / 10))
done_testing
