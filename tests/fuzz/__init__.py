"""Random damage to mails and documents, and what the reading makes of it.

A number gives an input, always the same. `make fuzz MINUTES=10` goes on from number to number; `make test` reads the
first few hundred.
"""
