"""Type: fonts, shaping, line breaking, local typography and fitting. Everything in em until it is placed."""
