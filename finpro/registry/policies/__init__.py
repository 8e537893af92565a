"""What the record follows from: pure functions over captures and rows, without a query, a clock or a user."""
