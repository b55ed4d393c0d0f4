/* SPDX-License-Identifier: GPL-2.0-only */
/* In the place of src/compat.h, which needs the headers of a kernel. */
#ifndef UNIT_COMPAT_H
#define UNIT_COMPAT_H

#include "kernel.h"

static inline size_t vls_compat_allocated(const void *p, size_t size)
{
	return p ? size : 0;
}

#endif /* UNIT_COMPAT_H */
