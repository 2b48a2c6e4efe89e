"""What a run says of itself: on the console, as a gallery, as JSON. Reports read a manifest and decide nothing."""
