// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "data/names.h"
#include "data/sample.h"
#include "lib/util.h"

void sample_init(struct sample *s)
{
	memset(s, 0, sizeof(*s));
	memset(s->max_exact, true, sizeof(s->max_exact));
}

void sample_free(struct sample *s)
{
	size_t i;

	for (i = 0; i < s->nr_new_counters; i++)
		free(s->new_counters[i].name);
	for (i = 0; i < s->nr_new_times; i++)
		free(s->new_times[i].name);
	free(s->new_counters);
	free(s->new_times);
	sample_init(s);
}

struct sample_new_counter *sample_add_counter(struct sample *s, const char *name)
{
	struct sample_new_counter *counter;

	s->new_counters = lib_resize(s->new_counters, s->nr_new_counters + 1, sizeof(*counter));
	counter = &s->new_counters[s->nr_new_counters++];
	counter->name = lib_strdup(name);
	counter->n = 0;
	return counter;
}

struct sample_new_time *sample_add_time(struct sample *s, const char *name)
{
	struct sample_new_time *time;

	s->new_times = lib_resize(s->new_times, s->nr_new_times + 1, sizeof(*time));
	time = &s->new_times[s->nr_new_times++];
	memset(time, 0, sizeof(*time));
	time->name = lib_strdup(name);
	time->max_exact = true;
	return time;
}

const struct sample_new_counter *sample_find_counter(const struct sample *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->nr_new_counters; i++)
		if (!strcmp(s->new_counters[i].name, name))
			return &s->new_counters[i];
	return NULL;
}

const struct sample_new_time *sample_find_time(const struct sample *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->nr_new_times; i++)
		if (!strcmp(s->new_times[i].name, name))
			return &s->new_times[i];
	return NULL;
}

bool sample_next_counter(const struct sample *s, size_t *at, struct sample_counter *counter)
{
	size_t i;

	while (*at < VLS_CELL_NR) {
		const struct name *name = names_counter(*at);

		i = (*at)++;
		if (!vls_available(&s->snap.head, name->needs))
			continue;
		*counter = (struct sample_counter){ name->text, sample_cells(s)[i] };
		return true;
	}
	i = *at - VLS_CELL_NR;
	if (i >= s->nr_new_counters)
		return false;
	*counter = (struct sample_counter){ s->new_counters[i].name, s->new_counters[i].n };
	++*at;
	return true;
}

bool sample_next_time(const struct sample *s, size_t *at, struct sample_time *time)
{
	size_t i;

	while (*at < VLS_TIME_NR) {
		const struct name *name = names_time(*at);

		i = (*at)++;
		if (!sample_has_time(s, name->needs))
			continue;
		*time = (struct sample_time){
			name->text, &sample_times(s)[i], s->max_exact[i]
		};
		return true;
	}
	i = *at - VLS_TIME_NR;
	if (i >= s->nr_new_times)
		return false;
	*time = (struct sample_time){
		s->new_times[i].name, &s->new_times[i].h, s->new_times[i].max_exact
	};
	++*at;
	return true;
}
