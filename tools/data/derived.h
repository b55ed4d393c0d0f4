/* SPDX-License-Identifier: GPL-2.0-only */
/* What single counters come to. */
#ifndef DATA_DERIVED_H
#define DATA_DERIVED_H

#include "data/sample.h"

/**
 * derived_faults() - returns of do_swap_page()
 * @s: the sample
 * @lock: held on entry
 * @retried: those that retried, or those that did not
 *
 * Return: the number; the parser has made sure that 64 bits hold it.
 */
u64 derived_faults(const struct sample *s, enum vls_lock lock, bool retried);

/**
 * derived_held() - time that a lock was held
 * @s: the sample
 * @lock: which
 *
 * Return: nanoseconds, the sum of hold_ns.<lock>.*; the parser has made sure that 64 bits
 * hold it.
 */
u64 derived_held(const struct sample *s, enum vls_lock lock);

/**
 * derived_stalled() - time that a lock was held by tasks that could not go on
 * @s: the sample
 * @lock: which
 *
 * Return: nanoseconds of derived_held() in which the task neither ran nor read.
 */
u64 derived_stalled(const struct sample *s, enum vls_lock lock);

/**
 * derived_missed() - calls that were not followed, of all hooks
 * @s: the sample
 *
 * Return: the number.
 */
u64 derived_missed(const struct sample *s);

/**
 * derived_mean() - the mean of a time
 * @h: the time
 *
 * Return: nanoseconds, rounded down; 0 for none.
 */
u64 derived_mean(const struct vls_histogram *h);

#endif /* DATA_DERIVED_H */
