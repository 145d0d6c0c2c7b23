"""The version of the program that runs."""

from importlib.metadata import version as installed_version


def version() -> str:
    return installed_version("lapor")
