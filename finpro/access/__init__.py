"""Who acts for whom: the claim of an account on a record, memberships in firms, staff roles. Builds the Actor."""
