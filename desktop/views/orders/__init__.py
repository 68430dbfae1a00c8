"""The Order History tab: the list of orders, and everything about one of them."""
