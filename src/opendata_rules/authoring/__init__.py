"""For those who write rules: checking packs, running their cases, the regulations' texts, workbooks."""
