# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Where the kernel wants signed modules, ours is refused, and nothing is left.
# swap: none
# default: 6.12/none
# needs: CONFIG_MODULE_SIG

. ./lib.sh

# From here on: the modules of a debug kernel, which the VM needs, have no signature.
echo 1 >/sys/module/module/parameters/sig_enforce
dmesg -c >/dev/null
check "the load is refused" fails insmod $ko 2>/tmp/out
check "for its signature" grep -qiE 'key|permitted' /tmp/out
sed 's/^/# /' /tmp/out
check "nothing is left" [ ! -e $stat ]
check "nor a probe" [ "$(wc -l </sys/kernel/debug/kprobes/list)" -eq 0 ]
done_testing
