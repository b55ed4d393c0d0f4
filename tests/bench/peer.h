/* SPDX-License-Identifier: GPL-2.0-only */
/* What peer.bpf.c and peer.c share: the cells of one CPU. */
#ifndef PEER_H
#define PEER_H

#define PEER_LOCKS	3
#define PEER_OUTCOMES	9
#define PEER_BUCKETS	64

/* Times of do_swap_page() by lock, and of swap_read_folio() by lock. */
#define PEER_TIMES	(2 * PEER_LOCKS)

enum peer_lock { PEER_VMA, PEER_MMAP, PEER_MMAP_NOUSER };

enum peer_outcome {
	PEER_MINOR, PEER_MAJOR, PEER_RETRY, PEER_RETRY_MAJOR, PEER_OOM,
	PEER_SIGBUS, PEER_SIGSEGV, PEER_HWPOISON, PEER_OTHER
};

struct peer_time {
	unsigned long long bucket[PEER_BUCKETS];
	unsigned long long sum;
	unsigned long long max;
};

struct peer_cells {
	unsigned long long fault[PEER_LOCKS][PEER_OUTCOMES];
	struct peer_time time[PEER_TIMES];
};

#endif /* PEER_H */
