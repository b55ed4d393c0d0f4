/* SPDX-License-Identifier: GPL-2.0-only */
/* The exit statuses: --help prints this table, and the man page is checked against it. */
#ifndef LIB_EXIT_STATUS_H
#define LIB_EXIT_STATUS_H

/* X(ENUMERATOR, number, "meaning") */
#define EXIT_STATUSES(X)						\
	X(STATUS_SUCCESS,	0,	"success")			\
	X(STATUS_FAILURE,	1,	"any other error, such as output that cannot be written") \
	X(STATUS_USAGE,		2,	"wrong usage")			\
	X(STATUS_PERMISSION,	3,	"permission denied")		\
	X(STATUS_NOT_LOADED,	4,	"the module is not loaded")	\
	X(STATUS_NO_DEBUGFS,	5,	"debugfs is not mounted")	\
	X(STATUS_FORMAT,	6,	"unknown format of the files or of a recording") \
	X(STATUS_MALFORMED,	7,	"malformed or truncated data")	\
	X(STATUS_RESET,		8,	"the counters were reset while they were needed") \
	X(STATUS_OFF,		9,	"breakdowns are off and cannot be switched on") \
	X(STATUS_NO_GNUPLOT,	10,	"gnuplot is not installed")	\
	X(STATUS_GNUPLOT,	11,	"gnuplot failed")		\
	X(STATUS_NO_INTERVAL,	12,	"the recording has no interval to draw") \
	X(STATUS_NO_TIMES,	13,	"the recording has no times to draw")

#define EXIT_STATUS_ENUM(id, number, meaning)	id = number,
enum exit_status { EXIT_STATUSES(EXIT_STATUS_ENUM) };

#endif /* LIB_EXIT_STATUS_H */
