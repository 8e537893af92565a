"""Doing what waits, within a test's own transaction: a worker would have a connection of its own and see nothing."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def do():
    """Every job that waits, and what they defer in turn, in order; how many."""
    done, last = 0, 0
    while waiting := list(ProcrastinateJob.objects.filter(id__gt=last).order_by("id")):
        for job in waiting:
            app.tasks[job.task_name](**job.args)
            done, last = done + 1, job.id
    return done
