"""SQL that is kept gives what the queryset gives that it was written from, whatever its values, on every thread."""

from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import Prefetch
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext

from lapor.agencies.models import Agency, Team
from lapor.db import compiled
from lapor.db.compiled import Compiled, Given, GivenLiteral
from lapor.db.sql_parts import NOTHING, WANTED, for_each, sql_of, together
from lapor.reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def agencies(root):
    return list(Agency.objects.filter(root=root).order_by("code")[:5])


def test_each_call_gives_its_own_values(agencies):
    by_code = Compiled(lambda: Agency.objects.select_related("root").filter(code=Given("code")))
    for agency in agencies:
        with CaptureQueriesContext(connection) as asked:
            [found] = by_code.rows(code=agency.code)
            assert (found, found.root.pk, found.name) == (agency, agency.root_id, agency.name)
        assert len(asked) == 1
    assert by_code.rows(code="no such office") == []
    assert by_code.first(code=agencies[0].code) == agencies[0]
    assert by_code.first(code="no such office") is None


def test_what_was_found_is_nobody_elses(agencies):
    by_code = Compiled(lambda: Agency.objects.filter(code=Given("code")))
    [first] = by_code.rows(code=agencies[0].code)
    first.name = "changed and not saved"
    [second] = by_code.rows(code=agencies[0].code)
    assert second is not first
    assert second.name == agencies[0].name


@pytest.mark.parametrize("count", [0, 1, 4])
def test_a_list_of_any_length(agencies, count):
    wanted = agencies[:count]
    by_ids = Compiled(lambda: Agency.objects.filter(pk__any_of=Given("pks")).order_by("code"))
    assert by_ids.rows(pks=[one.pk for one in wanted]) == wanted
    below = Compiled(lambda: Agency.objects.filter(root__any_of=Given("roots")).order_by("code")[:5])
    assert below.rows(roots=[agencies[0].root_id]) == agencies


def test_values_and_shapes(agencies):
    named = Compiled(lambda columns: Agency.objects.filter(code=Given("code")).values_list(*columns))
    assert named.rows(("code", "name"), code=agencies[1].code) == [(agencies[1].code, agencies[1].name)]
    assert named.rows(("name",), code=agencies[1].code) == [(agencies[1].name,)]
    fresh = Agency.objects.annotate(length=Length("name")).order_by("code")
    assert Compiled(lambda: fresh.values("length", "code")).rows() == list(fresh.values("length", "code"))


def test_what_the_order_asks_for_is_no_value(agencies):
    by_name = Agency.objects.filter(root=agencies[0].root_id).order_by("name", "code").distinct()
    named: Compiled[tuple[str]] = Compiled(lambda: by_name.values_list("code"))
    assert named.rows() == list(by_name.values_list("code"))
    assert {len(row) for row in named.rows()} == {1}


def test_what_is_counted_and_joined_stands_with_the_row(agencies):
    Team.objects.create(agency=agencies[0], name="Barat")
    fresh = Team.objects.select_related("agency__root").annotate(length=Length("name")).defer("name")
    [kept] = Compiled(fresh.all).rows()
    [made] = fresh
    assert (kept.length, kept.agency.root.name) == (made.length, made.agency.root.name) == (5, agencies[0].root.name)
    assert kept.get_deferred_fields() == made.get_deferred_fields()
    assert not kept._state.adding


def test_a_kind_of_row_that_nothing_asks_for_is_refused():
    named: Compiled[Any] = Compiled(lambda: Agency.objects.values_list("code", named=True))
    with pytest.raises(TypeError, match="NamedValuesListIterable"):
        named.rows()


def test_what_belongs_to_the_rows_comes_with_them(agencies):
    teams = Prefetch("teams", Team.objects.order_by("name"), to_attr="known")
    with_teams = Compiled(lambda: Agency.objects.filter(pk=Given("pk")).prefetch_related(teams))
    made = [Team.objects.create(agency=agencies[0], name=name) for name in ("Barat", "Timur")]
    [found] = with_teams.rows(pk=agencies[0].pk)
    assert found.known == made


