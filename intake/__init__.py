"""The intake queue: reports, cases, moves, drafts, tickets and staff accounts."""
