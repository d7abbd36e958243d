"""Speed and memory, as ratios within one run: the machines are shared, so bare times say little."""
