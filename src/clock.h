/* SPDX-License-Identifier: GPL-2.0-only */
/* The clock that handlers read. */
#ifndef VLS_CLOCK_H
#define VLS_CLOCK_H

#include <linux/jump_label.h>
#include <linux/ktime.h>
#include <linux/sched/clock.h>
#include <linux/types.h>

#ifdef CONFIG_X86_TSC
#include <asm/tsc.h>

/* Static key: the TSC is read, not the monotonic clock. */
DECLARE_STATIC_KEY_FALSE(vls_clock_tsc);

/* Nanoseconds in a cycle of the TSC, times 2^VLS_TSC_SHIFT. */
extern u64 vls_tsc_mult;
#define VLS_TSC_SHIFT	32

/*
 * The TSC in nanoseconds. Not mul_u64_u64_shr(): for a product of 128 bits the compiler
 * makes an aligned stack frame, which costs more than the multiplication.
 */
static __always_inline u64 vls_tsc_ns(void)
{
	u64 low = rdtsc(), high;

	asm("mulq %2\n\tshrdq %3, %1, %0"
	    : "+a" (low), "=&d" (high)
	    : "rm" (vls_tsc_mult), "i" (VLS_TSC_SHIFT));
	return low;
}
#endif

/**
 * vls_clock() - the time, for differences
 *
 * A task may read it on one CPU and then on another, so it has to be the same on all of
 * them. A TSC on which the kernel relies for its own clock is; else it is the monotonic
 * clock, which costs ten times as many instructions. Architectures whose
 * sched_clock() is the same on all CPUs use that. Only the monotonic clock is adjusted by
 * NTP: the others may differ from it by some parts in a million.
 *
 * Any context, NMI included. Return: nanoseconds since some point in time.
 */
static __always_inline u64 vls_clock(void)
{
#if defined(CONFIG_X86_TSC)
	if (static_branch_likely(&vls_clock_tsc))
		return vls_tsc_ns();
	return ktime_get_mono_fast_ns();
#elif defined(CONFIG_HAVE_UNSTABLE_SCHED_CLOCK)
	return ktime_get_mono_fast_ns();
#else
	return local_clock();
#endif
}

/**
 * vls_clock_inline() - whether vls_clock() calls no function
 *
 * Any context. Return: false where a fast path had better not read it, else
 * vls_clock_fast() can be used.
 */
static __always_inline bool vls_clock_inline(void)
{
#if defined(CONFIG_X86_TSC)
	return static_branch_likely(&vls_clock_tsc);
#else
	return false;
#endif
}

/**
 * vls_clock_fast() - vls_clock(), where vls_clock_inline() is true
 *
 * Any context. Return: nanoseconds.
 */
static __always_inline u64 vls_clock_fast(void)
{
#if defined(CONFIG_X86_TSC)
	return vls_tsc_ns();
#else
	return vls_clock();
#endif
}

/**
 * vls_clock_choose() - choose the clock
 *
 * The kernel may find out at any time that the TSC is not reliable, so this is called each
 * time that counting begins.
 *
 * Process context, while counting is off.
 */
void vls_clock_choose(void);

/**
 * vls_clock_name() - the clock in use
 *
 * Any context. Return: its name.
 */
const char *vls_clock_name(void);

#endif /* VLS_CLOCK_H */
