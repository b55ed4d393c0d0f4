// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plugin for QEMU's emulation: how often each block of instructions of the guest
 * ran between two marks. A mark is an instruction that does nothing
 * (tests/workloads/fault_cost.c), of a number that no compiler makes.
 *
 * Arguments: out=FILE, to which "ADDRESS INSTRUCTIONS" is written at the end, and as
 * the first line "marks NUMBER".
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile.h"

int qemu_plugin_version = 4;

/* nopl of 0x564c5301 or ...02 bytes behind %rax. */
static const uint8_t mark_begin[] = { 0x0f, 0x1f, 0x80, 0x01, 0x53, 0x4c, 0x56 };
static const uint8_t mark_end[] = { 0x0f, 0x1f, 0x80, 0x02, 0x53, 0x4c, 0x56 };

/* Blocks of one address are translated again and again: each has its own. */
struct block {
	uint64_t address;
	uint64_t runs;
	size_t length;
	struct block *next;
};

static struct block *blocks;
static bool on;
static uint64_t marks;
static const char *out;

static void begin(unsigned int cpu, void *data)
{
	(void)cpu;
	(void)data;
	on = true;
	marks++;
}

static void end(unsigned int cpu, void *data)
{
	(void)cpu;
	(void)data;
	on = false;
}

static void ran(unsigned int cpu, void *data)
{
	struct block *block = data;

	(void)cpu;
	block->runs += on;
}

static void translated(plugin_id id, struct qemu_plugin_tb *tb)
{
	struct block *block = calloc(1, sizeof(*block));

	(void)id;
	if (!block)
		abort();
	block->address = qemu_plugin_tb_vaddr(tb);
	block->length = qemu_plugin_tb_n_insns(tb);
	block->next = blocks;
	blocks = block;
	qemu_plugin_register_vcpu_tb_exec_cb(tb, ran, NO_REGISTERS, block);
	for (size_t i = 0; i < block->length; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		uint8_t bytes[sizeof(mark_begin)];

		if (qemu_plugin_insn_data(insn, bytes, sizeof(bytes)) != sizeof(bytes))
			continue;
		if (!memcmp(bytes, mark_begin, sizeof(bytes)))
			qemu_plugin_register_vcpu_insn_exec_cb(insn, begin,
							       NO_REGISTERS, NULL);
		else if (!memcmp(bytes, mark_end, sizeof(bytes)))
			qemu_plugin_register_vcpu_insn_exec_cb(insn, end,
							       NO_REGISTERS, NULL);
	}
}

static void print(plugin_id id, void *data)
{
	FILE *file = fopen(out, "w");

	(void)id;
	(void)data;
	if (!file)
		abort();
	fprintf(file, "marks %llu\n", (unsigned long long)marks);
	for (struct block *block = blocks; block; block = block->next)
		if (block->runs)
			fprintf(file, "%llx %llu\n", (unsigned long long)block->address,
				(unsigned long long)(block->runs * block->length));
	fclose(file);
}

int qemu_plugin_install(plugin_id id, const void *info, int argc, char **argv)
{
	(void)info;
	if (argc != 1 || strncmp(argv[0], "out=", 4)) {
		fprintf(stderr, "profile: wants out=FILE\n");
		return 1;
	}
	out = strdup(argv[0] + 4);
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	qemu_plugin_register_atexit_cb(id, print, NULL);
	return 0;
}
