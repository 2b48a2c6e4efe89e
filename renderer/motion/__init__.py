"""Motion: a still scene staged in acts. It ends as the still; motion is the order in which the eye should read it."""
