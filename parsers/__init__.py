"""Bytes → Reading. `read_mail` and `read_document` are the whole public face."""
