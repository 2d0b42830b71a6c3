"""
Measurements of the library against its peers, in one run and interleaved.

Start them with ``python benchmarks/run.py``. Nothing here is part of the
package, and nothing here is a test: a timing never fails a build.
"""
