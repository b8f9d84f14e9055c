"""Facts about the registry's sources that scripts/data/build_registry.py needs and the sources do not state.

All of them are manual decisions; docs/reference/registry.md explains them.
"""

import re
from typing import Final

CANIS: Final = ("CANIS PRC state media on social media platforms", "2023-11-03")
TWIPLOMACY: Final = ("Center for Humanities Computing Aarhus china-twiplomacy-2020-2022", "2022-04-30")
# This is the year of its licence, because the list itself is not dated.
MATRIX: Final = ("GMF Alliance for Securing Democracy and MJRC State Media Matrix", "2023")
HAMILTON: Final = ("GMF Alliance for Securing Democracy Hamilton account list (social_profile_utils)", "2024-12-02")
EMBASSIES: Final = ("GMF Alliance for Securing Democracy embassies list (social_profile_utils)", "2024-12-02")
NEWSMAP: Final = ("Hakimov and Cheema ru-ua-news-discourse-twitter newsmap (Wikidata and X)", "2023")
V2FLY: Final = ("v2fly domain-list-community", "2026-08-19")
VIGINUM: Final = ("VIGINUM Portal Kombat, a structured and coordinated pro-Russian propaganda network", "2024-02-12")
PORTAL_KOMBAT: Final = ("GMF Alliance for Securing Democracy disinfo-laundromat sites_of_concern", "2025-01-21")

V2FLY_OUTLETS: Final = {
    ("ANO TV-Novosti (RT)", ""): "RT International",
    ("ANO TV-Novosti (RT)", "Arabic"): "RT Arabic",
    ("ANO TV-Novosti (RT)", "French"): "RT France",
    ("ANO TV-Novosti (RT)", "German"): "RT Deutsch",
    ("ANO TV-Novosti (RT)", "Portugeese"): "RT Brasil",
    ("ANO TV-Novosti (RT)", "Russian"): "Russian RT",
    ("ANO TV-Novosti (RT)", "Serbian"): "RT Balkans",
    ("ANO TV-Novosti (RT)", "Spanish"): "RT Español",
    ("ANO TV-Novosti (RT)", "Other projects"): "RT",
    ("ANO TV-Novosti (RT)", "Gateway to Russia project"): "Russia Beyond",
    ("ANO TV-Novosti (RT)", "rt.doc"): "RT Documentary",
    ("ANO TV-Novosti (RT)", "RT School"): "RT",
    ("ANO TV-Novosti (RT)", "Ruptly"): "Ruptly",
    ("Rossiya Segodnya", "Arctic.ru"): "Arctic.ru",
    ("Rossiya Segodnya", "Baltnews"): "Baltnews",
    ("Rossiya Segodnya", "InoSMI"): "Inosmi",
    ("Rossiya Segodnya", "Prime"): "Prime",
    ("Rossiya Segodnya", "RIA Novosti"): "RIA Novosti",
    ("Rossiya Segodnya", "Sputnik"): "Sputnik News",
    ("Rossiya Segodnya", "TOK"): "TOK",
    ("Rossiya Segodnya", "Ukraina.ru"): "Ukraina",
    (
        "Rossiya Segodnya",
        "Rossiya Segodnya (lit. 'Russia Today') media group (Federal State Unitary Enterprise MIA 'Russia Today')",
    ): "Rossiya Segodnya",
    ("China Media Group", ""): "China Central Television (CCTV)",
    ("China News Service", ""): "China News Service (CNS) Agency",
}
"""Outlets of domains by owner and section of the list; other domains belong to the outlet with the owner's name."""

TWIPLOMACY_KINDS: Final = {"Table 2a": "diplomat", "Table 3a": "media", "Table 7": "influencer"}

