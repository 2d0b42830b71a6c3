"""
Saying which extra brings a package that is not installed.

The library itself needs none of them.
"""

from __future__ import annotations


def missing(package: str, extra: str) -> ImportError:
    """
    Return the error for an absent *package*, naming the *extra* that installs it.

    >>> str(missing("icalendar", "ical"))
    "this needs the package icalendar; install it with: pip install 'dossierflow[ical]'"
    """
    return ImportError(f"this needs the package {package}; install it with: pip install 'dossierflow[{extra}]'")
