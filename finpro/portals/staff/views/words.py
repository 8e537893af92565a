"""What the pages about work on the record say after something was done."""

HELP = "/help/staff-registrations"
# What was done, by the word in the address that the page is shown with afterwards.
DONE = {
    "taken": "It is yours. Nobody else works on it until you give it back.",
    "given-back": "It is back in the queue.",
    "noted": "Your note was written down.",
    "ticked": "The checklist was changed.",
    "looked": "The rules looked at the request again. What they found stands below.",
    "decided": "The request is decided. The firm and the person were told.",
    "cured": "It is closed. With the last thing that was missing the request waits for your decision.",
    "reviewed": "The disclosure is reviewed. It is no longer open for this request.",
    "reviewed-once": "Your review was written down. One more, by somebody else, and the disclosure is no longer open.",
    "matched": "The report is matched. It shows among the disclosures of the person.",
    "unmatched": "The match is undone. The report waits to be matched again.",
    "letter": "The letter was sent. The request waits for the firm’s answer.",
}
