# SPDX-License-Identifier: Apache-2.0
"""Shared by scripts/bench and scripts/bench-echo."""
