# SPDX-License-Identifier: Apache-2.0
# Sourced by the launchers, that of an installation and scripts/framering: starts the command, as
# fast as it can be started. The launcher sets:
#
#   home     the folder of the files jvm-all and jvm-sniff
#   java     the program
#   jar      framering.jar
#   library  libframering.so, or nothing if it has to be extracted from the jar
#   self     the launcher itself
#   cache    the AOT cache: classes as the JVM had them in memory after a training run, which more
#            than halves the start time (scripts/lib/start_time.py)

# With -jar the JVM would open the jar to read its manifest, and the first method would be called by
# reflection.
main=io.framering.cli.Main

# Creates the cache for a faster start. Without it the start only takes longer. The cache gets the
# jar's time, and an empty one says that it need not be tried again.
make_cache() {
	log=$(mktemp)
	new=$cache.$$
	# Otherwise the JVM would leave a file in /tmp, and a folder of this user.
	if ! timeout 300 "$java" "@$home/jvm-all" -XX:-UsePerfData ${library:+"-Dframering.library=$library"} \
		-XX:AOTCacheOutput="$new" -cp "$jar" "$main" training >"$log" 2>&1; then
		echo 'framering: no cache for a faster start could be made:' >&2
		tail -n 20 "$log" >&2
		: >"$new"
	fi
	touch -r "$jar" "$new" && mv -f "$new" "$cache"
	rm -f "$log" "$new" "$new.config"
}

# A cache fits this jar if it has the jar's time.
has_cache() {
	[ -e "$cache" ] && [ ! "$jar" -nt "$cache" ] && [ ! "$cache" -nt "$jar" ]
}

# Whether nobody but this user and root can write here: to the file or folder, and to each folder
# above it. A symbolic link as the file is refused, since its mode is 777.
is_private() {
	if [ -d "$1" ]; then
		private_path=$(cd -P -- "$1" 2>/dev/null && pwd) || return 1
	else
		private_path=$(cd -P -- "${1%/*}/" 2>/dev/null && pwd)/${1##*/} || return 1
	fi
	set -- /
	while [ -n "${private_path%/}" ]; do
		set -- "$@" "$private_path"
		private_path=${private_path%/*}
	done
	user=$(id -u)
	stat -c '%u %a' -- "$@" | while read -r owner mode; do
		case $mode in *[2367] | *[2367]?) return 1 ;; esac
		[ "$owner" -eq 0 ] || [ "$owner" -eq "$user" ] || return 1
	done
}

# Names a cache in the user's cache folder, and makes it there if necessary. Classes in a cache are
# code: one that another user could have written is not used, nor is one made where another user
# could exchange it.
use_own_cache() {
	own=${XDG_CACHE_HOME:-${HOME:-}/.cache}
	case $own in
	/*) own=$own/framering$jar.aot ;;
	*) return 1 ;;
	esac
	existing=$own
	until [ -e "$existing" ] || [ -h "$existing" ]; do
		existing=${existing%/*}
		[ -n "$existing" ] || existing=/
	done
	is_private "$existing" || return 1
	cache=$own
	if ! has_cache; then
		(umask 077 && mkdir -p "${own%/*}") 2>/dev/null && [ -w "${own%/*}" ] || return 1
		echo 'framering: preparing a faster start, which happens once and takes some seconds' >&2
		(umask 077 && make_cache)
	fi
}

# Replaces this process by the command.
start() {
	case ${1:-} in
	sniff) set -- "@$home/jvm-sniff" -cp "$jar" "$main" "$@" ;;
	extcap) set -- "@$home/jvm-sniff" "-Dframering.launcher=$self" -cp "$jar" "$main" "$@" ;;
	*) set -- -cp "$jar" "$main" "$@" ;;
	esac
	if [ -n "$library" ]; then
		set -- "-Dframering.library=$library" "$@"
	fi
	# A cache that does not fit this JVM and jar is not used by the JVM, which reports that.
	if [ -r "$cache" ] && [ -s "$cache" ]; then
		set -- -XX:AOTCache="$cache" "$@"
	fi
	# The JVM decodes arguments and file names in the character set of the locale: in the POSIX
	# locale, or if a locale of LC_* or LANG is not installed, everything except ASCII is lost.
	case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
	C | POSIX | *.[Uu][Tt][Ff]-8 | *.[Uu][Tt][Ff]8)
		export LC_ALL=C.UTF-8
		;;
	esac
	# Messages of the JVM would go to standard output, among the packets.
	exec "$java" -XX:+DisplayVMOutputToStderr -Xlog:disable -Xlog:all=error:stderr "@$home/jvm-all" "$@"
}
