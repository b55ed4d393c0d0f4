// SPDX-License-Identifier: GPL-2.0-only
/*
 * The backend for tracepoints. They are not exported, so they are looked up by their names.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/tracepoint.h>

#include "hooks/hook.h"
#include "hooks/tracepoint.h"

#ifdef CONFIG_TRACEPOINTS

struct lookup {
	const char *symbol;
	struct vls_tracepoints found;
};

/* @name is @symbol followed by @suffix. */
static bool is_named(const char *name, const char *symbol, const char *suffix)
{
	size_t len = strlen(symbol);

	return !strncmp(name, symbol, len) && !strcmp(name + len, suffix);
}

static void lookup_one(struct tracepoint *tp, void *data)
{
	struct lookup *lookup = data;

	if (is_named(tp->name, lookup->symbol, "_begin"))
		lookup->found.begin = tp;
	else if (is_named(tp->name, lookup->symbol, "_end"))
		lookup->found.end = tp;
}

static int tracepoint_attach(struct vls_hook *hook, unsigned int max_calls)
{
	struct lookup lookup = { .symbol = hook->symbol };

	for_each_kernel_tracepoint(lookup_one, &lookup);
	if (!lookup.found.begin || !lookup.found.end)
		return -ENOENT;
	hook->tracepoints = lookup.found;
	return 0;
}

/* Probes that have been unregistered may still be running. */
static void tracepoint_detach(struct vls_hook *hook)
{
	tracepoint_synchronize_unregister();
}

/* An end without its beginning is ignored by the probe, and a beginning without its end. */
static int tracepoint_arm(struct vls_hook *hook)
{
	const struct vls_tracepoint_desc *desc = hook->desc->tracepoint;
	int ret = tracepoint_probe_register(hook->tracepoints.begin, desc->begin, NULL);

	if (ret)
		return ret;
	ret = tracepoint_probe_register(hook->tracepoints.end, desc->end, NULL);
	if (ret)
		tracepoint_probe_unregister(hook->tracepoints.begin, desc->begin, NULL);
	return ret;
}

static void tracepoint_disarm(struct vls_hook *hook)
{
	const struct vls_tracepoint_desc *desc = hook->desc->tracepoint;

	tracepoint_probe_unregister(hook->tracepoints.begin, desc->begin, NULL);
	tracepoint_probe_unregister(hook->tracepoints.end, desc->end, NULL);
}

#else

static int tracepoint_attach(struct vls_hook *hook, unsigned int max_calls)
{
	return -ENOENT;
}

static void tracepoint_detach(struct vls_hook *hook)
{
}

static int tracepoint_arm(struct vls_hook *hook)
{
	return -ENOENT;
}

static void tracepoint_disarm(struct vls_hook *hook)
{
}

#endif

static u64 tracepoint_missed(const struct vls_hook *hook)
{
	return 0;
}

static size_t tracepoint_bytes(const struct vls_hook *hook)
{
	return 0;
}

static bool tracepoint_live(const struct vls_hook *hook)
{
	return true;
}

const struct vls_backend vls_tracepoint_backend = {
	.attach = tracepoint_attach,
	.detach = tracepoint_detach,
	.arm = tracepoint_arm,
	.disarm = tracepoint_disarm,
	.missed = tracepoint_missed,
	.bytes = tracepoint_bytes,
	.live = tracepoint_live,
};
