"""Starting a project: a brand from a logo or design tokens, a campaign from a feed, and the schemas for editors."""
