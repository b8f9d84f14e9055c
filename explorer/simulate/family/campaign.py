"""The family: parametrised campaigns for power studies, with groups planted in an organic background."""

import numpy as np

from explorer.simulate.campaign.model import Campaign
from explorer.simulate.family.groups import GroupActions, member_retweets, plant_group
from explorer.simulate.family.parameters import CampaignParameters, GroupParameters
from explorer.simulate.family.people import DAY, START
from explorer.simulate.family.tables import account_roles, action_rows, count_figures, group_rows, make_tables
from explorer.simulate.family.triggers.audiences import burst_retweets, fan_retweets, follower_retweets
from explorer.simulate.family.triggers.retweets import trigger_retweets
from explorer.simulate.family.world import Retweets, World, make_world, organic_retweets


def simulate_family(family: CampaignParameters, seed: int = 0) -> Campaign:
    """Simulate a campaign with these parameters.

    Args:
        family: The parameters.
        seed: Random seed, 0 or more.

    Returns:
        The campaign with the tables accounts, posts and retweets, or links or hashtags, depending on what accounts
        share. Its truth consists of ``accounts``, ``groups`` (one row per group, with its parameters) and ``actions``
        (group, the object, at).
    """
    # Each part has its own random stream, so that the world is the same with and without fans.
    world_rng, crowd_rng, fan_rng, follower_rng, burst_rng, group_rng, trigger_rng = (
        np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(7)
    )
    world = make_world(
        world_rng,
        crowd=family.accounts,
        members=sum(group.size for group in family.groups),
        authors=family.authors,
        posts=family.posts,
        days=family.days,
        news=family.news,
    )
    fans = [fan_retweets(fan_rng, world, parameters) for parameters in family.fans]
    followers = [follower_retweets(follower_rng, world, parameters) for parameters in family.influencers]
    bursts = [burst_retweets(burst_rng, world) for _ in range(family.bursts)]
    triggers = [
        trigger_retweets(rng, world, parameters)
        for rng, parameters in zip(trigger_rng.spawn(len(family.triggers)), family.triggers, strict=True)
    ]
    world, groups = _plant_groups(group_rng, world, family.groups)
    member_own = [member_retweets(group_rng, world, planted) for planted in groups]
    planned = [each.retweets for each in (*fans, *followers)] + bursts + member_own
    planned += [part for planted in groups for part in (planted.acts, planted.echo)]
    planned += [each.retweets for each in triggers]
    # Draw more than needed, because some are dropped and some repeat a post of the same account.
    crowd = organic_retweets(
        crowd_rng, world, crowd_rng.choice(world.crowd, int(family.retweets * 2), p=world.activity)
    )
    retweets = _fill_up(crowd_rng, planned, crowd, family.retweets, world)
    truth = {
        "accounts": account_roles(world, (*followers, *fans, *triggers), groups),
        "groups": group_rows(groups),
        "actions": action_rows(world, groups, family.objects),
    }
    return Campaign(make_tables(world, retweets, family), truth, count_figures(family.retweets, groups, retweets))


def _plant_groups(
    rng: np.random.Generator, world: World, parameters: tuple[GroupParameters, ...]
) -> tuple[World, list[GroupActions]]:
    """Return the planted groups, and the world with the objects of their own."""
    groups: list[GroupActions] = []
    members = world.crowd
    for group in parameters:
        accounts, members = np.arange(members, members + group.size), members + group.size
        posts = None if group.targets is None else groups[group.targets].post
        if group.own:
            posts = len(world.posts.time) + np.arange(group.posts)
            world = world.with_objects(np.sort(START + rng.uniform(0, world.days - 3, group.posts) * DAY))
        groups.append(plant_group(rng, world, accounts, group, posts))
    return world, groups


def _fill_up(
    rng: np.random.Generator, planned: list[Retweets], crowd: Retweets, retweets: int, world: World
) -> Retweets:
    """Return all planned retweets and as many of the crowd's as needed, sorted by time, one per account and post."""
    account, post, time = (np.concatenate(column) for column in zip(*planned, crowd, strict=True))
    filling = np.arange(len(account)) >= len(account) - len(crowd[0])
    # Times are whole seconds, and later than the post.
    time = np.maximum(np.floor(time), world.posts.time[post] + 1)
    inside = np.flatnonzero(time < world.end)
    order = inside[np.lexsort((filling[inside], time[inside]))]
    _, first = np.unique(account[order] * np.int64(len(world.posts.time)) + post[order], return_index=True)
    order = order[np.sort(first)]
    surplus = len(order) - retweets
    if surplus > 0:
        order = np.delete(order, rng.permutation(np.flatnonzero(filling[order]))[:surplus])
    return account[order], post[order], time[order]
