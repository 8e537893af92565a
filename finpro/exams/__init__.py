"""Exam requests."""
