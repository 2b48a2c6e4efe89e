"""What stays on disk: inputs read and analysed once, outputs written whole."""
