"""The schema of a registry's CSV file: its columns and their valid values."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from explorer.registry.accounts import HANDLES, id_column

SHIPPED: Final = Path(__file__).parent / "registry.csv"
"""The registry that comes with this package; see docs/reference/registry.md for its sources."""

COLUMNS: Final[Mapping[str, str]] = {
    "outlet": "stable id of the outlet without spaces: state and name as a slug, such as cn-cgtn",
    "name": "English name of the outlet or office-holder",
    "kind": "kind of outlet; see the kinds",
    "state": "ISO 3166-1 alpha-2 code of the outlet's state; empty for influencers and covert networks, because no "
    "state is claimed",
    "owner": "entity that owns or employs the outlet",
    "parent": "entity above the owner",
    "typology": "code of the State Media Monitor, if there is one; a ? is the source's own",
    **{platform: f"accounts on {platform}, separated by ;" for platform in HANDLES},
    **{id_column(platform): f"ids of these accounts on {platform}, in the same order" for platform in HANDLES},
    "domains": "web domains of the outlet, such as example.org, separated by ;",
    "status": "whether the accounts and domains of the row are current, former or historical; empty: current",
    "valid_from": "first day on which they belong to the outlet: 2023-11-03, 2023-11 or 2023; empty: unknown",
    "valid_until": "last day on which they belong to the outlet; empty: they still do, or the day is unknown",
    "source": "source of all accounts and domains of the row; several sources are separated by ;",
    "source_date": "date of each source, in the same order: 2023-11-03, 2023-11 or 2023",
}
"""Columns of a registry and their descriptions."""

DESCRIPTIVE: Final = ("name", "kind", "state", "owner", "parent", "typology")
"""Columns that describe the outlet. Only its first row needs them."""

STATUSES: Final[Mapping[str, str]] = {
    "current": "the outlet uses them, according to the source",
    "former": "the outlet no longer uses them",
    "historical": "the source names an office-holder without dates, who may have left the office since",
}
"""Statuses of accounts and domains, `explorer.model.tables.TENURE_VALUES`, and their descriptions."""

REQUIRED: Final = ("outlet", "name", "kind", "state", "source", "source_date")
"""Required columns. Only ``state`` may be empty, and only for the kinds in `STATELESS`."""

KINDS: Final[Mapping[str, str]] = {
    "media": "a news outlet, programme or channel, or someone who works for one",
    "agency": "a news agency, one of its outlets, or someone who works for it",
    "diplomat": "a foreign ministry, a mission abroad, or someone who serves there",
    "government": "another office of a state, its ruling party or a local government",
    "organisation": "another company, association or event of the state",
    "influencer": "a person studied for amplifying a state; the entry does not claim that a state directs them",
    "covert": "a network that hides who operates it, and that a report describes; not a state outlet",
}
"""Kinds of outlets and their descriptions."""

STATELESS: Final = ("influencer", "covert")
"""Kinds without a state, because no state is claimed."""

TYPOLOGY: Final[Mapping[str, str]] = {
    "SC": "state-controlled: the state funds it, governs it and decides on content",
    "CaPu": "captured public or state-managed: the state governs it and decides on content",
    "CaPr": "captured private: privately governed, the state decides on content",
    "ISFM": "independent, state-funded and state-managed: the state funds and governs it, not its content",
    "ISF": "independent, state-funded: the state funds it, and neither governs it nor decides on content",
    "ISM": "independent, state-managed: the state governs it, and neither funds it nor decides on content",
    "IP": "independent public: the state neither funds it directly, nor governs it, nor decides on content",
}
"""Codes of the State Media Monitor (Dragomir and Söderström 2021) with paraphrased definitions."""

_STATES: Final = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV
    BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES
    ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE
    IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY
    MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU
    NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM
    SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE
    VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()  # noqa: SIM905 - 249 quoted words would fill a page
)
# EU is exceptionally reserved in ISO 3166-1 for the European Union; XK is user-assigned, in use for Kosovo
STATES: Final = _STATES | {"EU", "XK"}
"""Valid state codes."""


def is_registry_format(import_format: str | None) -> bool:
    """Whether an import with this format loaded a registry of outlets rather than data on accounts."""
    return (import_format or "").split(" ", maxsplit=1)[0] == "registry"
