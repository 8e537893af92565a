"""Numbers of the firm and the people who left it (written by leavers)."""

FIRM = 9_601
MOVES, CONFIRMS = 9_600_001, 9_600_002
