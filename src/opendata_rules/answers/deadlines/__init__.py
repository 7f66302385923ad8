"""When a step is due, and a whole procedure step by step."""
