"""Doing what waits, within a test's own transaction: a worker would have a connection of its own and see nothing."""

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def do():
    """Every job that waits, and what they defer in turn, in order; how many."""
    done = 0
    while job := ProcrastinateJob.objects.order_by("id").first():
        app.tasks[job.task_name](**job.args)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.id])
        done += 1
    return done
