#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs framering from this folder below a prefix.
#
#   ./install.sh [PREFIX]     /usr/local by default
#
# As root the helper for capturing without root gets its group and capability as well. uninstall.sh
# removes everything. Installing over another version replaces it.
set -eu
umask 022
here=$(dirname -- "$(readlink -f -- "$0")")
prefix=${1:-/usr/local}
case $prefix in
-*)
	echo 'usage: install.sh [PREFIX]' >&2
	exit 2
	;;
esac
mkdir -p -- "$prefix"
prefix=$(cd -P -- "$prefix" && pwd)
prefix=${prefix%/}
if [ "$prefix" = "$here" ]; then
	echo "install.sh: $prefix is this folder: bin/framering runs without being installed" >&2
	exit 1
fi

# shellcheck source=packaging/files.sh
. "$here/files.sh"

# Files of the other version must not remain. The group does, with its members.
folders=
if [ -e "$prefix/$record" ]; then
	folders=$(sed -n 's/^folder //p' "$prefix/$record")
	remove_files "$prefix"
fi

# Not cp: it would keep the owner of this folder, who could change what root runs.
new=$(awk -F/ '{ path = ""; for (i = 1; i < NF; i++) { path = path $i; print path; path = path "/" } }' "$here/files" |
	sed 's/^[0-7]* //' | LC_ALL=C sort -u)
for folder in $new; do
	if [ ! -d "$prefix/$folder" ]; then
		mkdir -- "$prefix/$folder"
		folders="$folders $folder"
	fi
done
while read -r mode file; do
	install -m "$mode" -- "$here/$file" "$prefix/$file"
done <"$here/files"
{
	cat "$here/files"
	# shellcheck disable=SC2086 # names without spaces
	printf 'folder %s\n' $folders
} >"$prefix/$record"
for unit in "$prefix"/share/doc/framering/examples/*.service; do
	sed -i "s:/usr/bin/framering:$prefix/bin/framering:" "$unit"
done

if [ "$(id -u)" -eq 0 ]; then
	# For programs that are linked with the library: the linker looks into its own list.
	ldconfig 2>/dev/null || true
fi
"$prefix/lib/framering/setup" install
echo "install.sh: $prefix/bin/framering is installed"
