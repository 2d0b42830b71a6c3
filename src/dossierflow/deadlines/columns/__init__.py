"""
The parts of `dossierflow.deadlines.bulk`: the kernel's rules, written for many rows at once.

Each module is the counterpart of one of the kernel, and is held to it row by
row in the tests.
"""
