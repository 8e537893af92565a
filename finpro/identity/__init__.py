"""Whether the owner of an account is the person on the record: matching, ways of proving it, what they are worth."""
