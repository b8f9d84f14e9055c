"""Clusters: communities of one network or of several as layers, how stable they are, and who is at their core."""
