"""From the parameters of a trigger to the retweets that it causes."""

import numpy as np

from explorer.simulate.family.triggers.audiences import (
    fan_retweets,
    follower_retweets,
    staff_retweets,
    viewer_retweets,
)
from explorer.simulate.family.triggers.model import Triggered
from explorer.simulate.family.triggers.parameters import (
    BatchService,
    Bots,
    Fans,
    Feed,
    Influencer,
    Schedulers,
    Staff,
    Trigger,
)
from explorer.simulate.family.triggers.programs import bot_retweets, scheduler_retweets, service_retweets
from explorer.simulate.family.world import World


def trigger_retweets(rng: np.random.Generator, world: World, trigger: Trigger) -> Triggered:
    """Return the accounts that share a trigger, with the retweets that they make because of it."""
    match trigger:
        case Fans():
            return fan_retweets(rng, world, trigger)
        case Influencer():
            return follower_retweets(rng, world, trigger)
        case Feed():
            return viewer_retweets(rng, world, trigger)
        case Staff():
            return staff_retweets(rng, world, trigger)
        case Bots():
            return bot_retweets(rng, world, trigger)
        case Schedulers():
            return scheduler_retweets(rng, world, trigger)
        case BatchService():
            return service_retweets(rng, world, trigger)
