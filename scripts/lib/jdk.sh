# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts: finds a JDK 25 or later. No other script searches for one.

# Prints the home folder of the first one found; fails when there is none.
find_jdk() {
	# JAVA_HOME needs no other process.
	if is_jdk "${JAVA_HOME:-}"; then
		printf '%s\n' "$JAVA_HOME"
		return 0
	fi
	on_path=$(command -v javac 2>/dev/null || command -v java 2>/dev/null || true)
	if [ -n "$on_path" ]; then
		on_path=$(readlink -f -- "$on_path")
		on_path=${on_path%/bin/*}
	fi
	for jdk_home in "$on_path" /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/*; do
		if is_jdk "$jdk_home"; then
			printf '%s\n' "$jdk_home"
			return 0
		fi
	done
	return 1
}

# Reads the file "release" by itself: starting a JVM or another program would delay every start.
is_jdk() {
	[ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
	while IFS='="' read -r jdk_key _ jdk_version _; do
		if [ "$jdk_key" = JAVA_VERSION ]; then
			[ "${jdk_version%%[!0-9]*}" -ge 25 ] 2>/dev/null
			return
		fi
	done <"$1/release"
	return 1
}
