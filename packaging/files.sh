# SPDX-License-Identifier: Apache-2.0
# Sourced by install.sh and uninstall.sh.

# What is installed below the prefix: a mode and a path per line; and the folders that were not
# there before.
record=lib/framering/installed

# Removes the files that are installed below a prefix, and the record itself.
remove_files() {
	while read -r _ file; do
		[ -d "$1/$file" ] || rm -f -- "$1/$file"
	done <"$1/$record"
	rm -f -- "$1/$record"
}
