"""Doubles of servers that are not ours or not here, speaking real HTTP on loopback."""
