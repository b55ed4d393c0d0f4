/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef GNUPLOT_H
#define GNUPLOT_H

/*
 * Runs @nr scripts in the directory @dir, one after the other. Signals wait from
 * here on, as with child_start(). Fails, with what gnuplot says, if it does.
 */
void gnuplot_run(int dir, char *const *scripts, unsigned int nr);

#endif /* GNUPLOT_H */
