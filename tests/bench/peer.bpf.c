// SPDX-License-Identifier: GPL-2.0-only
/*
 * What vmalockstat is held against: swap faults counted by lock and outcome, and
 * timed, by BPF - as cheaply as that can be done, in each way that BPF has to see
 * the call and the return of a function.
 *
 * All that is counted is in one value per CPU, so that one look-up, which the
 * verifier turns into a few instructions, is enough for a fault.
 */
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#include "peer.h"
#include "peer_kernel.h"

char LICENSE[] SEC("license") = "GPL";

#define FLAG(name)	((__u32)bpf_core_enum_value(enum fault_flag, name))
#define RET(name)	((__u32)bpf_core_enum_value(enum vm_fault_reason, name))

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct peer_cells);
} cells SEC(".maps");

/* A fault sleeps, and may return on another CPU. */
struct in_fault {
	__u64 entered;
	__u64 read_entered;
	__u32 lock;
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct in_fault);
} faults SEC(".maps");

/* The same, found sooner: one for each pid that there can be (peer.c). */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct in_fault);
} faults_by_pid SEC(".maps");

/* --- counting ------------------------------------------------------------- */

static __always_inline __u32 lock_of(struct vm_fault *vmf)
{
	__u32 flags = vmf->flags;

	if (flags & FLAG(FAULT_FLAG_VMA_LOCK))
		return PEER_VMA;
	return flags & FLAG(FAULT_FLAG_USER) ? PEER_MMAP : PEER_MMAP_NOUSER;
}

/* Where vmf is but a number. */
static __always_inline __u32 lock_of_address(__u64 vmf)
{
	__u32 flags = BPF_CORE_READ((struct vm_fault *)vmf, flags);

	if (flags & FLAG(FAULT_FLAG_VMA_LOCK))
		return PEER_VMA;
	return flags & FLAG(FAULT_FLAG_USER) ? PEER_MMAP : PEER_MMAP_NOUSER;
}

static __always_inline __u32 outcome_of(__u32 ret)
{
	const __u32 plain = RET(VM_FAULT_MAJOR) | RET(VM_FAULT_NOPAGE) |
			  RET(VM_FAULT_LOCKED) | RET(VM_FAULT_DONE_COW) |
			  RET(VM_FAULT_COMPLETED);

	if (!(ret & ~plain))
		return ret & RET(VM_FAULT_MAJOR) ? PEER_MAJOR : PEER_MINOR;
	if (ret & RET(VM_FAULT_RETRY))
		return ret & RET(VM_FAULT_MAJOR) ? PEER_RETRY_MAJOR : PEER_RETRY;
	if (ret & RET(VM_FAULT_OOM))
		return PEER_OOM;
	if (ret & (RET(VM_FAULT_HWPOISON) | RET(VM_FAULT_HWPOISON_LARGE)))
		return PEER_HWPOISON;
	if (ret & RET(VM_FAULT_SIGBUS))
		return PEER_SIGBUS;
	return ret & RET(VM_FAULT_SIGSEGV) ? PEER_SIGSEGV : PEER_OTHER;
}

static __always_inline struct peer_cells *cells_here(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&cells, &zero);
}

static __always_inline void count(struct peer_cells *here, __u32 lock, __u32 ret)
{
	if (lock < PEER_LOCKS)
		here->fault[lock][outcome_of(ret)]++;
}

/* The least n with ns < 2^n; there is no instruction for it. */
static __always_inline __u32 bucket_of(__u64 ns)
{
	__u32 n = 0;

	if (ns >> 32) {
		ns >>= 32;
		n = 32;
	}
	if (ns >> 16) {
		ns >>= 16;
		n += 16;
	}
	if (ns >> 8) {
		ns >>= 8;
		n += 8;
	}
	if (ns >> 4) {
		ns >>= 4;
		n += 4;
	}
	if (ns >> 2) {
		ns >>= 2;
		n += 2;
	}
	/* What is left is 0 to 3. */
	n += ns - (ns >> 1 & ns & 1);
	return n < PEER_BUCKETS ? n : PEER_BUCKETS - 1;
}

static __always_inline void time_add(struct peer_cells *here, __u32 time, __u64 ns)
{
	struct peer_time *to;

	if (time >= PEER_TIMES)
		return;
	to = &here->time[time];
	to->bucket[bucket_of(ns) & (PEER_BUCKETS - 1)]++;
	to->sum += ns;
	if (ns > to->max)
		to->max = ns;
}

static __always_inline struct in_fault *fault_make(void)
{
	return bpf_task_storage_get(&faults, bpf_get_current_task_btf(), 0,
				    BPF_LOCAL_STORAGE_GET_F_CREATE);
}

static __always_inline struct in_fault *fault_here(void)
{
	return bpf_task_storage_get(&faults, bpf_get_current_task_btf(), 0, 0);
}

static __always_inline struct in_fault *fault_by_pid(void)
{
	__u32 pid = bpf_get_current_pid_tgid();

	return bpf_map_lookup_elem(&faults_by_pid, &pid);
}

static __always_inline int leave_counted(__u32 lock, __u32 ret)
{
	struct peer_cells *here = cells_here();

	if (here)
		count(here, lock, ret);
	return 0;
}

static __always_inline int leave_timed(__u32 lock, __u32 ret, __u64 entered)
{
	struct peer_cells *here = cells_here();

	if (!here)
		return 0;
	count(here, lock, ret);
	time_add(here, lock, bpf_ktime_get_ns() - entered);
	return 0;
}

