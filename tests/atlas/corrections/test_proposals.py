"""Proposals, reviews and releases, in a store of their own."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from atlas.corrections.accounts import appoint
from atlas.corrections.documents import taken
from atlas.corrections.proposals import (
    ConflictError,
    approve,
    comment,
    document,
    give_back,
    proposals,
    propose,
    version_of,
    withdraw,
)
from atlas.corrections.released import Change, record_of, released, with_changes
from atlas.corrections.releases import publish, releases, restore
from atlas.corrections.roles import AT_THE_KEYBOARD, NotAllowedError, Who
from atlas.faults import FaultError
from data.limits import DOCUMENT_BYTES
from data.store.audit import broken_row
from data.store.opening import Store
from data.store.tables import AUDIT, PROPOSALS
from tests.corrections import (
    BOTH,
    CENTRE,
    EDITOR_OF_SHANTOU,
    FIRST_REVIEWER,
    OTHER_REVIEWER,
    SOURCE,
    STREET,
    THE_ADMINISTRATOR,
    draft,
    moved,
    new_store,
    place_for,
    published,
)
from tests.worlds import the_atlas


@pytest.fixture(params=BOTH)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return new_store(place_for(request, tmp_path))


def rows(store: Store) -> tuple[int, int]:
    with store.reading() as connection:
        found = [connection.execute(select(func.count()).select_from(each)).scalar_one() for each in (PROPOSALS, AUDIT)]
    return found[0], found[1]


def test_a_proposal_is_approved_published_and_restored(store: Store) -> None:
    number = propose(store, EDITOR_OF_SHANTOU, draft(store))
    approve(store, FIRST_REVIEWER, number, "核实无误")
    first = publish(store, FIRST_REVIEWER, the_atlas(), "第一次")
    atlas = with_changes(the_atlas(), first.changes, first.version(the_atlas().version))
    there, before = record_of(atlas, "bodies", CENTRE), record_of(the_atlas(), "bodies", CENTRE)
    assert there is not None
    assert before is not None
    assert {name: there[name] for name in STREET} == STREET
    assert there["sources"] == f"{before['sources']}; correction-{number}"
    assert atlas.sources[f"correction-{number}"]["title"] == SOURCE["title"]
    assert atlas.version == f"{the_atlas().version}-r1-{first.hash[:8]}"
    second = restore(store, THE_ADMINISTRATOR, the_atlas(), 0, "撤回")
    assert (second.id, second.changes) == (2, ())
    assert released(store, 1) == first
    third = restore(store, THE_ADMINISTRATOR, the_atlas(), 1)
    assert third.changes == first.changes
    assert [(each.id, each.restores, each.changes) for each in releases(store)] == [(3, 1, 1), (2, 0, 1), (1, None, 1)]
    (found,) = proposals(store)
    assert [each.action for each in found.decisions] == ["propose", "approve"]
    assert found.state == "published"


def test_the_sources_of_all_corrections_of_a_record_are_told(store: Store) -> None:
    """A record goes on citing what an earlier correction rested on; brought back and corrected once more, too."""
    published(store)
    second = {"title": "第二次的来源", "date": "2026-06-01"}
    published(store, replace(moved(operating="2022-03-04"), source=second))
    restore(store, THE_ADMINISTRATOR, the_atlas(), 1)
    restore(store, THE_ADMINISTRATOR, the_atlas(), 2)
    state = released(store)
    atlas = with_changes(the_atlas(), state.changes, state.version(the_atlas().version))
    cited = (record_of(atlas, "bodies", CENTRE) or {})["sources"].split("; ")
    assert cited[-2:] == ["correction-1", "correction-2"]
    assert [atlas.sources[each]["title"] for each in cited[-2:]] == [SOURCE["title"], second["title"]]
    assert all(each in atlas.sources for each in cited)
    assert atlas.declared("bodies").sources == [*the_atlas().declared("bodies").sources, *cited[-2:]]
    assert atlas.declared("titles").sources == the_atlas().declared("titles").sources
    shipped = with_changes(the_atlas(), released(store, 0).changes, "other")
    assert shipped.sources == the_atlas().sources
    first = with_changes(the_atlas(), released(store, 3).changes, "other")
    assert "correction-2" not in first.sources


def test_every_other_record_stays_as_it_was(store: Store) -> None:
    published(store)
    state = released(store)
    before = the_atlas().world["bodies"]
    after = with_changes(the_atlas(), state.changes, "other").world["bodies"]
    assert list(after["id"]) == list(before["id"])
    assert list(after.dtypes) == list(before.dtypes)
    others = before["id"] != CENTRE
    assert after[others].equals(before[others])


def test_a_new_body_comes_last_and_a_removed_one_is_gone(store: Store) -> None:
    made = dict.fromkeys(record_of(the_atlas(), "bodies", CENTRE) or {}, "") | (moved().after or {})
    new = Change("bodies", "new-body", None, {**made, "id": "new-body", "fact_ref": ""}, SOURCE)
    gone = Change("bodies", CENTRE, moved().before, None, SOURCE)
    published(store, new)
    published(store, gone)
    after = with_changes(the_atlas(), released(store).changes, "other").world["bodies"]
    assert list(after["id"]) == [*(each for each in the_atlas().world["bodies"]["id"] if each != CENTRE), "new-body"]


def test_an_editor_proposes_for_the_own_prefecture_only(store: Store) -> None:
    foreign = moved("protection-centre-zhuhai", notes="x")
    away = moved(prefecture="440400")
    for change, said in ((foreign, "440400"), (foreign, "440500"), (away, "440500")):
        with pytest.raises(NotAllowedError):
            propose(store, EDITOR_OF_SHANTOU, draft(store, change, prefecture=said))
    assert rows(store)[0] == 0


def test_a_role_taken_away_no_longer_counts(store: Store) -> None:
    number = propose(store, EDITOR_OF_SHANTOU, draft(store))
    appoint(store, THE_ADMINISTRATOR, FIRST_REVIEWER.subject, "reader")
    with pytest.raises(NotAllowedError):
        approve(store, FIRST_REVIEWER, number)
    forged = Who(EDITOR_OF_SHANTOU.subject, "administrator")
    with pytest.raises(NotAllowedError):
        approve(store, forged, number)
    with pytest.raises(NotAllowedError):
        appoint(store, forged, "me", "administrator")


def test_nobody_approves_what_they_proposed_but_the_one_at_the_keyboard_and_it_says_so(store: Store) -> None:
    number = propose(store, FIRST_REVIEWER, draft(store))
    with pytest.raises(NotAllowedError):
        approve(store, FIRST_REVIEWER, number)
    approve(store, OTHER_REVIEWER, number)
    own = propose(store, AT_THE_KEYBOARD, draft(store, moved("rapid-rights-shantou-toys", notes="x")))
    approve(store, AT_THE_KEYBOARD, own)
    told = {each.id: [(one.action, one.own) for one in each.decisions] for each in proposals(store)}
    assert told == {number: [("propose", True), ("approve", False)], own: [("propose", True), ("approve", True)]}


def test_a_returned_proposal_needs_a_reason_and_frees_the_record(store: Store) -> None:
    number = propose(store, EDITOR_OF_SHANTOU, draft(store))
    with pytest.raises(FaultError, match="why"):
        give_back(store, FIRST_REVIEWER, number, " ")
    comment(store, FIRST_REVIEWER, number, "哪条街？")
    give_back(store, FIRST_REVIEWER, number, "来源不足")
    with pytest.raises(FaultError, match="decided"):
        approve(store, FIRST_REVIEWER, number)
    again = propose(store, EDITOR_OF_SHANTOU, draft(store))
    withdraw(store, EDITOR_OF_SHANTOU, again)
    assert [each.state for each in proposals(store)] == ["withdrawn", "returned"]


def test_without_a_source_or_a_change_nothing_is_proposed(store: Store) -> None:
    same = moved()
    with pytest.raises(FaultError, match="source"):
        propose(store, EDITOR_OF_SHANTOU, draft(store, Change("bodies", CENTRE, same.before, same.after, {})))
    with pytest.raises(FaultError, match="changed"):
        propose(store, EDITOR_OF_SHANTOU, draft(store, Change("bodies", CENTRE, same.before, same.before, SOURCE)))
    assert rows(store)[0] == 0


@pytest.mark.parametrize("orders", [8, pytest.param(100, marks=pytest.mark.long)])
def test_two_editors_on_one_record_in_many_orders(store: Store, orders: int) -> None:
    """Both look, then both propose, with other people's steps in between: the second is told both versions."""
    source, names = random.Random(17), list(the_atlas().world["bodies"]["id"])
    for turn in range(orders):
        name = source.choice(names)
        mine, theirs = moved(name, notes=f"mine {turn}"), moved(name, notes=f"theirs {turn}")
        seen = version_of(store, "bodies", name)
        first, second = source.sample([mine, theirs], 2)
        number = propose(store, FIRST_REVIEWER, draft(store, first, seen=seen))
        end = source.choice(["open", "approved", "returned", "withdrawn"])
        if end == "approved":
            approve(store, OTHER_REVIEWER, number)
        elif end == "returned":
            give_back(store, OTHER_REVIEWER, number, "no")
        elif end == "withdrawn":
            withdraw(store, FIRST_REVIEWER, number)
        with pytest.raises(ConflictError) as conflict:
            propose(store, OTHER_REVIEWER, draft(store, second, seen=seen))
        expected = first.after if end in ("open", "approved") else first.before
        assert conflict.value.yours == second.after
        assert conflict.value.theirs is not None
        assert end in ("returned", "withdrawn") or conflict.value.theirs == expected
        if end in ("open", "approved"):
            give_back(store, OTHER_REVIEWER, number, "end of the turn")
    with store.reading() as connection:
        assert broken_row(connection) is None
        assert connection.execute(select(func.count()).select_from(PROPOSALS)).scalar_one() == orders


