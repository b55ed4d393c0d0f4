/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Looks at the tasks that have held a fault lock for long (stacks=MS): every now and then the
 * stack of each is counted, with who was waiting to write.
 */
#ifndef VLS_SAMPLER_H
#define VLS_SAMPLER_H

#include <linux/types.h>

#include "track/stacks.h"

/**
 * vls_sampler_init() - set the size of the table of holders
 * @faults: that nearly always find a slot
 *
 * Process context, before anything else.
 */
void vls_sampler_init(unsigned int faults);

/**
 * vls_sampler_start() - begin to sample, or go on with another threshold
 * @ms: sample tasks that have held a lock for longer than this many milliseconds
 *
 * Process context. What it needs is allocated the first time, and kept until
 * vls_sampler_exit(). Return: 0 or -ENOMEM, after which nothing has changed.
 */
int vls_sampler_start(unsigned int ms);

/**
 * vls_sampler_stop() - sample no more
 *
 * Process context. No sample is being taken when it returns. What was counted stays.
 */
void vls_sampler_stop(void);

/**
 * vls_sampler_clear() - forget what was counted
 *
 * Process context, after a new epoch has begun: nothing of an earlier one is counted from now
 * on.
 */
void vls_sampler_clear(void);

/**
 * vls_sampler_read() - what was counted since the last vls_sampler_clear()
 * @stacks: filled in, sorted
 *
 * Process context.
 */
void vls_sampler_read(struct vls_stacks *stacks);

/**
 * vls_sampler_bytes() - the memory of the sampler and of the table of holders
 *
 * Process context. Return: bytes, 0 if nothing was ever sampled.
 */
size_t vls_sampler_bytes(void);

/**
 * vls_sampler_exit() - free all of it
 *
 * Process context, while nothing is hooked.
 */
void vls_sampler_exit(void);

#endif /* VLS_SAMPLER_H */
