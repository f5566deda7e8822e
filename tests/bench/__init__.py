"""Benchmarks: `python3 run.py bench`."""

import os

# A database and the processes on it have one sealing key, whoever made it; none is left in a folder of ours.
os.environ.setdefault("MANYI_SEALING_KEY", "only-for-benchmarks-0123456789-0123456789")
