"""What the library answers: for each question the answer, how it is computed, and how it is explained."""
