"""What other programs take: the network of a run for Gephi, its tables, its manifest; and all of it as Python objects.

`explorer.export.run` reads a run, `network` writes GEXF and GraphML, `folder` Parquet and CSV, `objects` makes
igraph's and networkx's graphs, `manifest` tells what a run rests on, so that it can be repeated.
"""
