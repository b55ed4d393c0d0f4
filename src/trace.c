// SPDX-License-Identifier: GPL-2.0-only
/* The one file that defines the trace events; all others declare them. */
#define CREATE_TRACE_POINTS
#include "trace.h"
