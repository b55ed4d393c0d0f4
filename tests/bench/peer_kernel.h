/* SPDX-License-Identifier: GPL-2.0-only */
/* What peer.bpf.c needs to know of the kernel. */
#ifndef PEER_KERNEL_H
#define PEER_KERNEL_H

#include <stdbool.h>

/* The kernel's own, by name; the numbers and places are those of the running one. */
enum fault_flag {
	FAULT_FLAG_USER,
	FAULT_FLAG_VMA_LOCK,
};

struct vm_fault {
	enum fault_flag flags;
} __attribute__((preserve_access_index));

enum vm_fault_reason {
	VM_FAULT_OOM,
	VM_FAULT_SIGBUS,
	VM_FAULT_MAJOR,
	VM_FAULT_HWPOISON,
	VM_FAULT_HWPOISON_LARGE,
	VM_FAULT_SIGSEGV,
	VM_FAULT_NOPAGE,
	VM_FAULT_LOCKED,
	VM_FAULT_RETRY,
	VM_FAULT_DONE_COW,
	VM_FAULT_COMPLETED,
};

/* The context has been an argument since 7.0. */
extern bool bpf_session_is_return(void) __ksym __weak;
extern __u64 *bpf_session_cookie(void) __ksym __weak;
extern bool bpf_session_is_return___ctx(void *ctx) __ksym __weak;
extern __u64 *bpf_session_cookie___ctx(void *ctx) __ksym __weak;

#endif /* PEER_KERNEL_H */
