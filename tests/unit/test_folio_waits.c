// SPDX-License-Identifier: GPL-2.0-only
/* The table of waits that a writer of their VMA would have waited for. */
#include <pthread.h>

#include "unit.h"

#include "counters.h"
#include "track/folio_waits.h"

#define MAX_FAULTS	64

static struct vls_bank bank;
static u32 epoch;
bool vls_timing;
static u64 clock_ns;

/* Only their addresses are of interest. */
static u64 vmas[4096];

u64 ktime_get_mono_fast_ns(void)
{
	return clock_ns;
}

static int setup(void **state)
{
	(void)state;
	memset(&bank, 0, sizeof(bank));
	epoch = 1;
	vls_timing = true;
	clock_ns = 1000;
	return vls_folio_waits_init(MAX_FAULTS);
}

static int teardown(void **state)
{
	(void)state;
	vls_folio_waits_exit();
	return 0;
}

static struct vls_folio_wait begin(const void *vma)
{
	struct vls_folio_wait wait = { 0 };

	vls_folio_wait_begin(&wait, vma, epoch);
	return wait;
}

static void end(struct vls_folio_wait *wait)
{
	vls_folio_wait_end(wait);
	vls_folio_wait_count(wait, &bank);
}

static void counted(u64 free, u64 blocking, u64 lost, u64 writers)
{
	assert_int_equal(bank.cells.whatif_hold[VLS_WHATIF_HOLD_WAITS_FREE], free);
	assert_int_equal(bank.cells.whatif_hold[VLS_WHATIF_HOLD_WAITS_BLOCKING], blocking);
	assert_int_equal(bank.cells.whatif_hold[VLS_WHATIF_HOLD_WAITS_LOST], lost);
	assert_int_equal(bank.cells.whatif_hold[VLS_WHATIF_HOLD_WRITERS_BLOCKED], writers);
}

static const struct vls_histogram *writer_wait(void)
{
	return &bank.times.whatif_hold_writer_wait;
}

static void no_writer(void **state)
{
	struct vls_folio_wait wait = begin(&vmas[1]);

	(void)state;
	vls_folio_wait_writer(&vmas[2], true);
	end(&wait);
	counted(1, 0, 0, 0);
	/* Too late. */
	vls_folio_wait_writer(&vmas[1], true);
	counted(1, 0, 0, 0);
	assert_int_equal(vls_histogram_count(writer_wait()), 0);
}

static void one_writer(void **state)
{
	struct vls_folio_wait wait = begin(&vmas[1]);

	(void)state;
	clock_ns = 2000;
	vls_folio_wait_writer(&vmas[1], true);
	clock_ns = 2500;
	/* Nobody can write to it again while the first would have waited. */
	vls_folio_wait_writer(&vmas[1], true);
	clock_ns = 5000;
	end(&wait);
	counted(0, 1, 0, 1);
	assert_int_equal(vls_histogram_count(writer_wait()), 1);
	assert_int_equal(writer_wait()->sum, 3000);
}

static void until_the_last(void **state)
{
	struct vls_folio_wait first = begin(&vmas[1]);
	struct vls_folio_wait second = begin(&vmas[1]);
	struct vls_folio_wait later;

	(void)state;
	clock_ns = 2000;
	vls_folio_wait_writer(&vmas[1], true);
	/* The VMA was freed, and another is in its place. */
	later = begin(&vmas[1]);
	clock_ns = 3000;
	end(&second);
	counted(0, 1, 0, 0);
	clock_ns = 9000;
	end(&first);
	counted(0, 2, 0, 1);
	assert_int_equal(writer_wait()->sum, 7000);
	end(&later);
	counted(1, 2, 0, 1);
}

/* A writer that began before a reset is not counted, and still ends the name. */
static void writer_of_another_epoch(void **state)
{
	struct vls_folio_wait wait = begin(&vmas[1]);

	(void)state;
	vls_folio_wait_writer(&vmas[1], false);
	vls_folio_wait_writer(&vmas[1], true);
	end(&wait);
	counted(1, 0, 0, 0);
}

