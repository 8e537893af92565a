"""HTML, JSON and commands: what people and systems touch. Portals do not know each other."""
