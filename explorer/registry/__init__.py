"""Registries of outlets: which accounts state media, diplomats and others run, with a source for each entry."""
