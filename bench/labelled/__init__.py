"""``make bench-labelled``: score this package and its peers on campaigns with labelled accounts."""
