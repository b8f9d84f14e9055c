"""What every trigger returns."""

from dataclasses import dataclass

from explorer.simulate.family.people import Ints
from explorer.simulate.family.world import Retweets


@dataclass(frozen=True, slots=True)
class Triggered:
    """Accounts that share a trigger, and the retweets that they make because of it.

    Attributes:
        role: Role of the accounts in the ground truth.
        accounts: Indices of the accounts.
        retweets: Their retweets. Those of an influencer are included, although an influencer has no role.
    """

    role: str
    accounts: Ints
    retweets: Retweets
