"""The record: people, firms, branches, employments, registrations, qualifications, disclosures.

Only journeys write here (house.md law 2). Every row is effective-dated, both ends inclusive, and names its source.
"""
