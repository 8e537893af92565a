"""What is owed, by whom and why."""
