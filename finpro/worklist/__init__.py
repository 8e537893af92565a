"""My Tasks: what every domain asks of somebody, in one list. Nothing is stored: a task is there while its cause is."""
