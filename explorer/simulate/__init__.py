"""Simulated campaigns with known truth: tables that are clearly marked as simulated, and what was planted in them.

`explorer.simulate.campaigns` lists the campaigns; `explorer.simulate.simulation` makes one from its name and a seed.
"""
