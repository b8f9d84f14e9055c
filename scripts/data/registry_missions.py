"""Recognise diplomatic missions by state, kind and place, because lists name the same mission differently."""

import re
import unicodedata
from typing import Final

from scripts.data.registry_entry import Entry

_ADJECTIVES: Final = {"China": "Chinese", "Russia": "Russian", "Iran": "Iranian"}
_LISTED: Final = re.compile(r"(?P<kind>.+) of (?P<state>China|Russia|Iran), (?P<city>.+) \((?P<country>.+)\)")
_NAMED: Final = re.compile(
    r"(?:Chinese|Russian?|Rusisan|Iranian|China) (?P<kind>embassy|consulate[- ]general|consulate) in "
    r"(?:the )?(?P<place>[^,(]+?)(?:, [^(]+)?(?: \((?P<note>.+)\))?",
    re.IGNORECASE,
)
_SAME_PLACE: Final = {
    "holysee": "vaticancity",
    "vatican": "vaticancity",
    "czechrepublic": "czechia",
    "czechrep": "czechia",
    "uk": "unitedkingdom",
    "unitedkingdomofgreatbritainandnorthernireland": "unitedkingdom",
    "usa": "unitedstates",
    "unitedstatesofamerica": "unitedstates",
    "uae": "unitedarabemirates",
    "korearepublic": "southkorea",
    "republicofkorea": "southkorea",
    "koreademocraticrepublic": "northkorea",
    "congodemocraticrepublic": "drcongo",
    "democraticrepublicofcongo": "drcongo",
    "democraticrepublicofthecongo": "drcongo",
    "demrepofcongokinshasa": "drcongo",
    "congorepublic": "congo",
    "republicofthecongo": "congo",
    "repofcongobrazzaville": "congo",
    "macedonia": "northmacedonia",
    "bosniaherzegovina": "bosniaandherzegovina",
    "eduador": "ecuador",
    "tazania": "tanzania",
    "timor": "timorleste",
    "frankfurt": "frankfurtammain",
    "kandahar": "qandahar",
    "suleymani": "sulaymaniyah",
    "naxcivan": "nakhchivan",
    "mazaresharif": "mazar",
    "mazarisharif": "mazar",
    "costanta": "constanta",
    "basrah": "basra",
    "darkhan": "darhan",
    "turkiye": "turkey",
    "palestine": "palestineterritories",
    "maliandniger": "mali",
    "beninandtogo": "benin",
    "brestby": "brest",
    # Dar es Salaam and Port of Spain, as the list of embassies shortens them
    "es": "tanzania",
    "of": "trinidadandtobago",
}
"""Other spellings of a place, letters only."""
_SPELLED: Final = """
Antigua and Barbuda|Bosnia and Herzegovina|Burkina Faso|Cape Verde|DR Congo|Congo|Costa Rica|Côte d'Ivoire|Czechia
El Salvador|Equatorial Guinea|European Union|French Polynesia|Vatican City|Hong Kong|North Korea|South Korea
New Zealand|North Macedonia|Papua New Guinea|São Tomé and Príncipe|Saudi Arabia|Sierra Leone|Solomon Islands
South Africa|South Ossetia|South Sudan|Sri Lanka|Timor-Leste|United Arab Emirates|United Kingdom|United Nations
United States|Palestine territories|Bandar Abbas|Cape Town|Cebu City|Chiang Mai|Da Nang|Frankfurt am Main
Ho Chi Minh City|Karlovy Vary|Khon Kaen|Koh Samui|Kota Kinabalu|Los Angeles|New York|Rio de Janeiro|San Francisco
Santa Cruz|São Paulo|Siem Reap|Washington, D.C.|Kandahar|Brest|Tanzania|Trinidad and Tobago
"""


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub("[^a-z]", "", plain.lower())


_SPELLINGS: Final = {_letters(name): name for name in _SPELLED.strip().replace("\n", "|").split("|")} | {
    "qandahar": "Kandahar",
    "washingtondc": "Washington, D.C.",
}


def _place(text: str) -> str:
    letters = _letters(text)
    return _SAME_PLACE.get(letters, letters)


def mission_name(listed: str) -> str:
    """Return the name of a mission that the list of embassies gives as ``Embassy of China, Capetown (Southafrica)``.

    Embassies are named by country, other missions by city.
    """
    match = _LISTED.fullmatch(listed)
    if not match:
        return listed
    kind = match["kind"].lower().replace("consulate general", "consulate-general")
    where = match["country"] if kind == "embassy" else match["city"]
    place = _place(where)
    return f"{_ADJECTIVES[match['state']]} {kind} in {_SPELLINGS.get(place, where)}"


def mission_key(entry: Entry) -> tuple[str, str, str] | None:
    """Return state, kind and place of an embassy or consulate; None if the entry is none, or one account of several."""
    match = _NAMED.fullmatch(entry.name.strip()) if entry.kind == "diplomat" else None
    if match is None or match["note"]:
        return None
    kind = "embassy" if match["kind"].lower() == "embassy" else "consulate"
    return entry.state, kind, _place(match["place"])


def is_embassy(entry: Entry) -> bool:
    """Return whether an entry is an embassy, whose consulates often name its web site."""
    key = mission_key(entry)
    return key is not None and key[1] == "embassy"
