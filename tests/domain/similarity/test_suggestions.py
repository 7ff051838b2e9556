"""What is alike: words that mean the same, marks that keep apart, vectors in little memory."""

import numpy as np
import pytest

from domain.similarity.closeness import RELATED, Closeness, Degree, closeness, ready
from domain.similarity.keywords import notions
from domain.similarity.matrix import DIMENSIONS, Matrix, packed, unit
from domain.text.folding import index_words, query_words


def near(one: str, other: str, cosine: float = 1.0) -> Closeness:
    return closeness(ready(one), ready(other), cosine)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sign in with my phone", "log in on the mobile"),
        ("Invoices as PDF", "Facturas en PDF"),
        ("Delete a task", "remove tasks"),
        ("Dark mode", "Dunkler Modus"),
    ],
)
def test_words_that_mean_the_same_are_one_notion(one: str, other: str) -> None:
    assert sorted(notions(one)) == sorted(notions(other))


def test_a_text_of_little_words_keeps_them() -> None:
    assert notions("is it this or that") == ["is", "it", "this", "or", "that"]
    assert notions("…") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Error E-1042 when saving", "Error E-1043 when saving"),
        ("SSO for admins", "SLA for admins"),
        ("Webhook when a deal is won", "Webhook when a deal is lost"),
        ("Add a column", "Remove a column"),
        ("Notify me of comments", "Do not notify me of comments"),
        ("Translate it into French", "Translate it into Japanese"),
    ],
)
def test_codes_names_and_opposites_keep_apart_what_looks_the_same(one: str, other: str) -> None:
    assert near(one, other).degree is not Degree.SAME


def test_a_typo_and_another_spelling_are_almost_the_same() -> None:
    assert near("Export to CSV", "export  to csv!", 0.0).degree is Degree.SAME
    assert near("Export the quarterly figures", "Exprot the quarterly figures", 0.2).sameness > 0.9


def test_a_long_story_that_holds_a_short_request_ranks_high_but_is_not_the_same() -> None:
    story = "We exported the list to CSV yesterday and the customer asked for filters by region"
    found = near("Export to CSV", story, 0.6)
    assert found.score > RELATED
    assert found.degree is not Degree.SAME
    assert found.shared == ("exported", "csv")


def test_the_reason_names_the_words_as_each_of_the_two_says_them() -> None:
    assert near("Download the bill", "Invoices: export").shared == (
        "download ≈ export",
        "bill ≈ invoices",
    )


def test_words_alone_make_related_at_most_where_the_model_knows_nothing() -> None:
    assert near("発注 書 を 印刷", "印刷 を 発注 書 へ", 0.0).degree is Degree.RELATED
    assert near("発注 書 を 印刷", "印刷 を 発注 書 へ", 0.0).score > RELATED


def test_nothing_in_common_is_not_worth_a_look() -> None:
    assert near("Dark mode", "Refund an order", 0.1).score < RELATED


def test_the_nearest_vectors_come_first_and_the_oldest_go() -> None:
    random = np.random.default_rng(7)
    vectors = unit(random.normal(size=(50, DIMENSIONS)).astype(np.float32))
    matrix = Matrix(capacity=40)
    matrix.put(range(30), packed(vectors[:30]))
    assert matrix.nearest(vectors[4], 3)[0][0] == 4
    assert matrix.nearest(vectors[4], 1)[0][1] == pytest.approx(1.0, abs=0.01)
    matrix.put([4], packed(vectors[49:]))
    assert matrix.nearest(vectors[49], 1)[0][0] == 4
    matrix.put(range(100, 120), packed(vectors[30:50]))
    assert len(matrix) == 40
    assert 0 not in {found for found, _cosine in matrix.nearest(vectors[0], 40)}
    assert Matrix(5).nearest(vectors[0], 3) == []


def test_scripts_without_spaces_are_indexed_so_that_any_part_is_found() -> None:
    indexed = index_words("导出数据 to CSV").split()
    assert indexed == ["导出", "出数", "数据", "据", "to", "csv"]
    for part in ("导出", "数据", "出数据", "据", "导"):
        assert all(any(word.startswith(one) for word in indexed) for one in query_words(part))
    assert query_words("a\" OR b* NEAR(c) 'd' : & |") == ["a", "or", "b", "near", "c", "d"]
    assert len(query_words("x" * 5000)[0]) == 64
