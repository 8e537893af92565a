"""What a filing must hold and what it changes: pure functions over documents, what is known, and the rulebook."""
