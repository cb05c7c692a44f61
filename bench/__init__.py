"""What the office does in a second: `make bench`, or `python -m bench --help`. docs/benchmarks.md has the figures."""