_DIPLOMATS = (
    "Department of International Organizations and Conferences (DIOC)",
    "Information Department of Foreign Ministry",
    "Ministry of Foreign Affairs",
    "Office of the Commissioner of the Ministry of Foreign Affairs of the People's Republic of China in the "
    "Hong Kong Special Administrative Region",
)
_AGENCIES = ("China News Service (CNS)", "Hong Kong China News Agency", "Xinhua News Agency")
_GOVERNMENT = (
    "Chengdu Municipal People's Government",
    "China International Development Cooperation Agency (CIDCA)",
    "China International Import Expo Bureau",
    "Department of Culture and Tourism of Guangxi Zhuang Autonomous Region",
    "Department of Culture and Tourism of Jilin Province",
    "Department of Culture and Tourism of Nanjing City",
    "Department of Culture and Tourism of Ningxia Hui Autonomous Region",
    "Department of Culture and Tourism of Tianjin Binhai District",
    "Department of Culture and Tourism of Tianjin City",
    "Department of Culture and Tourism of Zhejiang Province",
    "Fuzhou Culture and Tourism Bureau",
    "General Office of the People's Government of Gansu Province",
    "General Office of the People's Government of Hubei Province",
    "Guangdong Provincial Cyberspace Administration",
    "International Liaison Department",
    "Jiangsu Provincial Department of Cultural & Tourism",
    "Jiangxi Provincial Department of Culture and Tourism",
    "Ministry of Commerce Information Office",
    "Promotional Centre of Beijing Municipal Bureau of Culture and Tourism",
    "Qingdao MOFCOM",
    "Sanya Tourism Board",
    "Shaanxi Provincial Department of Cultural & Tourism",
    "Shandong Provincial Department of Culture and Tourism",
    "State Council Information Office (SCIO)",
    "Suzhou Municipal Bureau of Culture, Radio, Television and Tourism",
    "Suzhou Wuzhong District People's Government",
    "Xiamen Culture and Tourism Bureau",
    "Zhejiang Provincial Government Information Office",
)
_ORGANISATIONS = (
    "2022 19th Asian Games Organizing Committee",
    "All-China Students' Federation",
    "China State Construction Engineering (CSCEC)",
)
OWNER_KINDS: Final = (
    dict.fromkeys(_DIPLOMATS, "diplomat")
    | dict.fromkeys(_AGENCIES, "agency")
    | dict.fromkeys(_GOVERNMENT, "government")
    | dict.fromkeys(_ORGANISATIONS, "organisation")
)
"""CANIS does not sort its entities; their owners do. Owners that are not named here run media."""

AGENCY_NAME: Final = re.compile(
    r"\b((news|press) agency|news service|agence|ag[eê]ncia|agenzia|agentur|ajans[\u0131i])\b", re.IGNORECASE
)
"""Names by which an outlet of the matrix calls itself a news agency."""

OFFICE: Final = re.compile(
    r"embassy|consulate|mission|office|department|ministry|spokesperson|delegation|DIOC", re.IGNORECASE
)
"""Words in the names of missions and other offices, which the names of diplomats do not contain."""

MINISTRY: Final = "Ministry of Foreign Affairs"
"""Owner of missions, which can hold accounts of its own; no mission is the same outlet."""

OFFICIALS: Final = ("Hu Zhaoming", "Lin Nan")
"""Office-holders of CANIS who are not diplomats."""

CORRECTIONS: Final = {
    # The first letter is missing in this column, but present in the address.
    "hineseEmbinEgypt": "ChineseEmbinEgypt",
    # A number of a server, not part of the outlet's domain.
    "www3.nhk.or.jp": "nhk.or.jp",
}

NOT_THE_OUTLET: Final = {
    f"{platform}:{handle}": "an account of the football club of that name, not of the Egyptian publisher"
    for platform, handle in (("x", "alhilal"), ("facebook", "alhilal.saudi.fc"), ("instagram", "alhilal_en"))
} | {
    "x:rt": "RT writes as RT_com",
    "x:ria_novosti": "copied from another platform; RIA Novosti writes as rianru",
    "telegram:rian_ru_bot": "a program that answers messages, not the agency",
    "telegram:sputniklivebz_bot": "a program that answers messages, not the agency",
    "x:rtarabic_ru": "copied from another platform; RT Arabic writes as RTarabic",
    "x:rt_documentary": "copied from another platform; RT Documentary writes as RT_Doc",
    "x:rtfrance": "copied from another platform; RT France writes as RTenfrancais",
    "x:etolentaru": "copied from another platform; Lenta.ru writes as lentaruofficial",
    "x:onlinekpru": "copied from another platform; Komsomolskaya Pravda writes as kpru",
    "x:1tv": "copied from another platform; Channel One writes as channelone_rus",
    "x:tvrussia": "copied from another platform; Russia-1 writes as tvrussia1",
    "telegram:rt_russian": "RT in Russian, which the source lists under RT International",
    "facebook:sputnikarmeniaagency": "the Armenian edition, which the source lists under Sputnik News",
    "vk:sputnikbelarus": "the Belarusian edition, which the source lists under Sputnik News",
}
"""Accounts of the matrix that are not those of the outlet, with the reason."""

NOT_THE_MISSION: Final = {
    ("Chinese Embassy in Russia", "facebook:ambasadachineiinromania"): "a page of the embassy in Romania",
    ("Chinese Embassy in Somalia", "facebook:chinainsa"): "a page of the embassy in South Africa",
}
"""Accounts of CANIS that another mission uses, according to their names and to later lists, with the reason."""

NOT_OF_THE_STATE: Final = {
    "Strana.news": "a Ukrainian outlet, listed under Russia",
    "Strana.today": "a Ukrainian outlet, listed under Russia",
    "Vesti (UK edition)": "a Ukrainian outlet, listed under Russia",
}
"""Outlets of the matrix that do not belong to the state under which it lists them, with the reason."""

