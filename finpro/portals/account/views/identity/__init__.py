"""Showing who one is: number and date of birth, then a way that the identity bureau offers."""
