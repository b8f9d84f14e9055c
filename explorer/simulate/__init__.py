"""Simulated campaigns with ground truth: tables that are clearly marked as simulated, and the coordination planted in
them.

`explorer.simulate.campaigns` lists the campaigns. `explorer.simulate.simulation` creates one from its name and a seed.
"""
