"""The entries of the register of findings, one module for each family of checks."""

from __future__ import annotations
