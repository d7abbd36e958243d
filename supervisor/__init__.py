"""Starts the product's four processes on one machine, after preparing what they need."""
