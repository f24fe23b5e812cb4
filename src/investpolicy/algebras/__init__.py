"""What a formula is folded into: a record's values, columns of a frame, terms of Z3, text."""