static void waits_of_two_epochs(void **state)
{
	struct vls_folio_wait old = begin(&vmas[1]);
	struct vls_folio_wait new;

	(void)state;
	epoch = 2;
	new = begin(&vmas[1]);
	assert_int_not_equal(old.slot, new.slot);
	vls_folio_wait_writer(&vmas[1], true);
	vls_folio_wait_end(&old);
	end(&new);
	counted(0, 1, 0, 1);
}

static void without_times(void **state)
{
	struct vls_folio_wait wait;

	(void)state;
	vls_timing = false;
	wait = begin(&vmas[1]);
	vls_folio_wait_writer(&vmas[1], true);
	end(&wait);
	counted(0, 1, 0, 1);
	assert_int_equal(vls_histogram_count(writer_wait()), 0);
}

/* More VMAs than there are slots for: lost waits are counted, all others are right. */
static void full(void **state)
{
	static struct vls_folio_wait waits[4096];
	u64 lost = 0;
	int i;

	(void)state;
	for (i = 0; i < 4096; i++) {
		waits[i] = begin(&vmas[i]);
		lost += waits[i].lost;
	}
	assert_true(lost >= 4096 - 2 * MAX_FAULTS);
	assert_true(lost < 4096 - MAX_FAULTS);
	for (i = 0; i < 4096; i += 2)
		vls_folio_wait_writer(&vmas[i], true);
	for (i = 0; i < 4096; i++)
		end(&waits[i]);
	assert_int_equal(bank.cells.whatif_hold[VLS_WHATIF_HOLD_WAITS_LOST], lost);
	assert_int_equal(bank.cells.whatif_hold[VLS_WHATIF_HOLD_WAITS_FREE] +
			 bank.cells.whatif_hold[VLS_WHATIF_HOLD_WAITS_BLOCKING], 4096 - lost);
	assert_int_equal(bank.cells.whatif_hold[VLS_WHATIF_HOLD_WAITS_BLOCKING],
			 bank.cells.whatif_hold[VLS_WHATIF_HOLD_WRITERS_BLOCKED]);
	/* All slots are free again. */
	for (i = 0, lost = 0; i < 8; i++) {
		waits[i] = begin(&vmas[i * 100]);
		lost += waits[i].lost;
	}
	assert_int_equal(lost, 0);
}

/* Threads wait on few VMAs that others write to. */
#define STRESS_ROUNDS	20000

static void *stress(void *arg)
{
	unsigned long id = (unsigned long)arg;
	unsigned long i;

	for (i = 0; i < STRESS_ROUNDS; i++) {
		const void *vma = &vmas[(i * 7 + id) % 5];
		struct vls_folio_wait wait;

		if (id % 4 == 0) {
			vls_folio_wait_writer(vma, true);
			continue;
		}
		wait = begin(vma);
		end(&wait);
	}
	return NULL;
}

static void many_threads(void **state)
{
	pthread_t threads[STRESS_THREADS];

	(void)state;
	vls_timing = false;
	stress_start(threads, stress);
	stress_join(threads);
	assert_int_equal(bank.cells.whatif_hold[VLS_WHATIF_HOLD_WAITS_LOST], 0);
	assert_int_equal(bank.cells.whatif_hold[VLS_WHATIF_HOLD_WAITS_FREE] +
			 bank.cells.whatif_hold[VLS_WHATIF_HOLD_WAITS_BLOCKING],
			 STRESS_THREADS / 4 * 3 * STRESS_ROUNDS);
	assert_true(bank.cells.whatif_hold[VLS_WHATIF_HOLD_WRITERS_BLOCKED] <=
		    bank.cells.whatif_hold[VLS_WHATIF_HOLD_WAITS_BLOCKING]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(no_writer, setup, teardown),
		cmocka_unit_test_setup_teardown(one_writer, setup, teardown),
		cmocka_unit_test_setup_teardown(until_the_last, setup, teardown),
		cmocka_unit_test_setup_teardown(writer_of_another_epoch, setup, teardown),
		cmocka_unit_test_setup_teardown(waits_of_two_epochs, setup, teardown),
		cmocka_unit_test_setup_teardown(without_times, setup, teardown),
		cmocka_unit_test_setup_teardown(full, setup, teardown),
		cmocka_unit_test_setup_teardown(many_threads, setup, teardown),
	};

	return cmocka_run_group_tests_name("folio_waits", tests, NULL, NULL);
}
