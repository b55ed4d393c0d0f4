/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * As much of the kernel as the pure files of the module need to be built on
 * the host. The module's own sources are used as they are.
 */
#ifndef UNIT_KERNEL_H
#define UNIT_KERNEL_H

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
/* As in the kernel, for %llu. */
typedef unsigned long long u64;
typedef long long s64;

#define __force
#define __percpu
#ifndef __always_inline
#define __always_inline	inline __attribute__((__always_inline__))
#endif
#define fls64(x)	((x) ? 64 - __builtin_clzll(x) : 0)
#define __ffs(x)	__builtin_ctzl(x)
#define likely(x)	__builtin_expect(!!(x), 1)
#define unlikely(x)	__builtin_expect(!!(x), 0)
#define min(a, b)	((a) < (b) ? (a) : (b))
#define max(a, b)	((a) > (b) ? (a) : (b))

#define READ_ONCE(x)		__atomic_load_n(&(x), __ATOMIC_RELAXED)
#define WRITE_ONCE(x, v)	__atomic_store_n(&(x), v, __ATOMIC_RELAXED)
/* The thread sanitizer knows no fences; the tests need none. */
#define smp_rmb()
#define smp_load_acquire(p)	__atomic_load_n(p, __ATOMIC_ACQUIRE)
#define smp_store_release(p, v)	__atomic_store_n(p, v, __ATOMIC_RELEASE)

static inline u64 cmpxchg64(u64 *p, u64 old, u64 new)
{
	__atomic_compare_exchange_n(p, &old, new, false, __ATOMIC_SEQ_CST,
				    __ATOMIC_SEQ_CST);
	return old;
}

#define cmpxchg(p, old, new)						\
({									\
	typeof(*(p)) was_ = (old);					\
									\
	__atomic_compare_exchange_n(p, &was_, new, false, __ATOMIC_SEQ_CST, \
				    __ATOMIC_SEQ_CST);			\
	was_;								\
})

typedef struct { int counter; } atomic_t;
#define atomic_read(v)		__atomic_load_n(&(v)->counter, __ATOMIC_RELAXED)
#define atomic_inc(v)		((void)__atomic_fetch_add(&(v)->counter, 1, __ATOMIC_RELAXED))
#define atomic_dec(v)		((void)__atomic_fetch_sub(&(v)->counter, 1, __ATOMIC_RELAXED))
#define atomic_or(i, v)		((void)__atomic_fetch_or(&(v)->counter, i, __ATOMIC_RELAXED))
#define atomic_andnot(i, v)	((void)__atomic_fetch_and(&(v)->counter, ~(i), __ATOMIC_RELAXED))

#define this_cpu_inc(x)		((void)__atomic_fetch_add(&(x), 1, __ATOMIC_RELAXED))
#define this_cpu_add(x, n)	((void)__atomic_fetch_add(&(x), n, __ATOMIC_RELAXED))
#define preempt_disable()
#define preempt_enable()
#define rcu_read_lock()
#define rcu_read_unlock()
#define cond_resched()

#define GFP_KERNEL		0
#define kvcalloc(n, size, gfp)	calloc(n, size)
#define kvfree(p)		free(p)
#define is_vmalloc_addr(p)	((p) != NULL)
#define PAGE_ALIGN(size)	(((size) + 4095UL) & ~4095UL)
#define kmalloc_size_roundup(size)	(size)

#define ____cacheline_aligned	__attribute__((__aligned__(64)))
#define NOKPROBE_SYMBOL(f)	_Static_assert(1, #f)
/* One CPU is all that there is. */
#define this_cpu_ptr(p)		(p)

typedef pthread_spinlock_t raw_spinlock_t;
#define raw_spin_lock_init(l)	pthread_spin_init(l, PTHREAD_PROCESS_PRIVATE)
#define raw_spin_lock(l)	pthread_spin_lock(l)
#define raw_spin_unlock(l)	pthread_spin_unlock(l)

#define DECLARE_STATIC_KEY_TRUE(key)	extern bool key
#define DECLARE_STATIC_KEY_FALSE(key)	extern bool key
#define DEFINE_STATIC_KEY_FALSE(key)	bool key
#define static_branch_likely(key)	(*(key))
#define static_branch_unlikely(key)	(*(key))
#define static_branch_enable(key)	(*(key) = true)
#define static_branch_disable(key)	(*(key) = false)
/* Nothing here reads or writes it. */
typedef struct { unsigned int sequence; } seqcount_t;
u64 ktime_get_mono_fast_ns(void);
#define local_clock()		ktime_get_mono_fast_ns()

static inline u32 hash_ptr(void *p, unsigned int bits)
{
	return ((u64)(uintptr_t)p * 0x61C8864680B583EBULL) >> (64 - bits);
}

static inline u32 hash_64(u64 val, unsigned int bits)
{
	return (val * 0x61C8864680B583EBULL) >> (64 - bits);
}

static inline u32 hash_32(u32 val, unsigned int bits)
{
	return (val * 0x61C88647U) >> (32 - bits);
}

static inline int order_base_2(unsigned int n)
{
	return n > 1 ? 32 - __builtin_clz(n - 1) : 0;
}

/* A task is what the test says it is. */
struct sched_entity {
	u64 exec_start;
	u64 sum_exec_runtime;
	u64 nr_migrations;
};

struct sched_info {
	u64 run_delay;
};

struct task_struct {
	int pid;
	u64 start_time;
	struct sched_entity se;
	struct sched_info sched_info;
	unsigned long nvcsw;
	unsigned long nivcsw;
};

extern _Thread_local struct task_struct *current;

enum { PIDTYPE_PID };
extern int init_pid_ns;
struct pid;
struct pid *find_pid_ns(int nr, int *ns);
struct task_struct *pid_task(struct pid *pid, int type);

/* The bits keep their names; their values are the kernel's own business. */
enum {
	FAULT_FLAG_ALLOW_RETRY	= 1 << 0,
	FAULT_FLAG_RETRY_NOWAIT	= 1 << 1,
	FAULT_FLAG_KILLABLE	= 1 << 2,
	FAULT_FLAG_TRIED	= 1 << 3,
	FAULT_FLAG_USER		= 1 << 4,
	FAULT_FLAG_REMOTE	= 1 << 5,
	FAULT_FLAG_VMA_LOCK	= 1 << 6,
	FAULT_FLAG_WRITE	= 1 << 7,
};

enum {
	VM_FAULT_OOM		= 1 << 0,
	VM_FAULT_SIGBUS		= 1 << 1,
	VM_FAULT_MAJOR		= 1 << 2,
	VM_FAULT_HWPOISON	= 1 << 3,
	VM_FAULT_HWPOISON_LARGE	= 1 << 4,
	VM_FAULT_SIGSEGV	= 1 << 5,
	VM_FAULT_NOPAGE		= 1 << 6,
	VM_FAULT_LOCKED		= 1 << 7,
	VM_FAULT_RETRY		= 1 << 8,
	VM_FAULT_FALLBACK	= 1 << 9,
	VM_FAULT_DONE_COW	= 1 << 10,
	VM_FAULT_NEEDDSYNC	= 1 << 11,
	VM_FAULT_COMPLETED	= 1 << 12,
};

/* compat.h knows it by this name: not every kernel has the bit. */
#define VLS_FAULT_FLAG_VMA_LOCK	FAULT_FLAG_VMA_LOCK

#endif /* UNIT_KERNEL_H */
