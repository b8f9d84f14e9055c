import time

import pytest

from explorer.sources.column_names import LONGEST, Role, attributes_of, is_other, meaning, words_of

NAMES = {
    Role.ACCOUNT: "Benutzer Konto-ID usuario user user_id uid screen_name UserName "
    "from_user fromUserId account_id handle sharer page_id did",
    Role.AUTHOR: "author Autor author_id author.username",
    Role.SOURCE_AUTHOR: "Original-Autor "
    "rt_of_user retweeted_user_id retweetedUserId original_author rt_author retweet_screen_name",
    Role.ID: "id id_str tweet_id tweetid status_id message_id post_id retweet_id content_id tweet",
    Role.SOURCE_POST: "rt_of rt_of_id retweeted_status_id retweetedStatusId original_id shared_post_id object_id",
    Role.TIME: "Datum Zeitstempel fecha "
    "created created_at timestamp date time DateTime tweet_time retweeted_at shared_at unix_time published",
    Role.OTHER_TIME: "user_created_at original_created_at collected_at liked_at",
    Role.OTHER_ID: "conversation_id client_id media_id",
    Role.REPLY_POST: "in_reply_to_status_id reply_to_id",
    Role.REPLY_AUTHOR: "in_reply_to_user_id in_reply_to_screen_name",
    Role.QUOTED_POST: "quoted_id quoted_status_id",
    Role.QUOTED_AUTHOR: "quoted_author_id quoted_user",
}
OTHER = (
    "text lang retweet_count is_retweet user_followers timezone utc_offset source retweeted void grid idea candidate "
    "mentions tweet_url amount"
)


@pytest.mark.parametrize(("role", "names"), NAMES.items())
def test_the_words_of_a_name_give_its_role(role: Role, names: str) -> None:
    assert {name: found and found.role for name in names.split() if (found := meaning(name)) or True} == dict.fromkeys(
        names.split(), role
    )


@pytest.mark.parametrize("name", OTHER.split())
def test_other_names_have_no_role(name: str) -> None:
    assert meaning(name) is None


def test_words_are_found_where_nothing_separates_them() -> None:
    assert words_of("retweetedUserID_str") == ["retweeted", "user", "id", "str"]
    # one unknown part leaves the whole word as it is
    assert words_of("candidate") == ["candidate"]


def test_ids_rank_before_names() -> None:
    ranks = [found.rank for name in ("user_id", "user", "screen_name") if (found := meaning(name))]
    assert ranks == [0, 1, 2]


def test_attributes_have_everyday_names() -> None:
    assert attributes_of("Full_Text") == "text"
    assert attributes_of("friends_count") == "following"
    assert attributes_of("anything") is None
    assert is_other("mentions")
    assert not is_other("x")


def test_long_names_are_examined_in_part() -> None:
    began = time.process_time()
    meaning("user" * 1_000_000)
    assert len("".join(words_of("user" * 1_000_000))) <= LONGEST
    assert time.process_time() - began < 1


@pytest.mark.parametrize("name", ["", "_", "-", "\0", "…"])
def test_a_name_without_words_has_no_meaning(name: str) -> None:
    assert meaning(name) is None
