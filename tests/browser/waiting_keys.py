"""Numbers of the firms and people whose requests wait for the registry (written by waiting_work)."""

FIRM, OTHER = 9_501, 9_502
ASKED, DISCLOSES, SEVERAL = 9_400_001, 9_400_002, 9_400_003
STATES = ("OR", "WA", "TX")
RECEIPT = "SEVERAL2"
