"""The layout engine's parts: type scale, slots, flow, price lockup, emission, score. Used by the arrange stage only."""
