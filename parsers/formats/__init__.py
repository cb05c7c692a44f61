"""Documents: octets → Paper. A new format is one file, and one line in `READERS`."""
