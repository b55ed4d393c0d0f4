/* SPDX-License-Identifier: GPL-2.0-only */
/* What the program can do. argv is what follows the options; returns a status. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "options.h"

int command_watch(const struct options *o, int argc, char **argv);
int command_summary(const struct options *o, int argc, char **argv);
int command_hist(const struct options *o, int argc, char **argv);
int command_run(const struct options *o, int argc, char **argv);
int command_record(const struct options *o, int argc, char **argv);
int command_openmetrics(const struct options *o, int argc, char **argv);
int command_report(const struct options *o, int argc, char **argv);
int command_top(const struct options *o, int argc, char **argv);

#endif /* COMMANDS_H */