def test_publishing_nothing_is_no_release(store: Store) -> None:
    propose(store, EDITOR_OF_SHANTOU, draft(store))
    with pytest.raises(FaultError, match="approved"):
        publish(store, FIRST_REVIEWER, the_atlas())
    with pytest.raises(FaultError, match="already"):
        restore(store, FIRST_REVIEWER, the_atlas(), 0)


def test_a_change_that_does_not_fit_the_data_is_not_published(store: Store) -> None:
    approve(store, FIRST_REVIEWER, propose(store, OTHER_REVIEWER, draft(store, moved(kind="castle"))))
    before = rows(store)
    with pytest.raises(FaultError):
        publish(store, FIRST_REVIEWER, the_atlas())
    assert (rows(store), releases(store)) == (before, [])


def test_a_change_of_a_record_that_is_no_longer_so_is_not_published(store: Store) -> None:
    """It holds the whole record, also what another release has corrected in the meantime."""
    stale = moved(address="试验路2号")
    published(store, moved(operating="2022-03-04"))
    number = propose(store, OTHER_REVIEWER, draft(store, stale))
    approve(store, FIRST_REVIEWER, number)
    with pytest.raises(FaultError, match="no longer as it was"):
        publish(store, FIRST_REVIEWER, the_atlas())
    assert [each.id for each in releases(store)] == [1]
    give_back(store, FIRST_REVIEWER, number, "已有变动")
    published(store, stale)
    after = record_of(with_changes(the_atlas(), released(store).changes, "other"), "bodies", CENTRE) or {}
    assert (after["address"], after["operating"]) == ("试验路2号", "2022-03-04")


