"""Opening an account, page by page. The session knows which opening is at hand; what was typed stands on the server."""
