// SPDX-License-Identifier: GPL-2.0-only
/* Chooses the clock that handlers read. */
#include "clock.h"
#include "compat.h"

#ifdef CONFIG_X86_TSC

#include <linux/math64.h>
#include <linux/time64.h>

DEFINE_STATIC_KEY_FALSE(vls_clock_tsc);
u64 vls_tsc_mult;

void vls_clock_choose(void)
{
	bool tsc = tsc_khz && vls_compat_tsc_reliable();

	/* Each time: the kernel measures tsc_khz more exactly a second after it has booted. */
	if (tsc) {
		vls_tsc_mult = div_u64((u64)NSEC_PER_MSEC << VLS_TSC_SHIFT, tsc_khz);
		static_branch_enable(&vls_clock_tsc);
	} else {
		static_branch_disable(&vls_clock_tsc);
	}
}

const char *vls_clock_name(void)
{
	return static_key_enabled(&vls_clock_tsc) ? "tsc" : "monotonic";
}

#else

void vls_clock_choose(void)
{
}

const char *vls_clock_name(void)
{
	return IS_ENABLED(CONFIG_HAVE_UNSTABLE_SCHED_CLOCK) ? "monotonic" : "sched_clock";
}

#endif
