#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Removes what install.sh has installed below a prefix.
#
#   ./uninstall.sh [PREFIX]     /usr/local by default
set -eu
here=$(dirname -- "$(readlink -f -- "$0")")
prefix=${1:-/usr/local}
# shellcheck source=packaging/files.sh
. "$here/files.sh"
if [ ! -r "$prefix/$record" ]; then
	echo "uninstall.sh: install.sh has installed nothing in $prefix" >&2
	exit 1
fi
"$prefix/lib/framering/setup" remove
folders=$(sed -n 's/^folder //p' "$prefix/$record" | LC_ALL=C sort -r)
remove_files "$prefix"
for folder in $folders; do
	rmdir -- "$prefix/$folder" 2>/dev/null || true # other programs have files there
done
echo "uninstall.sh: removed from $prefix"
