"""What a person writes (brand, campaign, formats, layouts) and what a feed gives, as frozen values."""
