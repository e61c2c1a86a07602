"""What scripts/bench and scripts/bench-echo share."""
