"""What must be so, whether it is, and what comes back every year."""
