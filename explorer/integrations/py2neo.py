"""The graph as py2neo objects, for notebooks that are written that way.

py2neo is end-of-life: its last release is of 2021, and its schema helpers emit syntax that Neo4j 5 refuses.
Reading and writing objects works. Nothing else in this package uses it; new notebooks do better with
``explorer.packs`` or the official driver.

Names on the left are Python's, those in quotation marks are the graph's, as `explorer.model.nodes` declares them.
``account.amplified.triples()`` gives relationships with their properties.
"""

from explorer.common.errors import ExplorerError, GraphError
from explorer.common.progress import Progress, silent
from explorer.common.settings import Settings
from explorer.graph.connection.connect import find_endpoint

try:
    from py2neo import ConnectionUnavailable, Graph
    from py2neo.errors import ServiceUnavailable
    from py2neo.ogm import Model, Property, Related, RelatedFrom, RelatedTo
except ImportError as error:
    raise ExplorerError(
        "The notebook models need py2neo, which is not installed.",
        hint="pip install 'coordination-explorer[py2neo]'",
    ) from error


def py2neo_graph(settings: Settings | None = None, *, progress: Progress = silent) -> Graph:
    """Return a py2neo graph on the Neo4j in use; without NEO4J_URI the local server is started.

    Args:
        settings: connection settings; from the environment and ``.env`` when None.
        progress: told of the local server's installation and start.

    Raises:
        GraphError: if that Neo4j does not answer or refuses the password.
        ServerError: if the local server cannot be installed or started.
    """
    endpoint = find_endpoint(settings or Settings(), progress=progress)
    try:
        return Graph(endpoint.uri, auth=(endpoint.username, endpoint.password), name=endpoint.database)
    except (ConnectionUnavailable, ServiceUnavailable) as error:
        raise GraphError(
            f"py2neo cannot connect to Neo4j at {endpoint.uri} as {endpoint.username!r}.",
            hint="explorer doctor tries the same with the official driver and says what is wrong.",
        ) from error


# py2neo carries no types, so every subclass of its Model is one of Any to mypy: hence the ignores below


class Account(Model):  # type: ignore[misc]
    """A user account on a platform; its key is ``platform:id``."""

    __primarykey__ = "accountId"

    account_id = Property("accountId")
    platform = Property("platform")
    handle = Property("handle")
    handle_key = Property("handleKey")
    name = Property("name")
    bio = Property("bio")
    location = Property("location")
    created_at = Property("createdAt")
    followers = Property("followers")
    following = Property("following")
    status = Property("status")
    status_at = Property("statusAt")
    labelled_at = Property("labelledAt")
    boosted_states = Property("boostedStates")
    boosted_retweets = Property("boostedRetweets")
    import_id = Property("importId")
    also_in = Property("alsoIn")

    operated_by = RelatedTo("Outlet", "OPERATED_BY")
    posted = RelatedTo("Post", "POSTED")
    retweeted = RelatedTo("Post", "RETWEETED")
    liked = RelatedTo("Post", "LIKED")
    amplified = RelatedTo("Account", "AMPLIFIED")
    amplified_by = RelatedFrom("Account", "AMPLIFIED")
    coordinated = Related("Account", "COORDINATED")
    clusters = RelatedTo("Cluster", "MEMBER_OF")
    judgements = RelatedFrom("Judgement", "ABOUT")


class Outlet(Model):  # type: ignore[misc]
    """A state outlet, office or office-holder from a registry."""

    __primarykey__ = "outletId"

    outlet_id = Property("outletId")
    name = Property("name")
    kind = Property("kind")
    state = Property("state")
    owner = Property("owner")
    parent = Property("parent")
    source = Property("source")
    retweets = Property("retweets")
    per_amplifier = Property("perAmplifier")
    amplifiers = Property("amplifiers")
    import_id = Property("importId")
    also_in = Property("alsoIn")

    accounts = RelatedFrom("Account", "OPERATED_BY")
    boosted_by = RelatedFrom("Cluster", "BOOSTS")


class Post(Model):  # type: ignore[misc]
    """An original post; its key is ``platform:id``."""

    __primarykey__ = "postId"

    post_id = Property("postId")
    platform = Property("platform")
    created_at = Property("createdAt")
    text = Property("text")
    language = Property("language")
    likes = Property("likes")
    replies = Property("replies")
    reposts = Property("reposts")
    quotes = Property("quotes")
    promoted = Property("promoted")
    identified = Property("identified")
    import_id = Property("importId")
    also_in = Property("alsoIn")

    author = RelatedFrom("Account", "POSTED")
    retweeted_by = RelatedFrom("Account", "RETWEETED")
    liked_by = RelatedFrom("Account", "LIKED")
    reply_to = RelatedTo("Post", "REPLY_TO")
    replies_received = RelatedFrom("Post", "REPLY_TO")
    quoted = RelatedTo("Post", "QUOTES")
    quoted_by = RelatedFrom("Post", "QUOTES")


class Run(Model):  # type: ignore[misc]
    """One detection: its parameters, its data and its outcome."""

    __primarykey__ = "runId"

    run_id = Property("runId")
    signal = Property("signal")
    weighting = Property("weighting")
    window = Property("window")
    min_weight = Property("minWeight")
    fast_seconds = Property("fastSeconds")
    min_tags = Property("minTags")
    similarity = Property("similarity")
    parameters = Property("parameters")
    seed = Property("seed")
    fingerprint = Property("fingerprint")
    platforms = Property("platforms")
    version = Property("version")
    created_at = Property("createdAt")
    events = Property("events")
    left_out = Property("leftOut")
    removed = Property("removed")
    allowed = Property("allowed")
    allow_list = Property("allowList")
    accounts = Property("accounts")
    edges = Property("edges")
    retweets = Property("retweets")
    tier_b = Property("tierB")
    significance = Property("significance")
    hypotheses = Property("hypotheses")
    cut = Property("cut")
    audit_awake = Property("auditAwake")
    audit_reaction = Property("auditReaction")
    origins_told = Property("originsTold")
    clusters = Property("clusters")
    modularity = Property("modularity")
    cluster_resolution = Property("clusterResolution")
    resolution = Property("resolution")
    data_from = Property("dataFrom")
    data_until = Property("dataUntil")

    found = RelatedFrom("Cluster", "FOUND_IN")


class Cluster(Model):  # type: ignore[misc]
    """A community of coordinated accounts; its key is ``runId/rank``."""

    __primarykey__ = "clusterId"

    cluster_id = Property("clusterId")
    run_id = Property("runId")
    rank = Property("rank")
    size = Property("size")
    edges = Property("edges")
    weight = Property("weight")
    density = Property("density")
    score = Property("score")
    stability = Property("stability")
    retweets = Property("retweets")

    run = RelatedTo("Run", "FOUND_IN")
    members = RelatedFrom("Account", "MEMBER_OF")
    boosts = RelatedTo("Outlet", "BOOSTS")
    judgements = RelatedFrom("Judgement", "HOLDS_FOR")


class Judgement(Model):  # type: ignore[misc]
    """What a person judged a cluster or an account to be."""

    __primarykey__ = "judgementId"

    judgement_id = Property("judgementId")
    kind = Property("kind")
    verdict = Property("verdict")
    note = Property("note")
    author = Property("author")
    at = Property("at")
    run_id = Property("runId")
    rank = Property("rank")
    members = Property("members")

    accounts = RelatedTo("Account", "ABOUT")
    clusters = RelatedTo("Cluster", "HOLDS_FOR")
