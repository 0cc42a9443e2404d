"""Facts read off clauses: frames over what the language layer found. Its door: `frame_facts`, `frame_readings`, `joined`."""
