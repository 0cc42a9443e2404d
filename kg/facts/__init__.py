"""Facts read off clauses: frames over what the language layer found. Its door: `read_frames`, `joined`, `frame_lines`."""
