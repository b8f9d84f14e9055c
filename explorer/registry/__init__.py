"""Registries of outlets: accounts that state media, diplomats and others operate, with a source for each entry."""
