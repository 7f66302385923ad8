"""Version of the engine; part of every receipt."""

__version__ = "0.1.0"
