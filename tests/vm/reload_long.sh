# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# The test reload, 500 times.
# swap: disk
# default: none
# also: 6.1/disk
# vm: --one-thread --append kmemleak=on --timeout 3000

times=500
. ./reload.sh
