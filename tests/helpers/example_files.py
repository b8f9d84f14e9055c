"""Small input files whose results can be computed by hand."""

HEADING = "retweet_id,account_id,post_id,author_id,retweeted_at\n"
GOOD = HEADING + "".join(
    f"r{post}{who},{who},p{post},9,2021-03-01T12:0{post}:0{who}Z\n" for post in range(3) for who in (1, 2, 3)
)
"""Accounts 1, 2 and 3 retweet three posts of account 9 within 2 s of each other: three edges of weight 3."""
FIXED = ("--significance", "off")
"""There are too few events for significance."""
REGISTRY = "outlet,name,kind,state,x,source,source_date\ncn-test,Test Daily,media,CN,TestDaily,a test,2021\n"
