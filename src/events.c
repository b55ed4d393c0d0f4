// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the trace events need once.
 */
#define CREATE_TRACE_POINTS
#include "events.h"
