/* SPDX-License-Identifier: GPL-2.0-only */
/* The module's directory in debugfs. */
#ifndef SOURCE_H
#define SOURCE_H

#include <linux/types.h>

#include "sample.h"

#define SOURCE_DEFAULT	"/sys/kernel/debug/vmalockstat"

/* Another directory than the default, or NULL. */
void source_set(const char *dir);

/* The whole text of a file, to be freed; fails with the reason if it cannot. */
char *source_read(const char *name);
/* As source_read() for counters and latency; *texts if they are wanted too. */
struct texts {
	char *counters;
	char *latency;
};
void source_sample(struct sample *s, struct texts *texts);

#endif /* SOURCE_H */
