"""One module for each command; it is loaded when its command, or the help of it, is asked for."""
