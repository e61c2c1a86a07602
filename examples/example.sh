# SPDX-License-Identifier: Apache-2.0
# Sourced by the run scripts of the examples, with $here set: builds the library of this checkout and the
# example, and makes a network namespace with the interfaces left and right. With FRAMERING_REPOSITORY, the
# folder of a Maven repository, the library comes from there, and nothing from the network. With
# FRAMERING_INSTALLED it is not built again.

example=${here##*/}
root=${here%/examples/*}
. "$root/scripts/lib/jdk.sh"

PATH=$PATH:/usr/sbin:/sbin
namespace=framering-$example-$$

fail() {
	echo "examples/$example: $*" >&2
	exit 1
}

# require <program...>
require() {
	[ "$(id -u)" -eq 0 ] || fail 'root is missing: it captures, in a network namespace that it makes'
	for tool in "$@"; do
		command -v "$tool" >/dev/null || fail "$tool is missing"
	done
	JAVA_HOME=$(find_jdk) || fail 'a JDK 25 or later is missing'
	export JAVA_HOME
}

clean_up() {
	for file in "/run/netns/$namespace"*; do
		ip netns delete "${file##*/}" 2>/dev/null || true
	done
	rm -rf "$work"
}

build() (
	if [ -n "${FRAMERING_REPOSITORY:-}" ]; then
		build_from "$(readlink -f -- "$FRAMERING_REPOSITORY")"
		return
	fi
	if [ -z "${FRAMERING_INSTALLED:-}" ]; then
		cd "$root" && mvn -q -B -ntp -DskipTests -P '!style' -pl java/core -am install || return
	fi
	cd "$here" && mvn -q -B -ntp clean package
)

# build_from <repository>: the first build fetches the plugins and what the library depends on into a local
# repository of its own. The library is removed from it again, and the second build has no network.
build_from() {
	local_repository=$root/build/examples-repository
	cat >"$work/settings.xml" <<-END
		<settings>
		  <profiles>
		    <profile>
		      <id>staged</id>
		      <repositories>
		        <repository>
		          <id>staged</id>
		          <url>file://$1</url>
		        </repository>
		      </repositories>
		    </profile>
		  </profiles>
		  <activeProfiles>
		    <activeProfile>staged</activeProfile>
		  </activeProfiles>
		</settings>
	END
	cd "$here" || return
	set -- -gs "$work/settings.xml" "-Dmaven.repo.local=$local_repository" -q -B -ntp clean package
	rm -rf "$local_repository/io/framering"
	mvn "$@" || return
	rm -rf "$local_repository/io/framering"
	unshare -n mvn -o -Daether.offline.protocols=file "$@" || return
	grep '^framering-.*>staged=$' "$local_repository"/io/framering/framering/*/_remote.repositories
}

# In a user namespace `ip netns add` fails, because it cannot return to the namespace outside.
make_namespace() {
	mkdir -p /run/netns
	: >"/run/netns/$1"
	unshare --net="/run/netns/$1" true
}

make_veth() {
	make_namespace "$namespace"
	ip -n "$namespace" link add left type veth peer name right
	for end in left right; do
		ip -n "$namespace" link set "$end" addrgenmode none
		ip -n "$namespace" link set "$end" arp off up
	done
}

# Leaves a folder for files in $work.
prepare() {
	work=$(mktemp -d)
	trap clean_up EXIT
	trap 'exit 1' HUP INT TERM
	build >"$work/build" 2>&1 || fail "$(cat "$work/build")"
	make_veth
}

# start <command...>: begins it in the namespace and waits for its first line. What it prints goes
# to $work/out and err; $program is its process. A shell lets it ignore Ctrl-C otherwise.
start() {
	: >"$work/out"
	ip netns exec "$namespace" env --default-signal=INT timeout --foreground 60 "$@" \
		>"$work/out" 2>"$work/err" &
	program=$!
	until [ -s "$work/out" ] || ! kill -0 $program 2>/dev/null; do
		sleep 0.05
	done
}
