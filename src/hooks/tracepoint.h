/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The backend for tracepoints: two of them, NAME_begin and NAME_end, are the entry and the
 * return of what the hook sees. It needs no memory for each call, and misses none.
 */
#ifndef VLS_TRACEPOINT_H
#define VLS_TRACEPOINT_H

/* The probes, whose arguments are those of the tracepoint after the first, NULL. */
struct vls_tracepoint_desc {
	void *begin;
	void *end;
};

#endif /* VLS_TRACEPOINT_H */
