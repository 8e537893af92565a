"""How firm and person work on one draft: what is open, who is there, what they tell each other, where it has been."""

from django.db import models
from django.db.models import Q

from finpro.accounts.models import User
from finpro.filings.enums import CommentSide, State
from finpro.filings.models.filing import Filing


class SectionShare(models.Model):
    """A section of a draft: whether the person may edit it, and since when each side calls it done."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="shares", db_index=False)
    section = models.CharField(max_length=40)
    rep_may_edit = models.BooleanField(default=False, db_default=False)
    rep_done_at = models.DateTimeField(null=True)
    firm_done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["filing", "section"], name="section_share_once")]

    def __str__(self) -> str:
        return f"section {self.section} of filing {self.filing_id}"


class Presence(models.Model):
    """Who has a section open. It informs and protects nothing: versions of answers do. Older than 30 s is gone."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="presences", db_index=False)
    section = models.CharField(max_length=40)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    hat = models.CharField(max_length=10)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["filing", "section", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"presence {self.pk}"


class Comment(models.Model):
    """What one side tells the other about a section. Read by both; settled by either."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="comments", db_index=False)
    section = models.CharField(max_length=40)
    side = models.CharField(max_length=6, choices=CommentSide)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.TextField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.TextField(null=True)  # absent together with the moment

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved",
            )
        ]
        indexes = [models.Index(fields=["filing", "section", "id"], name="comment_section")]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Move(models.Model):
    """One step of a filing from state to state. Only added to. `before` is empty for its beginning."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="moves", db_index=False)
    before = models.CharField(max_length=24, choices=State, default="", db_default="")
    after = models.CharField(max_length=24, choices=State)
    at = models.DateTimeField()
    by = models.TextField()
    hat = models.CharField(max_length=10)
    reason = models.TextField(default="", db_default="")  # what the actor gave as one

    class Meta:
        indexes = [models.Index(fields=["filing", "id"], name="move_filing")]

    def __str__(self) -> str:
        return f"move {self.pk}"
