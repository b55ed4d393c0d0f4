// SPDX-License-Identifier: GPL-2.0-only
/* The trace events are defined here, once. */
#define CREATE_TRACE_POINTS
#include "trace.h"
