"""Exports for other programs: the network of a run for Gephi, its tables, its manifest, and Python objects.

`formats` declares the file formats, `run` reads a run, `network` writes GEXF and GraphML, `folder` writes Parquet and
CSV, `graph_frames` makes igraph and networkx graphs, and `manifest` records what is needed to repeat a run.
"""
