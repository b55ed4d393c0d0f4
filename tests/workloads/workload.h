/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What every workload needs: errors, options, threads, time. Included once by
 * each program, which has defined PROGRAM, its name.
 *
 * A program ends with status 0 when it did what it says, 1 when it could not,
 * 2 for a wrong option, and 77 when the kernel lacks what it is about.
 */
#ifndef WORKLOAD_H
#define WORKLOAD_H

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STATUS_LACKING	77

static inline _Noreturn void die(const char *what)
{
	fprintf(stderr, PROGRAM ": %s: %s\n", what, strerror(errno));
	exit(1);
}

/* What went wrong has no errno. */
static inline _Noreturn void fail(const char *what)
{
	fprintf(stderr, PROGRAM ": %s\n", what);
	exit(1);
}

static inline _Noreturn void lacking(const char *what)
{
	fprintf(stderr, PROGRAM ": this kernel lacks %s\n", what);
	exit(STATUS_LACKING);
}

static inline uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static inline pthread_t start_thread(void *(*run)(void *), void *arg)
{
	pthread_t thread;

	errno = pthread_create(&thread, NULL, run, arg);
	if (errno)
		die("pthread_create");
	return thread;
}

/*
 * Does a thread of this process sleep for a folio? /proc has the function that it sleeps in.
 * Not being awake would not be enough: a fault whose wait is over sleeps again when mmap_lock
 * is taken.
 */
static inline bool waits_for_folio(int tid)
{
	char path[64], text[256];
	ssize_t length;
	int fd;

	snprintf(path, sizeof(path), "/proc/self/task/%d/wchan", tid);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		die(path);
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (length < 0)
		die(path);
	text[length] = 0;
	return strstr(text, "folio");
}

/* A child that ends at once. */
static inline void fork_once(void)
{
	pid_t child = fork();

	if (child < 0)
		die("fork");
	if (!child)
		_exit(0);
	if (waitpid(child, NULL, 0) != child)
		die("waitpid");
}

/*
 * An option: a number above 0, a word, or a flag, by which pointer is set. The
 * present value of a number is shown as the default. The last has no letter.
 */
struct option {
	char letter;
	const char *help;
	unsigned long *number;
	const char **word;
	bool *flag;
};

static inline void usage(FILE *to, const char *does, const struct option *options)
{
	fprintf(to, "Usage: " PROGRAM " [OPTION]...\n%s\n\n", does);
	for (; options->letter; options++) {
		fprintf(to, "  -%c %s  %s", options->letter,
			options->number ? "N" : options->word ? "S" : " ",
			options->help);
		if (options->number)
			fprintf(to, " (%lu)", *options->number);
		fputc('\n', to);
	}
}

static inline unsigned long number(const char *text)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*end || !value) {
		fprintf(stderr, PROGRAM ": not a number above 0: %s\n", text);
		exit(2);
	}
	return value;
}

static inline void parse_options(int argc, char **argv, const char *does,
				 const struct option *options)
{
	char letters[64] = "h";
	size_t length = 1;
	int letter;

	for (const struct option *o = options; o->letter; o++) {
		letters[length++] = o->letter;
		if (!o->flag)
			letters[length++] = ':';
	}
	letters[length] = 0;
	while ((letter = getopt(argc, argv, letters)) != -1) {
		const struct option *o = options;

		while (o->letter && o->letter != letter)
			o++;
		if (!o->letter) {
			usage(letter == 'h' ? stdout : stderr, does, options);
			exit(letter == 'h' ? 0 : 2);
		}
		if (o->number)
			*o->number = number(optarg);
		else if (o->word)
			*o->word = optarg;
		else
			*o->flag = true;
	}
	if (optind == argc)
		return;
	usage(stderr, does, options);
	exit(2);
}

#endif /* WORKLOAD_H */
