"""Documents of other programs, read in a process with limits, into drafts of sheets."""
