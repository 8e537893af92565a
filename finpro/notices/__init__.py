"""The outbox: mails are rows of the transaction that causes them, delivered once by a job."""
