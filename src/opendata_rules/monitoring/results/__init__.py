"""What a monitor answers, and the same in words."""
