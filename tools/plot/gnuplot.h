/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PLOT_GNUPLOT_H
#define PLOT_GNUPLOT_H

/**
 * gnuplot_run() - run gnuplot
 * @dir: descriptor of the directory to run it in
 * @scripts: names of the scripts, run one after the other
 * @nr: of the scripts
 *
 * Signals are blocked from here on, as by child_start(). Fails with STATUS_NO_GNUPLOT or
 * STATUS_GNUPLOT, and with the last line of what gnuplot printed.
 */
void gnuplot_run(int dir, char *const *scripts, unsigned int nr);

#endif /* PLOT_GNUPLOT_H */
