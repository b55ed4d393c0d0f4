/* SPDX-License-Identifier: GPL-2.0-only */
/* As much of compat.h as the pure files of the module need. */
#ifndef UNIT_COMPAT_H
#define UNIT_COMPAT_H

#include "kernel.h"

static __always_inline u64 vls_compat_run_delay(void)
{
	return READ_ONCE(current->sched_info.run_delay);
}

#endif /* UNIT_COMPAT_H */
