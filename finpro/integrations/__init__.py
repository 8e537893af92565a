"""The outside world behind ports: files and services that are not ours."""
