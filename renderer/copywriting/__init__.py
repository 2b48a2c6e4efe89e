"""Copy: texts as small, bounded expressions over the item, and each locale's own prices, numbers and dates."""
