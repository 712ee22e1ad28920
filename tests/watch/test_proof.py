"""The proof of tests/watch/proof.py in small: pages offered twice over three rounds, with a kill in each."""

from .proof import prove


def test_every_page_is_stored_once_and_none_asked_for_without_need_over_kills() -> None:
    figures = prove(pages=240, gap=0.005)
    assert figures.kills == 3
    assert figures.stored == figures.pages
    assert figures.versions == figures.pages + figures.changed
    assert figures.waiting == 0
    # A kill costs what was under way: one request a host.
    assert 0 <= figures.most_again <= 3 * figures.kills
    assert figures.unchanged >= figures.changed
    assert figures.page_requests == figures.whole + figures.unchanged
    assert figures.conditional <= figures.unchanged + figures.changed + 3 * figures.kills
    assert figures.smallest_gap >= figures.gap
    assert figures.most_at_once == 1
