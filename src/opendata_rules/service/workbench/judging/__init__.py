"""判定: one matter, one question at a time, and the conclusion as it forms. All of its state is in the address."""
