"""The frame of the window: bars, pages, palette, settings, guide."""
