"""Records → letters: documents, sheets and mail texts. Reads the ledger's records, writes nothing and sends nothing."""
