"""What makes independent accounts act at the same time: fans, followers, feeds, staff and programs.

A trigger is an innocent explanation of coincidences. Accounts that share one did not agree on anything.
"""