RENAMED: Final = {"Sputnik News (Latvian edition)": "Sputnik News (Lithuanian edition)"}
"""Names of the matrix that are wrong, and the right ones: lt.sputniknews.ru is in Lithuanian."""

SAME_OUTLET: Final = {
    # Key: name, or "owner: name", in a later source. Value: name in CANIS.
    "Consulate General of the P.R.C. in Hamburg, Germany": "Chinese Consulate General in Hamburg",
    "China Daily Group: China Daily (Zhōngguó Qīngnián Bào)": "China Daily",
    "China Daily Group: China Daily HK": "China Daily Hong Kong",
    "China Daily Group: China Daily Europe": "China Daily Europe",
    "China International Publishing Group: China Today": "China Today",
    "China International Publishing Group: Beijing Review": "Beijing Review",
    "China Internet Information Center: China.org.cn": "China.org.cn (English)",
    "China Media Group: China Global Television Network (CGTN)": "CGTN",
    "China Media Group: CGTN Español": "CGTN Español",
    "China Media Group: CGTN Français": "CGTN Français",
    "China Media Group: CGTN Русский": "CGTN Russian",
    "China Media Group: CGTN العربية": "CGTN Arabic",
    "China Media Group: CGTN Africa": "CGTN Africa",
    "China Media Group: CGTN America": "CGTN America",
    "China Media Group: CGTN Europe": "CGTN Europe",
    "China News Service: China News Service (CNS)": "China News Service (CNS) Agency",
    "China News Service: ECNS (English China News Service)": "China News Service Net (eCNS)",
    "China Youth Daily: Zhōngguó Qīngnián Bào": "China Youth Daily",
    "Economic Daily: Economic Daily": "Economic Daily",
    "Guangming Daily: Guangming Daily": "Guangming Daily",
    "People's Daily: People's Daily (Renmin Ribao)": "People's Daily",
    "People's Daily: People's Daily (Japanese)": "People's Daily Japanese",
    "People's Daily: People's Daily Online - Hong Kong": "People's Daily Hong Kong",
    "People's Daily: Global Times": "Global Times",
    "People's Daily: Global Times (English)": "Global Times",
    "Global Times or Huanqiu Shibao: World Huanqiu": "Global Times Net",
    "People's Liberation Army Daily: Jiěfàngjūn Bào": "PLA Daily",
    "Phoenix TV: Phoenix TV": "Phoenix TV",
    "Qiushi: Qiushi": "Qiushi",
    "Shanghai Media Group (SMG): Dragon Television": "Dragon TV",
    "Shanghai Media Group (SMG): Shanghai Television": "Shanghai TV",
    "Shanghai United Media Group (SUMG): The Paper": "Paper, The",
    "Xinhua (New China News Agency): Xinhua": "Xinhua News Agency",
    "Xinhua (New China News Agency): Xinhua Chinese": "Xinhua Chinese",
    "Xinhua (New China News Agency): Xinhua Spanish": "Xinhua Español",
    "Xinhua (New China News Agency): Xinhua French": "Chine Nouvelle",
    "Xinhua (New China News Agency): Xinhua Japanese": "Xinhua Japanese",
    "ANO TV-Novosti (RT): RT": "RT International",
    "ANO TV-Novosti (RT): RT DE": "RT Deutsch",
    "ANO TV-Novosti (RT): RT en Español": "RT Español",
    "Rossiya Segodnya: Sputnik": "Sputnik International",
    "Rossiya Segodnya: Sputnik Arabic": "Sputnik Arabic",
    "Rossiya Segodnya: Sputnik Azerbaijan": "Sputnik News (Azerbaijan edition)",
    "Rossiya Segodnya: Sputnik Brazil": "Sputnik Portuguese",
    "Rossiya Segodnya: Sputnik France": "Sputnik French",
    "Rossiya Segodnya: Sputnik Greece": "Sputnik Greek",
    "Rossiya Segodnya: Sputnik Iran": "Sputnik Persian",
    "Rossiya Segodnya: Sputnik Italy": "Sputnik Italian",
    "Rossiya Segodnya: Sputnik Japan": "Sputnik Japanese",
    "Rossiya Segodnya: Sputnik Lithuania (Lithuanian-language)": "Sputnik News (Lithuanian edition)",
    "Rossiya Segodnya: Sputnik Mundo": "Sputnik Spanish",
    "Rossiya Segodnya: Sputnik Serbia": "Sputnik Serbian",
    "Rossiya Segodnya: Sputnik Turkey": "Sputnik Turkish",
    "Rossiya Segodnya: sputnik Poland": "Sputnik Polish",
    "Fars News Agency: Fars News Arabic": "FNA Arabic",
    "Fars News Agency: Fars News English": "FNA English",
    "Fars News Agency: Fars News Farsi": "Fars News Agency",
    "Islamic Republic News Agency (IRNA): Irna France": "IRNA French",
    "Islamic Republic of Iran Broadcasting (IRIB): Press TV Doc": "PressTV Documentary",
    "Islamic Republic of Iran Broadcasting (IRIB): PressTV": "Press TV",
    "Isna Farsi": "ISNA",
    "Kayhan News Arabic": "Kayhan Al Arabi",
    "Mehr Media Group (Islamic Development Organization): Mehr News Farsi": "Mehr News Agency (MNA)",
    "Soapbox": "Soap Box",
    "Agencia Venezolana de Noticias": "Agencia Venezolana de Noticias (AVN)",
    "Anadolu Agency": "Anadolu",
    "Channel One Russia": "Pervyy kanal",
    "IZ.RU": "Izvestia",
    "kp.ru": "Komsomolskaya Pravda",
    "National State Television and Radio Company of the Republic of Belarus": (
        "National State Television and Radio Company of Belarus"
    ),
    "Public Television of Russia": "OTR",
    "Russia-1": "Russia-1 (Россия-1)",
    "Russia-24": "Russia-24 (Россия-24)",
    "Saudia TV": "Al Saudiya",
    "TRT Al Arabiya": "TRT Arabic",
    "Tsargrad TV": "Tsargrad.tv",
    "Tasnim News Agency: Tasnim News Farsi": "Tasnim News Agency",
}
"""Outlets that occur in two sources without a common account."""

