"""What everybody may see, and signing in."""