@pytest.mark.parametrize("decided", [False, True])
def test_while_a_proposal_waits_a_second_one_is_told_to_wait_for_it(store: Store, decided: bool) -> None:
    """Told to propose anew, its author would only be refused again."""
    number = propose(store, EDITOR_OF_SHANTOU, draft(store))
    if decided:
        approve(store, FIRST_REVIEWER, number)
    with pytest.raises(ConflictError, match=f"no. {number} of this record still waits") as conflict:
        propose(store, OTHER_REVIEWER, draft(store, moved(notes="x")))
    assert (conflict.value.waits, conflict.value.theirs) == (number, moved().after)


def test_what_was_read_from_an_older_release_is_refused_when_it_is_proposed(store: Store) -> None:
    """The store knows the newest version of a record while the page before somebody is a moment old."""
    shipped, stale = moved().before, moved(address="试验路2号")
    first = published(store, moved(operating="2022-03-04"))
    before = rows(store)
    with pytest.raises(ConflictError, match=f"Release {first}") as conflict:
        propose(store, OTHER_REVIEWER, draft(store, stale, release=0))
    assert (conflict.value.release, conflict.value.yours) == (first, stale.after)
    assert (conflict.value.theirs or {})["operating"] == "2022-03-04"
    back = restore(store, THE_ADMINISTRATOR, the_atlas(), 0).id
    with pytest.raises(ConflictError, match=f"Release {back}") as conflict:
        propose(store, OTHER_REVIEWER, draft(store, stale, release=first))
    assert conflict.value.theirs == shipped
    assert rows(store) == (before[0], before[1] + 1)
    # A record that no release has touched is as it was.
    propose(store, OTHER_REVIEWER, draft(store, moved("rapid-rights-shantou-toys", notes="x"), release=0))
    propose(store, OTHER_REVIEWER, draft(store, stale, release=back))


def test_a_record_that_shipped_data_have_renewed_meanwhile_is_not_published_over(store: Store) -> None:
    approve(store, FIRST_REVIEWER, propose(store, OTHER_REVIEWER, draft(store)))
    renewed = with_changes(the_atlas(), [moved(name_zh="更名后的中心")], the_atlas().version)
    with pytest.raises(FaultError, match="no longer as it was"):
        publish(store, FIRST_REVIEWER, renewed)
    assert publish(store, FIRST_REVIEWER, the_atlas()).id == 1


def test_documents_are_known_by_their_bytes_and_kept_in_the_store(store: Store) -> None:
    pdf = taken("../../etc/批复\n.exe", b"%PDF-1.4 ...")
    assert pdf.name == "批复.pdf"
    propose(store, EDITOR_OF_SHANTOU, draft(store, document=pdf))
    assert document(store, pdf.sha256) == ("批复.pdf", b"%PDF-1.4 ...")
    with pytest.raises(FaultError, match="PDF"):
        taken("a.pdf", b"MZ")
    with pytest.raises(FaultError, match=DOCUMENT_BYTES.told):
        taken("a.pdf", b"%PDF-" + bytes(DOCUMENT_BYTES.most))
