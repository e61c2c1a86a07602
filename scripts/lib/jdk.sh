# Sourced by the scripts: where a JDK 25 or later is. This is the only place that looks.

# Prints the home folder of the first one found; fails when there is none.
find_jdk() {
	on_path=$(command -v javac 2>/dev/null || command -v java 2>/dev/null || true)
	if [ -n "$on_path" ]; then
		on_path=$(readlink -f -- "$on_path")
		on_path=${on_path%/bin/*}
	fi
	for jdk_home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/*; do
		if is_jdk "$jdk_home"; then
			printf '%s\n' "$jdk_home"
			return 0
		fi
	done
	return 1
}

# Asks the file "release", not the program: starting a JVM to hear its version takes long.
is_jdk() {
	[ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
	jdk_version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
	[ "${jdk_version:-0}" -ge 25 ]
}
