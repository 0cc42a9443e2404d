"""Shanhe 山河: knowledge graphs from newspapers, with the quote behind every fact."""

__version__ = "0.1.0"
