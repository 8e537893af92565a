"""The registry's cases: what somebody asked for or a process could not settle, who works on it, how it was decided."""
