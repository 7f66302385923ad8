"""审计: a decision found again with all that is behind it; the ledger verified and answered anew; facts erased."""
