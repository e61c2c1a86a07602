# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts: packages of another machine or release of Debian, unpacked into a folder.
# Nothing is installed, and the machine's own packages do not matter.

# debian_unpack FOLDER ARCHITECTURE SUITE PACKAGE...: into FOLDER/tree, with the packages that they
# depend on. PACKAGE! is without those; "kernel!" is the newest kernel image. Does nothing if the
# folder has these packages.
debian_unpack() (
	mkdir -p "$1"
	folder=$(cd "$1" && pwd)
	architecture=$2
	suite=$3
	shift 3
	if [ "$(cat "$folder/packages" 2>/dev/null)" = "$architecture $suite $*" ]; then
		return
	fi
	rm -rf "$folder"
	mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial" "$folder/tree"
	: >"$folder/status"
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian $suite main" \
		>"$folder/sources"
	cat >"$folder/apt.conf" <<-END
		APT::Architecture "$architecture";
		APT::Architectures { "$architecture"; };
		APT::Sandbox::User "root";
		Dir::State::lists "$folder/lists";
		Dir::State::status "$folder/status";
		Dir::Cache "$folder/cache";
		Dir::Etc::sourcelist "$folder/sources";
		Dir::Etc::sourceparts "-";
	END
	export APT_CONFIG="$folder/apt.conf"
	apt-get -qq update
	cd "$folder/cache/archives"
	packages=
	for package; do
		case $package in
		kernel!) apt-get -qq download "$(apt-cache depends "linux-image-$architecture" | sed -n 's/^ *Depends: //p')" ;;
		*!) apt-get -qq download "${package%!}" ;;
		*) packages="$packages $package" ;;
		esac
	done
	# shellcheck disable=SC2086 # a list of packages
	apt-get -qq -y --download-only --no-install-recommends install $packages >/dev/null
	for file in *.deb; do
		dpkg -x "$file" "$folder/tree"
	done
	rm -rf "$folder/cache" "$folder/lists"
	echo "$architecture $suite $*" >"$folder/packages"
)