def test_nothing_can_fit_and_so_nothing_is_asked():
    nothing = Compiled(Agency.objects.none)
    with CaptureQueriesContext(connection) as asked:
        assert nothing.rows() == []
    assert len(asked) == 0


def test_a_value_that_was_forgotten_is_no_answer():
    by_code = Compiled(lambda: Agency.objects.filter(code=Given("code")))
    with pytest.raises(KeyError):
        by_code.rows()
    with pytest.raises(ValueError, match="NULL"):
        by_code.rows(code=None)
    as_text = Compiled(lambda: Report.objects.filter(area__in=[Given("area")]))
    with pytest.raises(TypeError, match="area is known at each call only"):
        as_text.rows(area="33.74.01")


@pytest.mark.parametrize(
    "typed", ["bappeda", "", "'", "%", "%s %(a)s", "/*literal:code*/", "\\' OR 1=1 --", "$1 {} {0}", "é\n\t"]
)
def test_a_literal_is_the_value_and_nothing_else(root, typed):
    """It stands in the statement, so that the planner sees it: as quoted as any value."""
    Agency.objects.filter(root=root).exclude(pk=root.pk).update(name="another")
    one = Agency.objects.filter(root=root).exclude(pk=root.pk).first()
    by_name = Compiled(lambda: Agency.objects.filter(name=GivenLiteral("name"), root=Given("root")))
    assert by_name.rows(name=typed, root=root.pk) == []
    Agency.objects.filter(pk=one.pk).update(name=typed)
    assert [found.name for found in by_name.rows(name=typed, root=root.pk)] == [typed]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_first_of_each_list_in_one_statement(root, agencies, count):
    """However many values have a list, and whatever else each list is of."""
    for agency in agencies:
        for name in ("Barat", "Selatan", "Timur"):
            Team.objects.create(agency=agency, name=name)
    column = Team._meta.get_field("agency")
    teams = Team.objects.filter(agency=WANTED, name__lt=Given("before")).order_by("-name").values_list("agency", "name")
    kept: Compiled[tuple[Any, str]] = Compiled(lambda most: for_each(column, Given("ids"), sql_of(teams[:most])))
    wanted = [agency.pk for agency in agencies[:count]]
    assert set(kept.rows(1, ids=wanted, before="T")) == {(pk, "Selatan") for pk in wanted}
    assert len(kept.rows(2, ids=wanted, before="T")) == 2 * count
    both = Compiled(
        lambda: together([for_each(column, Given("ids"), sql_of(teams[:1])), sql_of(teams.none()), NOTHING])
    )
    assert len(both.rows(ids=wanted, before="Z")) == count
    assert sql_of(teams.none()).within("SELECT * FROM ({}) LIMIT {most}", most=1) == NOTHING
    assert Compiled(lambda: NOTHING).rows() == []


def test_old_shapes_make_room(monkeypatch):
    monkeypatch.setattr(compiled, "MOST", 3)
    begin = Compiled(lambda most: Agency.objects.order_by("code")[:most])
    for most in range(1, 8):
        assert begin.rows(most) == list(Agency.objects.order_by("code")[:most])
    assert len(begin._known) == 3
    begin.rows(5)
    begin.rows(8)
    assert [shape for (shape,) in begin._known] == [7, 5, 8]  # what was used last stays


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection(root):
    codes = Compiled(lambda: Agency.objects.filter(pk=Given("pk")).values_list("code", flat=True))
    seen = {"here": codes.rows(pk=root.pk)}
    backends = {"here": connection.connection.info.backend_pid}

    def ask():
        with CaptureQueriesContext(connection) as asked:
            seen["there"] = codes.rows(pk=root.pk)
        backends["there"], backends["asked"] = connection.connection.info.backend_pid, len(asked)
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join(timeout=30)
    assert seen["there"] == seen["here"] == [root.code]
    assert backends["there"] != backends["here"]
    assert backends["asked"] == 1
