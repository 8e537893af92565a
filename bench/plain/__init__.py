"""A bare Django page, the measure of ours: stock templates and middleware, session, user, three queries, 200 nodes."""
