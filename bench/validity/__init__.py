"""How well coordination is found where the truth is known: this package and its peers on the same campaigns."""