_COUNTRIES = """
AF Afghanistan|AL Albania|DZ Algeria|AO Angola|AR Argentina|AM Armenia|AU Australia|AT Austria|AZ Azerbaijan
BH Bahrain|BD Bangladesh|BY Belarus|BE Belgium|BJ Benin|BT Bhutan|BO Bolivia|BA Bosnia and Herzegovina
BW Botswana|BR Brazil|BN Brunei|BG Bulgaria|BF Burkina Faso|BI Burundi|KH Cambodia|CM Cameroon|CA Canada
CF Central African Republic|TD Chad|CL Chile|CN China|CO Colombia|CG Congo|CR Costa Rica|HR Croatia|CU Cuba
CY Cyprus|CZ Czechia|CI Côte d'Ivoire|CD DR Congo|DK Denmark|DJ Djibouti|DO Dominican Republic|EC Ecuador
EG Egypt|SV El Salvador|ER Eritrea|EE Estonia|ET Ethiopia|EU Europen Union|FI Finland|FR France|GA Gabon
GE Georgia|DE Germany|GH Ghana|GR Greece|GT Guatemala|HT Haiti|HN Honduras|HK Hong Kong|HU Hungary|IS Iceland
IN India|ID Indonesia|IR Iran|IQ Iraq|IE Ireland|IL Israel|IT Italy|JM Jamaica|JP Japan|JO Jordan
KZ Kazakhstan|KE Kenya|KW Kuwait|LA Laos|LV Latvia|LB Lebanon|LS Lesotho|LR Liberia|LY Libya|LI Liechtenstein
LT Lithuania|MO Macao|MG Madagascar|MW Malawi|MY Malaysia|MT Malta|MR Mauritania|MX Mexico|MD Moldova
MN Mongolia|ME Montenegro|MA Morocco|MZ Mozambique|MM Myanmar|NA Namibia|NP Nepal|NL Netherlands
NZ New Zealand|NI Nicaragua|NE Niger|NG Nigeria|KP North Korea|MK North Macedonia|NO Norway|OM Oman
PK Pakistan|PS Palestine territories|PA Panama|PY Paraguay|PE Peru|PH Philippines|PL Poland|PT Portugal
QA Qatar|RO Romania|RU Russia|RW Rwanda|SA Saudi Arabia|SN Senegal|RS Serbia|SG Singapore|SK Slovakia
SI Slovenia|SO Somalia|ZA South Africa|KR South Korea|SS South Sudan|ES Spain|LK Sri Lanka|SD Sudan|SE Sweden
CH Switzerland|SY Syria|TW Taiwan|TJ Tajikistan|TZ Tanzania|TH Thailand|GM The Gambia|TG Togo|TN Tunisia
TR Turkey|TM Turkmenistan|AE UAE|UG Uganda|UA Ukraine|GB United Kingdom|US United States of America|UY Uruguay
UZ Uzbekistan|VA Vatican City|VE Venezuela|VN Vietnam|YE Yemen|ZM Zambia|ZW Zimbabwe
"""
COUNTRIES: Final = {
    name: code for code, name in (c.split(" ", 1) for c in _COUNTRIES.strip().replace("\n", "|").split("|"))
}
"""The matrix's countries and areas as ISO 3166-1 alpha-2 codes (EU: exceptionally reserved there)."""
