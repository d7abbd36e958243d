"""The guided self-report: one short question at a time, the answers kept in the intake draft."""
