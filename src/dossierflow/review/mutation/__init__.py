"""
Rules changed by one notch, to see whether any golden case notices.

`mutations` yields the changed procedures, `try_mutations` tells which of them
the cases notice, per rule and as a score.
"""
