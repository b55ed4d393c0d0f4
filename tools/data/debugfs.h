/* SPDX-License-Identifier: GPL-2.0-only */
/* The module's directory in debugfs. */
#ifndef SOURCE_H
#define SOURCE_H

#include <linux/types.h>

#include "sample.h"

#define SOURCE_DEFAULT	"/sys/kernel/debug/vmalockstat"

/* Another directory than the default, or NULL. */
void source_set(const char *dir);

/* Is it the module's own directory that is read? */
bool source_is_module(void);

/* The whole text of a file, to be freed; fails with the reason if it cannot. */
char *source_read(const char *name);
/* As source_read() for counters and latency; *texts if they are wanted too. */
struct texts {
	char *counters;
	char *latency;
};
void source_sample(struct sample *s, struct texts *texts);

/* One of the files by_*. */
struct breakdown;
void source_breakdown(struct breakdown *b, enum vls_breakdown_id id);

#endif /* SOURCE_H */
