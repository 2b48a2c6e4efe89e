"""Executors: how work is spread. Each takes a function and tasks, and gives results as they come."""
