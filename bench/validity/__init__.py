"""How well this package and its peers detect coordination in simulated campaigns with ground truth."""
