"""What law is once read: instruments, provisions and places as values, and the order they make together."""
