"""Item rules: placeholder until written."""
def parse_where(text: str) -> object: return text
def parse_sort(text: str) -> object: return text
