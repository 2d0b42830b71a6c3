"""
Faults made on purpose, and an examination of what is left afterwards.

`tests/faults` runs all of it small; ``benchmarks/reliability.py`` runs it large
and writes the figures of ``docs/reliability.md``.
"""
