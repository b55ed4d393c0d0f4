/* SPDX-License-Identifier: GPL-2.0-only */
/* JSON for programs: one object, one line. */
#ifndef PRINT_JSON_H
#define PRINT_JSON_H

#include <stdio.h>

#include "data/sample.h"

/**
 * json_begin() - begin an object
 * @f: where it goes
 * @type: what the object is about
 */
void json_begin(FILE *f, const char *type);

/**
 * json_end() - end an object, and the line
 * @f: where it goes
 */
void json_end(FILE *f);

/**
 * json_seconds() - print a member that is a time
 * @f: where it goes
 * @name: of the member
 * @ns: nanoseconds, printed in seconds
 */
void json_seconds(FILE *f, const char *name, u64 ns);

/**
 * json_number() - print a member that is a number
 * @f: where it goes
 * @name: of the member
 * @n: the number
 */
void json_number(FILE *f, const char *name, u64 n);

/**
 * json_bool() - print a member that is true or false
 * @f: where it goes
 * @name: of the member
 * @is: which of the two
 */
void json_bool(FILE *f, const char *name, bool is);

/**
 * json_string() - print a string
 * @f: where it goes
 * @string: any bytes; those that are not UTF-8 are replaced
 */
void json_string(FILE *f, const char *string);

/**
 * json_strings() - print a member that is an array of strings
 * @f: where it goes
 * @name: of the member
 * @strings: ends with NULL
 */
void json_strings(FILE *f, const char *name, char *const *strings);

/**
 * json_header() - print members for what the header of a file says
 * @f: where they go
 * @head: the header
 */
void json_header(FILE *f, const struct vls_header *head);

/**
 * json_sample() - print members for the header, all counters and all times
 * @f: where they go
 * @s: the sample
 */
void json_sample(FILE *f, const struct sample *s);

/**
 * json_latency() - print members for times
 * @f: where they go
 * @s: the sample
 * @wanted: says of each time whether to print it; NULL for all
 * @names: passed to @wanted
 */
void json_latency(FILE *f, const struct sample *s,
		  bool (*wanted)(const struct sample_time *time, char *const *names),
		  char *const *names);

#endif /* PRINT_JSON_H */
