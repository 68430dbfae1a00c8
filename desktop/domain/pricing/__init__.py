"""What a learner costs: price lists, the price an order gets, and the one function that rates (rules.md F1 to F5)."""
