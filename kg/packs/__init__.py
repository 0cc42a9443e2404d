"""Packs: folders that add a field to ours, with pages and gold of their own."""
