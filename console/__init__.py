"""The staff web console: sign-in, the queue, a case."""
