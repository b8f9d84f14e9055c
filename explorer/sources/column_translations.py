"""Words in the names of columns in other languages, and the English words that they mean."""

import unicodedata
from collections.abc import Mapping
from typing import Final

_WORDS: Final[Mapping[str, str]] = {
    "user": "nutzer|benutzer|usuario|usuaria|utilisateur|utente|utilizador|пользователь|пользователя|юзер",
    "user name": "nutzername|benutzername",
    "user id": "nutzerid|benutzerid",
    "account": "konto|cuenta|conta|compte|аккаунт|аккаунта|учетка",
    "author": "autor|autorin|verfasser|auteur|autore|autora|автор|автора",
    "name": "nombre|nome|nom|имя",
    "id": "identificador|identifiant|kennung|ид|айди",
    "post": "beitrag|beitrage|publicacion|publicacao|publication|пост|поста|запись|записи",
    "post id": "beitragsid|beitrags",
    "tweet": "tuit|твит|твита",
    "retweet": "retuit|ретвит|ретвита",
    "message": "nachricht|mensaje|mensagem|messaggio|сообщение|сообщения",
    "video": "видео",
    "retweeted": "retuiteado|retuiteada",
    "shared": "geteilt|geteilter|geteiltes|compartido|compartida|compartilhado|partage|condiviso",
    "reposted": "репост|репоста",
    "forwarded": "weitergeleitet|weitergeleiteter|weitergeleitete|reenviado|reenviada|пересланный|переслано",
    "original": "originale|originaler|originalen|оригинал|оригинала|оригинальный|оригинального|исходный|исходного",
    "date": "datum|fecha|дата",
    "time": "zeit|uhrzeit|zeitpunkt|zeitstempel|hora|heure|horodatage|ora|время",
    "datetime": "fechahora|датавремя",
    "created": "erstellt|creado|creada|cree|criado|creato|создан|создано|создания",
    "published": "veroffentlicht|publicado|publie|pubblicato|опубликовано|публикации",
    "reply": "antwort|respuesta|reponse|resposta|risposta|ответ",
    "quoted": "zitiert|zitierter|citado|citada|цитата",
    "text": "texto|texte|testo|inhalt|контент|текст",
    "language": "sprache|idioma|langue|lingua|язык",
    "link": "enlace|lien|ссылка",
    "count": "anzahl|numero|nombres|количество|число",
    "": "de|del|des|du|von|vom|der|des|do|da|la|le|el",
}


def without_accents(text: str) -> str:
    """Return a text in lower case and without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


TRANSLATIONS: Final[Mapping[str, str]] = {
    without_accents(foreign): english for english, words in _WORDS.items() for foreign in words.split("|")
}
"""English words by a word of German, Spanish, French, Italian, Portuguese or Russian, without accents."""
