"""What can be done to several pieces of work at once: only what each could be told back about, row by row."""

MOST = 50  # pieces of work at once; a page of the queue holds fewer
TAKE, GIVE_BACK = "take", "give_back"
_ASSIGN, _ASK = "assign:", "ask:"
ONE_FILING = "Only requests of one filing are asked the same. Choose those of one receipt number."
REQUESTS_ONLY = "Only requests can be asked about."
HELD = "Somebody else has it."
OPEN_BLANKS = "This letter has a blank to fill in, so it is written one by one."


def assign_to(user_id: int) -> str:
    """The word for giving work to somebody."""
    return f"{_ASSIGN}{user_id}"


def ask_by(template: str) -> str:
    """The word for sending the same letter."""
    return f"{_ASK}{template}"


def assignee(action: str) -> int | None:
    """To whom work is given; None where the word says something else."""
    key = action.removeprefix(_ASSIGN)
    return int(key) if action.startswith(_ASSIGN) and key.isascii() and key.isdecimal() else None


def template(action: str) -> str:
    """Which letter is sent; "" where the word says something else."""
    return action.removeprefix(_ASK) if action.startswith(_ASK) else ""
