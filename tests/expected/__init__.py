"""What each rule should answer, written a second time from the documents: plain dicts, ints and Fractions.

Nothing here imports the library. All evaluations of a rule share one body and could be wrong together; these
functions could not be wrong with them.
"""
