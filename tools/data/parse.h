/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The files counters and latency. What the header says must be there has to be there, in
 * the order of the table, and nothing else; only names that the table does not have are
 * taken as they come, from a newer module.
 */
#ifndef DATA_PARSE_H
#define DATA_PARSE_H

#include "data/sample.h"
#include "data/text.h"

/**
 * parse_counters() - read the file counters
 * @s: the header and the counters are filled in
 * @t: at its first line
 *
 * Fails with STATUS_FORMAT or STATUS_MALFORMED.
 */
void parse_counters(struct sample *s, struct text *t);

/**
 * parse_latency() - read the file latency
 * @s: the times are filled in
 * @head: filled in with the header of this file
 * @t: at its first line
 *
 * Fails with STATUS_FORMAT or STATUS_MALFORMED.
 */
void parse_latency(struct sample *s, struct vls_header *head, struct text *t);

#endif /* DATA_PARSE_H */
