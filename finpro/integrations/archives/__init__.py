"""Folders, archives and JSON lines from outside, as streams of members and records within limits."""

from finpro.integrations.archives.limits import DEFAULT, Limits
from finpro.integrations.archives.members import Member, open_members
from finpro.integrations.archives.problems import Problem, Unreadable
from finpro.integrations.archives.records import SUFFIXES, Record, bounded_lines, json_records

__all__ = [
    "DEFAULT",
    "SUFFIXES",
    "Limits",
    "Member",
    "Problem",
    "Record",
    "Unreadable",
    "bounded_lines",
    "json_records",
    "open_members",
]
