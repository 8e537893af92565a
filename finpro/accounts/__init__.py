"""Sign-in: the accounts of human beings, and nothing of what they may see."""
