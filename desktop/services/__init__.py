"""What a person can do: one class a noun, one method an act, in the person's verbs."""
