"""Who runs which account: state outlets and diplomats, from a list that names its sources."""