static __always_inline int enter_stored(struct in_fault *fault, __u32 lock)
{
	if (!fault)
		return 0;
	fault->lock = lock;
	fault->entered = bpf_ktime_get_ns();
	return 0;
}

static __always_inline int leave_stored(struct in_fault *fault, __u32 ret)
{
	__u64 entered;

	if (!fault || !fault->entered)
		return 0;
	entered = fault->entered;
	fault->entered = 0;
	return leave_timed(fault->lock, ret, entered);
}

static __always_inline int read_enter(struct in_fault *fault)
{
	/* Not for a swap fault. */
	if (fault && fault->entered)
		fault->read_entered = bpf_ktime_get_ns();
	return 0;
}

static __always_inline int read_leave(struct in_fault *fault)
{
	struct peer_cells *here;
	__u64 entered;

	if (!fault || !fault->read_entered)
		return 0;
	entered = fault->read_entered;
	fault->read_entered = 0;
	here = cells_here();
	if (here)
		time_add(here, PEER_LOCKS + fault->lock,
			 bpf_ktime_get_ns() - entered);
	return 0;
}

/* --- fentry and fexit ----------------------------------------------------- */

/* A fault has its flags still when it returns: that is enough for counting. */
SEC("fexit/do_swap_page")
int BPF_PROG(fexit_count, struct vm_fault *vmf, __u32 ret)
{
	return leave_counted(lock_of(vmf), ret);
}

SEC("fentry/do_swap_page")
int BPF_PROG(fentry_time, struct vm_fault *vmf)
{
	return enter_stored(fault_make(), lock_of(vmf));
}

SEC("fexit/do_swap_page")
int BPF_PROG(fexit_time, struct vm_fault *vmf, __u32 ret)
{
	return leave_stored(fault_here(), ret);
}

SEC("fentry/swap_read_folio")
int fentry_read(void *ctx)
{
	return read_enter(fault_here());
}

SEC("fexit/swap_read_folio")
int fexit_read(void *ctx)
{
	return read_leave(fault_here());
}

SEC("fentry/do_swap_page")
int BPF_PROG(fentry_pid_time, struct vm_fault *vmf)
{
	return enter_stored(fault_by_pid(), lock_of(vmf));
}

SEC("fexit/do_swap_page")
int BPF_PROG(fexit_pid_time, struct vm_fault *vmf, __u32 ret)
{
	return leave_stored(fault_by_pid(), ret);
}

SEC("fentry/swap_read_folio")
int fentry_pid_read(void *ctx)
{
	return read_enter(fault_by_pid());
}

SEC("fexit/swap_read_folio")
int fexit_pid_read(void *ctx)
{
	return read_leave(fault_by_pid());
}

/* --- kprobe and kretprobe ------------------------------------------------- */

SEC("kprobe/do_swap_page")
int BPF_KPROBE(kprobe_time, struct vm_fault *vmf)
{
	return enter_stored(fault_make(), lock_of_address((__u64)vmf));
}

SEC("kretprobe/do_swap_page")
int BPF_KRETPROBE(kretprobe_time, __u32 ret)
{
	return leave_stored(fault_here(), ret);
}

SEC("kprobe/do_swap_page")
int BPF_KPROBE(kprobe_count, struct vm_fault *vmf)
{
	struct in_fault *fault = fault_make();

	if (fault)
		fault->lock = lock_of_address((__u64)vmf);
	return 0;
}

SEC("kretprobe/do_swap_page")
int BPF_KRETPROBE(kretprobe_count, __u32 ret)
{
	struct in_fault *fault = fault_here();

	return fault ? leave_counted(fault->lock, ret) : 0;
}

/* --- sessions: one program for both, with a word of its own for each call -- */

static __always_inline bool session_returns(void *ctx)
{
	if (bpf_ksym_exists(bpf_session_is_return___ctx))
		return bpf_session_is_return___ctx(ctx);
	return bpf_session_is_return();
}

static __always_inline __u64 *session_cookie(void *ctx)
{
	if (bpf_ksym_exists(bpf_session_cookie___ctx))
		return bpf_session_cookie___ctx(ctx);
	return bpf_session_cookie();
}

SEC("kprobe.session/do_swap_page")
int ksession_count(struct pt_regs *ctx)
{
	__u64 *cookie = session_cookie(ctx);

	if (session_returns(ctx))
		return leave_counted(*cookie, PT_REGS_RC(ctx));
	*cookie = lock_of_address(PT_REGS_PARM1(ctx));
	return 0;
}

/* The lock in the two lowest bits of the time. */
SEC("kprobe.session/do_swap_page")
int ksession_time(struct pt_regs *ctx)
{
	__u64 *cookie = session_cookie(ctx);

	if (session_returns(ctx))
		return leave_timed(*cookie & 3, PT_REGS_RC(ctx), *cookie >> 2);
	*cookie = bpf_ktime_get_ns() << 2 | lock_of_address(PT_REGS_PARM1(ctx));
	return 0;
}

/* Loaded as fentry; the loader makes sessions of them (peer.c). */
SEC("fentry/do_swap_page")
int BPF_PROG(fsession_time, struct vm_fault *vmf, __u32 ret)
{
	__u64 *cookie = session_cookie(ctx);

	if (session_returns(ctx))
		return leave_timed(lock_of(vmf), ret, *cookie);
	*cookie = bpf_ktime_get_ns();
	return 0;
}
