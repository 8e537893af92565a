"""Where rows come from: import runs, the captures they read, what they refused."""

from django.db import models
from django.db.models import Q

from finpro.registry.enums import RunState, SourceKind


class ImportRun(models.Model):
    """One `finpro import` or `finpro simulate`. `cursor` counts the records whose outcome is committed."""

    kind = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=RunState)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    cursor = models.BigIntegerField(default=0)
    counters = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "fingerprint"], condition=Q(state="RUNNING"), name="import_run_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="RUNNING", finished_at__isnull=True) | Q(state="DONE", finished_at__isnull=False),
                name="import_run_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"import run {self.pk}"


class ImportReject(models.Model):
    """A record that was not written, and why. `reason` holds no personal data."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rejects")
    position = models.BigIntegerField()
    file = models.TextField()
    pointer = models.TextField()
    crd = models.BigIntegerField(null=True)
    reason = models.TextField()

    class Meta:
        ordering = ["run_id", "position", "pk"]

    def __str__(self) -> str:
        return f"reject {self.pk} of run {self.run_id}"


class Source(models.Model):
    """One capture of one person or firm, one filing, or what a person told: what every row of the record points to.

    `record` locates the record in `file` (`line 12`, a member of a zip). `content` is the capture itself as
    normalised facts (zlib, JSON), from which the record of the person can be built again in any order.

    Of a filing, `service` is the form ("U4"), `file` the filing as text ("filing:12"), `record` its receipt, `firm_crd`
    the firm that filed, `captured_on` the day of filing.

    Of what the person told here, `service` is ADDRESS and `captured_on` the day of telling.
    """

    kind = models.CharField(max_length=12, choices=SourceKind)
    run = models.ForeignKey(ImportRun, models.PROTECT, null=True, related_name="sources")
    service = models.CharField(max_length=20)
    file = models.TextField()
    record = models.TextField(default="")
    captured_on = models.DateField()
    captured_on_exact = models.BooleanField(default=True)
    crd = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)
    content = models.BinaryField(null=True)
    firm_crd = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["crd", "service", "captured_on"], name="source_crd")]
        constraints = [models.UniqueConstraint(fields=["crd", "service", "digest"], name="source_once")]

    def __str__(self) -> str:
        return f"{self.service} capture of {self.captured_on}"
