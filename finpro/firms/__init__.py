"""A firm's settings."""
