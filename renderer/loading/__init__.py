"""Loading: the parts of the load stage: files, catalogue, brands, feed, proofreading."""
