// SPDX-License-Identifier: GPL-2.0-only
/* The table of sampled stacks. */
#include "unit.h"

#include "track/stacks.h"

static struct vls_stacks stacks;

static int setup(void **state)
{
	(void)state;
	memset(&stacks, 0, sizeof(stacks));
	return 0;
}

/* A stack of @nr functions, the innermost of which is @function. */
static struct vls_stack sample(unsigned long function, unsigned int nr, u64 held)
{
	struct vls_stack s = { .nr_entries = nr, .longest_ns = held };
	unsigned int i;

	for (i = 0; i < nr; i++)
		s.entries[i] = function + i * 1000;
	s.holder.pid = held;
	snprintf(s.holder.comm, sizeof(s.holder.comm), "held %u", (unsigned int)held);
	return s;
}

static void add(unsigned long function, u64 held)
{
	struct vls_stack s = sample(function, 3, held);

	vls_stacks_add(&stacks, &s);
}

static u64 counted(void)
{
	u64 sum = stacks.other;
	unsigned int i;

	for (i = 0; i < stacks.nr; i++)
		sum += stacks.of[i].count;
	return sum;
}

/* Return: the stack whose innermost function is @function, or NULL. */
static const struct vls_stack *find(unsigned long function)
{
	unsigned int i;

	for (i = 0; i < stacks.nr; i++)
		if (stacks.of[i].entries[0] == function)
			return &stacks.of[i];
	return NULL;
}

/* The task of the longest hold is the example. */
static void longest(void **state)
{
	(void)state;
	add(1, 50);
	add(1, 70);
	add(1, 60);
	assert_int_equal(stacks.nr, 1);
	assert_int_equal(stacks.samples, 3);
	assert_int_equal(stacks.of[0].count, 3);
	assert_int_equal(stacks.of[0].longest_ns, 70);
	assert_int_equal(stacks.of[0].holder.pid, 70);
	assert_string_equal(stacks.of[0].holder.comm, "held 70");
	assert_int_equal(stacks.of[0].writers, 0);
}

/* The writer is that of the longest hold that had one. */
static void writers(void **state)
{
	struct vls_stack s = sample(1, 3, 50);

	(void)state;
	add(1, 90);
	s.writer.pid = 7;
	snprintf(s.writer.comm, sizeof(s.writer.comm), "seven");
	vls_stacks_add(&stacks, &s);
	s.longest_ns = 40;
	s.writer.pid = 8;
	vls_stacks_add(&stacks, &s);
	assert_int_equal(stacks.of[0].count, 3);
	assert_int_equal(stacks.of[0].holder.pid, 90);
	assert_int_equal(stacks.of[0].writers, 2);
	assert_int_equal(stacks.of[0].writer.pid, 7);
	assert_string_equal(stacks.of[0].writer.comm, "seven");
}

/* A stack is the same if each of its functions is, and the lock. */
static void different(void **state)
{
	struct vls_stack s = sample(1, 3, 50);

	(void)state;
	vls_stacks_add(&stacks, &s);
	s.lock = VLS_LOCK_MMAP;
	vls_stacks_add(&stacks, &s);
	s.entries[2]++;
	vls_stacks_add(&stacks, &s);
	s.nr_entries = 2;
	vls_stacks_add(&stacks, &s);
	/* A task that was running. */
	s.nr_entries = 0;
	vls_stacks_add(&stacks, &s);
	s.entries[0]++;
	vls_stacks_add(&stacks, &s);
	assert_int_equal(stacks.nr, 5);
	assert_int_equal(stacks.of[4].count, 2);
	assert_int_equal(counted(), 6);
}

/* The deepest stack, to its last function. */
static void deep(void **state)
{
	struct vls_stack s = sample(1, VLS_STACK_ENTRIES, 50);

	(void)state;
	vls_stacks_add(&stacks, &s);
	s.entries[VLS_STACK_ENTRIES - 1]++;
	vls_stacks_add(&stacks, &s);
	assert_int_equal(stacks.nr, 2);
	assert_memory_equal(stacks.of[1].entries, s.entries, sizeof(s.entries));
}

/* When the table is full, what was seen least goes, of several the one not seen for longest. */
static void full(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 1; i <= VLS_STACKS_NR; i++)
		add(i, 50);
	for (i = 1; i <= VLS_STACKS_NR; i++)
		if (i != 3 && i != 5)
			add(i, 50);
	add(3, 50);
	add(5, 60);
	add(3, 50);
	/* Now 1 is the first of those with 2. */
	add(100, 90);
	assert_int_equal(stacks.nr, VLS_STACKS_NR);
	assert_null(find(1));
	assert_int_equal(find(100)->count, 1);
	assert_int_equal(find(100)->holder.pid, 90);
	assert_int_equal(stacks.other, 2);
	/* And 100 itself is the next to go. */
	add(101, 50);
	assert_null(find(100));
	assert_int_equal(find(101)->longest_ns, 50);
	assert_int_equal(find(3)->count, 3);
	assert_int_equal(find(5)->longest_ns, 60);
	assert_int_equal(counted(), stacks.samples);
}

/* What is seen again soon enough stays, whatever comes by once. */
static void frequent_stays(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < 10000; i++) {
		add(1000 + i, 50);
		if (i % 5 == 0)
			add(1 + i / 5 % 4, 50);
	}
	for (i = 1; i <= 4; i++) {
		assert_non_null(find(i));
		assert_int_equal(find(i)->count, 500);
	}
	assert_int_equal(counted(), stacks.samples);
	assert_int_equal(stacks.samples, 12000);
}

static void sorted(void **state)
{
	unsigned int i, n;

	(void)state;
	for (i = 1; i <= 10; i++)
		for (n = 0; n < i * 7 % 11; n++)
			add(i, i);
	vls_stacks_sort(&stacks);
	assert_int_equal(stacks.nr, 10);
	for (i = 0; i < 10; i++) {
		assert_int_equal(stacks.of[i].count, 10 - i);
		assert_int_equal(stacks.of[i].entries[0] * 7 % 11, 10 - i);
		assert_int_equal(stacks.of[i].longest_ns, stacks.of[i].entries[0]);
	}
	/* One that is empty has nothing to sort. */
	memset(&stacks, 0, sizeof(stacks));
	vls_stacks_sort(&stacks);
	assert_int_equal(stacks.nr, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(longest, setup),
		cmocka_unit_test_setup(writers, setup),
		cmocka_unit_test_setup(different, setup),
		cmocka_unit_test_setup(deep, setup),
		cmocka_unit_test_setup(full, setup),
		cmocka_unit_test_setup(frequent_stays, setup),
		cmocka_unit_test_setup(sorted, setup),
	};

	return cmocka_run_group_tests_name("stacks", tests, NULL, NULL);
}
