/* SPDX-License-Identifier: GPL-2.0-only */
/* JSON for programs: one object, one line. */
#ifndef JSON_H
#define JSON_H

#include <stdio.h>

#include "sample.h"

/* Beginning and end of an object whose "type" is what it is about. */
void json_begin(FILE *f, const char *type);
void json_end(FILE *f);
/* What stands between: each with its comma. */
void json_seconds(FILE *f, const char *name, u64 ns);
void json_number(FILE *f, const char *name, u64 n);
void json_bool(FILE *f, const char *name, bool is);
void json_string(FILE *f, const char *string);
void json_strings(FILE *f, const char *name, char *const *strings);
/* counters, timing and latency; @names of times only, if there are any. */
void json_sample(FILE *f, const struct sample *s);
void json_latency(FILE *f, const struct sample *s,
		  bool (*wanted)(const struct timed *time, char *const *names),
		  char *const *names);

#endif /* JSON_H */
