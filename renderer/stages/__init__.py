"""The line's stages: load, plan, compose, arrange, pack. Each takes values and returns a value."""
