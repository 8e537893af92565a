"""The kernel's only table."""

from django.db import models


class Effect(models.Model):
    """Something that a job did, written in the same transaction; a second run of the job finds it."""

    key = models.TextField(primary_key=True)
    done_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
