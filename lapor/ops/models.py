"""Rows of the operators."""

from django.db import models


class RaisedAlarm(models.Model):
    """An alarm that stands (alarms.py), since when, and when somebody was last told of it."""

    name = models.CharField(max_length=40, primary_key=True)
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
