"""What a procedure is: facts, limits, steps and rules, read from a cited file."""

from __future__ import annotations
