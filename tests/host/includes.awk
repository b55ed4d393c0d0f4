# SPDX-License-Identifier: GPL-2.0-only
#
# awk -v layers=FILE -f includes.awk SOURCE...: that the sources, and what they include,
# stand in layers: a file includes those of lower layers, and those of its own as long
# as no module of that layer includes itself through others. A module is NAME.c with
# NAME.h. Prints what is wrong, and ends with 1 then.
#
# FILE has a layer on each line, from the ground up: shell patterns of paths, in which
# "*" matches no "/". A plain path comes before a pattern that matches it too. "#" begins
# a comment.

function wrong(text) {
	print "# " text
	failed = 1
}

# As a regular expression.
function regex(pattern) {
	gsub(/[.+^$(){}|\\]/, "\\\\&", pattern)
	gsub(/\*/, "[^/]*", pattern)
	gsub(/[?]/, "[^/]", pattern)
	return "^" pattern "$"
}

function read_layers(    line, words, n, i) {
	while ((getline line <layers) > 0) {
		sub(/#.*/, "", line)
		n = split(line, words, " ")
		if (!n)
			continue
		height++
		for (i = 1; i <= n; i++) {
			if (words[i] ~ /[*?[]/) {
				patterns++
				expression[patterns] = regex(words[i])
				floor_of[patterns] = height
			} else if (words[i] in plain) {
				wrong(words[i] " is twice in " layers)
			} else {
				plain[words[i]] = height
			}
		}
	}
	close(layers)
	if (!height)
		wrong(layers " names no layer")
}

# layer(FILE): 0 if it has none, which is said once.
function layer(file,    i) {
	if (file in layer_of)
		return layer_of[file]
	layer_of[file] = 0
	if (file in plain)
		return layer_of[file] = plain[file]
	for (i = 1; i <= patterns; i++) {
		if (file !~ expression[i])
			continue
		if (layer_of[file] && layer_of[file] != floor_of[i])
			wrong(file " is in two layers, " layer_of[file] " and " floor_of[i])
		layer_of[file] = floor_of[i]
	}
	if (!layer_of[file])
		wrong(file " is in no layer of " layers)
	return layer_of[file]
}

function exists(file,    line, got) {
	if (!(file in there)) {
		got = getline line <file
		close(file)
		there[file] = got >= 0
	}
	return there[file]
}

# Without "." and "..".
function tidy(path) {
	while (sub(/\/\.\//, "/", path) || sub(/[^\/]+\/\.\.\//, "", path))
		;
	return path
}

# find(NAME, FROM): as the compiler does, in the directory of the including file and in
# those of -I.
function find(name, from,    place, i) {
	place = from
	sub(/[^\/]*$/, "", place)
	place = tidy(place name)
	if (exists(place))
		return place
	for (i = 1; i <= places; i++) {
		place = tidy(search[i] "/" name)
		if (exists(place))
			return place
	}
	return ""
}

function module(file) {
	sub(/\.[^.\/]*$/, "", file)
	return file
}

function edge(from, to) {
	if ((from, to) in seen)
		return
	seen[from, to] = 1
	if (!(from in edges))
		starts[++n_starts] = from
	edges[from] = edges[from] " " to
}

function read_source(file,    line, name, to) {
	while ((getline line <file) > 0) {
		if (line !~ /^[ \t]*#[ \t]*include[ \t]*"/)
			continue
		split(line, name, "\"")
		includes++
		to = find(name[2], file)
		if (to == "") {
			wrong(file " includes \"" name[2] "\", which is nowhere")
			continue
		}
		if (!(to in queued)) {
			queued[to] = 1
			queue[++last] = to
		}
		if (!layer(file) || !layer(to))
			continue
		if (layer(to) > layer(file))
			wrong(file " (layer " layer(file) ") includes " to \
				" (layer " layer(to) "), which is above it")
		if (layer(to) == layer(file) && file == to)
			wrong(file " includes itself")
		if (layer(to) == layer(file) && module(file) != module(to))
			edge(module(file), module(to))
	}
	close(file)
}

# walk(MODULE, PATH): state 1 is on the path, 2 is done.
function walk(at, path,    to, n, i) {
	state[at] = 1
	n = split(edges[at], to, " ")
	for (i = 1; i <= n; i++) {
		if (state[to[i]] == 1) {
			wrong("a circle: " substr(path " " to[i], index(path " ", " " to[i] " ") + 1))
			continue
		}
		if (!state[to[i]])
			walk(to[i], path " " to[i])
	}
	state[at] = 2
}

BEGIN {
	places = split("include src tools tools/include", search, " ")
	read_layers()
	for (i = 1; i < ARGC; i++) {
		queued[ARGV[i]] = 1
		queue[++last] = ARGV[i]
	}
	for (i = 1; i <= last; i++) {
		layer(queue[i])
		read_source(queue[i])
	}
	for (i = 1; i <= n_starts; i++)
		if (!state[starts[i]])
			walk(starts[i], " " starts[i])
	printf "# %s: %d files, %d layers, %d includes\n", layers, last, height, includes
	exit failed
}
