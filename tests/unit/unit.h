/* SPDX-License-Identifier: GPL-2.0-only */
/* What cmocka wants included before it. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kernel.h"

#endif /* UNIT_H */
