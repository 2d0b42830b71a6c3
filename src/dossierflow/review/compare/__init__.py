"""
Two versions of a procedure compared: fields, due dates, and the dossiers that they meet.

`compare` tells what is said differently and which start days are due on
another day; `dossiers_between` tells what a new version does to the dossiers
that a store keeps.
"""
