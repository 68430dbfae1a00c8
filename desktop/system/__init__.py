"""The machine, behind small adapters that are given to whoever needs them."""
