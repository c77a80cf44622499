"""What a movement of data abroad needs, and whether what is recorded gives it: facts in, facts out.

No database, no clock and no words: values are those of the closed lists in `ropa.choices`.
"""
