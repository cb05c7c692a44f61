"""Printing: documents become PDF, in worker processes that can be killed; sheets are bound into one file."""
