"""The ledger: every answer that was given, kept so that nobody changes it unseen, and answered again later."""
