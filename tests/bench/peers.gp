# SPDX-License-Identifier: GPL-2.0-only
# Bars of what each way adds to a fault on zram, from the figures of both kernels.
set terminal svg size 1080,900 font "sans,13" background "white" enhanced
set output "peers.svg"
set datafile missing "-"
set style fill solid 1 noborder
set key bottom right
set grid xtics lc rgb "#dddddd"
set border 3
set tics nomirror
set lmargin 66
set title "What it adds to a swap fault on zram to see it"
set xlabel "guest instructions"
set xrange [0:*]
set yrange [*:*] reverse
plot "peers-6.12-zram" using (0):($0-0.19):(0):2:($0-0.37):($0-0.01):ytic(1) \
	with boxxyerror lc rgb "#3465a4" title "Linux 6.12", \
     "peers-7.3-zram" using (0):($0+0.19):(0):2:($0+0.01):($0+0.37) \
	with boxxyerror lc rgb "#f57900" title "Linux 7.3"
