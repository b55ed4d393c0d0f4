/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the single counters come to. Whatever a kernel cannot know is not known
 * here either.
 */
#ifndef FACTS_H
#define FACTS_H

#include "sample.h"
#include "vmalockstat.h"

/* Returns of do_swap_page() under @lock that did, or did not, retry. */
u64 calls(const struct sample *s, enum vls_lock lock, bool retried);
/* Those on one kind of entry. */
u64 calls_of_kind(const struct sample *s, enum vls_lock lock, enum vls_kind kind,
		  bool retried);
/* The lock that user faults try first: mmap_lock where there is no VMA lock. */
enum vls_lock user_lock(const struct sample *s);
/* Calls that no hook followed, all hooks together. */
u64 missed(const struct sample *s);

u64 time_count(const struct timed *time);
/* 0 without any. */
u64 time_mean(const struct timed *time);

#endif /* FACTS_H */
