/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commands of the program. Each gets the options, and the arguments that follow them;
 * returns the exit status, or fails with it.
 */
#ifndef COMMANDS_COMMANDS_H
#define COMMANDS_COMMANDS_H

#include "commands/options.h"

/** command_watch() - vmalockstat [INTERVAL [COUNT]] */
int command_watch(const struct options *o, int argc, char **argv);
/** command_summary() - vmalockstat summary */
int command_summary(const struct options *o, int argc, char **argv);
/** command_longest() - vmalockstat longest */
int command_longest(const struct options *o, int argc, char **argv);
/** command_hist() - vmalockstat hist [NAME]... */
int command_hist(const struct options *o, int argc, char **argv);
/** command_run() - vmalockstat run COMMAND [ARG]... */
int command_run(const struct options *o, int argc, char **argv);
/** command_record() - vmalockstat record [COMMAND [ARG]...] */
int command_record(const struct options *o, int argc, char **argv);
/** command_openmetrics() - vmalockstat openmetrics */
int command_openmetrics(const struct options *o, int argc, char **argv);
/** command_report() - vmalockstat report FILE */
int command_report(const struct options *o, int argc, char **argv);
/** command_top() - vmalockstat top [process|cgroup|swap] [INTERVAL [COUNT]] */
int command_top(const struct options *o, int argc, char **argv);

#endif /* COMMANDS_COMMANDS_H */
