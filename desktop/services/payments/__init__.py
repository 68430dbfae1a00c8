"""Charges: who is asked, what became of them, what is owed and what comes."""
