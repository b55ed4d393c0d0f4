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

/* Threads that test a table at once, each called with its number. */
#define STRESS_THREADS	8

static inline void stress_start(pthread_t *threads, void *(*stress)(void *))
{
	unsigned long i;

	for (i = 0; i < STRESS_THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, stress,
						(void *)i), 0);
}

/* Each returns how often it was wrong. */
static inline void stress_join(pthread_t *threads)
{
	void *wrong;
	int i;

	for (i = 0; i < STRESS_THREADS; i++) {
		pthread_join(threads[i], &wrong);
		assert_null(wrong);
	}
}

#endif /* UNIT_H */
