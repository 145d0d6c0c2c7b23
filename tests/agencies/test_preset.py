"""A preset: each fault is named with file, line and field; what a change would do is shown before it is done; nothing
is half loaded."""

from argparse import Namespace

import pytest

from lapor.agencies.models import Agency, Area, Category, RuleSet
from lapor.agencies.preset import PresetError, load_preset, preset_dir, read_preset
from lapor.agencies.queries import rules_of
from lapor.agencies.questions import QuestionKind
from lapor.config.commands import preset as command
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reports.models import Report
from lapor.reports.workflow.acting import reporter_actor

QUESTIONS = "category,code,kind,question,question_en,choices,choices_en,required\n"
CHECKLISTS = "category,code,item,item_en\n"
CALENDAR = """[calendars.malam]
version = "timur-malam-1"
opens = "00:00"
closes = "24:00"
weekdays = [1, 2, 3, 4, 5, 6, 7]
works_on_holidays = true
extra_days_off = []
extra_working_days = []
[policy]
"""


def run(folder, action="load", **options):
    return command.run(
        Namespace(
            action=action, folder=str(folder), yes=options.get("yes", False), dry_run=options.get("dry_run", False)
        )
    )


def question(row):
    return ("questions.csv", "", f"{QUESTIONS}jalan-rusak-2,{row}\n")


def guess(tables, said):
    """A fault in [guess], put before the first table."""
    return ("preset.toml", "[brand]", f"{tables}\n[brand]", said)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("agencies.csv", "code,parent,kind", "code,parent,jenis", "agencies.csv, line 1, kind: this column is missing"),
        (
            "agencies.csv",
            "code,parent,kind",
            "code,parent,jenis",
            "agencies.csv, line 1, jenis: there is no such column",
        ),
        ("agencies.csv", "pu@timur.example,", "pu@timur.example", "agencies.csv, line 3: has not as many values"),
        ("agencies.csv", "pu@timur.example", "pu-timur", "agencies.csv, line 3, email"),
        ("agencies.csv", "pu2,pemkot2", "pu 2,pemkot2", "agencies.csv, line 3, code"),
        ("agencies.csv", "insp2,", "pu2,", "agencies.csv, line 4, code: 'pu2' stands already in agencies.csv, line 3"),
        ("agencies.csv", "pu2,pemkot2", "pu2,insp2", "agencies.csv, line 3, parent: 'insp2' must stand above"),
        ("agencies.csv", "pemkot2,,", "pemkot2,pu2,", "agencies.csv, line 2, parent"),
        ("agencies.csv", "pu@timur.example,", "pu@timur.example,99.99", "agencies.csv, line 3, area_code"),
        ("areas.csv", ",village,Pantai", ",dusun,Pantai", "areas.csv, line 4, level"),
        ("areas.csv", "-3.69,128.18\n99.01.01,", "utara,128.18\n99.01.01,", "areas.csv, line 2, latitude"),
        ("areas.csv", "99.01.01,-3.70,128.19", "99.01.01,-3.70,228.19", "areas.csv, line 5, longitude"),
        ("categories.csv", "Jalan rusak", "J" * 101, "categories.csv, line 2, name"),
        ("categories.csv", "simple,", "simple,penting", "categories.csv, line 2, flags"),
        (
            "categories.csv",
            "insp2,oversight",
            "@area,oversight",
            "categories.csv, line 3, agency: a protected category needs its standing group",
        ),
        ("categories.csv", "class,flags\n", "class,flags,radius\n", "categories.csv, line 2: has not as many values"),
        (
            "preset.toml",
            'timezone = "Asia/Jayapura"',
            'timezone = "Asia/Ambon"',
            "preset.toml, line 6, jurisdiction.timezone",
        ),
        ("preset.toml", "hue = 20", "hue = 400", "preset.toml, line 4, brand.hue"),
        ("preset.toml", "hue = 20", "emergency = [ { number = 112 } ]", "preset.toml, line 4, brand.emergency"),
        ("preset.toml", 'opens = "08:00"', 'opens = "8"', "preset.toml, line 9, calendar.opens"),
        ("preset.toml", 'closes = "14:00"', 'closes = "07:00"', "preset.toml, line 10, calendar.closes"),
        ("preset.toml", "weekdays = [1, 2", "weekdays = [0, 2", "preset.toml, line 11, calendar.weekdays"),
        (
            "preset.toml",
            "extra_days_off = []",
            'extra_days_off = ["2026-02-30"]',
            "preset.toml, line 12, calendar.extra_days_off",
        ),
        (
            "preset.toml",
            "extra_days_off = []",
            "libur = []",
            "preset.toml, line 12, calendar.libur: there is no such field",
        ),
        ("preset.toml", "extra_days_off = []\n", "", "preset.toml, line 7, calendar: extra_days_off is missing"),
        ("preset.toml", "response = 4", "response = 0", "preset.toml, line 19, policy.response"),
        ("preset.toml", "simple = 7, ", "", "preset.toml, line 20, policy.resolution"),
        (
            "preset.toml",
            "confirmation = 10",
            "confirmation = 10\ncategories = { entah = 3 }",
            "preset.toml, line 22, policy.categories: 'entah'",
        ),
        (
            "preset.toml",
            "[policy]",
            CALENDAR.replace("timur-malam-1", "timur-1"),
            "preset.toml, line 15, calendars.malam.version",
        ),
        ("preset.toml", "[words]", "[kata]", "preset.toml, words: missing"),
        ("preset.toml", "[words]", "[lain]\n[words]", "preset.toml, line 24, lain: there is no such table"),
        ("preset.toml", "[duplicates]", "urgent = [1]\n[duplicates]", "preset.toml, line 26, words.urgent"),
        ("preset.toml", "radius = 80", "radius = 0", "preset.toml, line 27, duplicates.radius"),
        (
            "preset.toml",
            "days = 10\n",
            "days = 10\n[duplicates.entah]\nradius = 5\ndays = 5\n",
            "preset.toml, line 29, duplicates.entah",
        ),
        (
            "preset.toml",
            'category = "korupsi-2"',
            'category = "jalan-rusak-2"',
            "preset.toml, line 30, protected.category",
        ),
        ("preset.toml", 'words = ["suap"]', "words = []", "preset.toml, line 31, protected.words"),
        guess('[guess.signs]\nentah = ["air"]', "guess.signs.entah: 'entah' is not a category"),
        guess('[guess.signs]\nkorupsi-2 = ["suap"]', "guess.signs.korupsi-2: 'korupsi-2' is protected"),
        guess('[guess.signs]\njalan-rusak-2 = ["@jalan"]', "guess.signs.jalan-rusak-2: '@jalan': there is no list"),
        guess("[guess.signs]\njalan-rusak-2 = []", "guess.signs: must give lists of words"),
        guess('[guess]\nharmless = ["Depan"]', "guess.harmless: 'Depan': only small letters"),
        guess('[guess]\nkata = ["air"]', "guess.kata: there is no such field"),
        ("questions.csv", "", f"{QUESTIONS}entah,a,text,Apa?,What?,,,no\n", "questions.csv, line 2, category"),
        (*question("nomor tiang,text,Apa?,What?,,,no"), "questions.csv, line 2, code"),
        (*question("a,angka,Apa?,What?,,,no"), "questions.csv, line 2, kind"),
        (*question("a,text,,What?,,,no"), "questions.csv, line 2, question"),
        (*question("a,choice,Apa?,What?,Satu,One,no"), "questions.csv, line 2, choices"),
        (*question("a,choice,Apa?,What?,Satu|Dua,One,no"), "questions.csv, line 2, choices_en"),
        (*question("a,text,Apa?,What?,,,mungkin"), "questions.csv, line 2, required"),
        (
            *question("a,text,Apa?,What?,Satu|Dua,One|Two,no"),
            "questions.csv, line 2, choices: only a question of kind choice has them",
        ),
        (
            "questions.csv",
            "",
            QUESTIONS + "".join(f"jalan-rusak-2,a{n},text,Apa?,What?,,,no\n" for n in range(6)),
            "questions.csv, line 7, category",
        ),
        ("checklists.csv", "", f"{CHECKLISTS}entah,a,Apa,What\n", "checklists.csv, line 2, category"),
        ("checklists.csv", "", f"{CHECKLISTS}jalan-rusak-2,a b,Apa,What\n", "checklists.csv, line 2, code"),
        ("checklists.csv", "", f"{CHECKLISTS}jalan-rusak-2,a,Apa,\n", "checklists.csv, line 2, item_en"),
        (
            "checklists.csv",
            "",
            CHECKLISTS + "".join(f"jalan-rusak-2,a{n},Apa,What\n" for n in range(9)),
            "checklists.csv, line 10, category",
        ),
        ("preset.toml", 'name = "Lapor Timur"', 'name = ""', "preset.toml, line 3, brand.name"),
        ("areas.csv", "Teluk", '"Teluk', "areas.csv: unexpected end of data"),
    ],
)
def test_each_kind_of_fault_is_named_with_file_line_and_field(root, folder, name, old, new, said):
    path = folder / name
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    assert old in before
    path.write_text(before.replace(old, new, 1) if old else new, encoding="utf-8")
    with pytest.raises(PresetError) as caught:
        load_preset(folder)
    assert said in str(caught.value)
    assert not Agency.objects.filter(code="pemkot2").exists()


def test_distance_of_duplicates_must_be_a_number(folder, edit):
    edit("categories.csv", "class,flags\n", "class,flags,radius,days\n")
    edit("categories.csv", "pu2,simple,\n", "pu2,simple,,dekat,400\n")
    edit("categories.csv", "urgent protected\n", "urgent protected,,\n")
    with pytest.raises(PresetError, match=r"categories\.csv, line 2, radius: 'dekat'") as caught:
        read_preset(folder)
    assert "categories.csv, line 2, days: '400'" in str(caught.value)


def test_picture_of_a_category_must_be_one_of_the_set(folder, edit):
    edit("categories.csv", "class,flags\n", "class,flags,icon\n")
    edit("categories.csv", "pu2,simple,\n", "pu2,simple,,gajah\n")
    edit("categories.csv", "urgent protected\n", "urgent protected,safety\n")
    with pytest.raises(PresetError, match=r"categories\.csv, line 2, icon: 'gajah' is none of ambulance, animal"):
        read_preset(folder)


def test_agency_may_only_name_a_calendar_that_exists_and_the_root_none(root, folder, edit):
    edit("agencies.csv", "area_code\n", "area_code,calendar\n")
    edit("agencies.csv", "kota@timur.example,", "kota@timur.example,,malam")
    edit("agencies.csv", "pu@timur.example,", "pu@timur.example,,siang")
    edit("agencies.csv", "insp@timur.example,", "insp@timur.example,,")
    with pytest.raises(
        PresetError, match=r"agencies\.csv, line 3, calendar: there is no \[calendars\.siang\]"
    ) as caught:
        read_preset(folder)
    assert "agencies.csv, line 2, calendar: the root works by [calendar]" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("areas.csv", None, "areas.csv: missing"),
        ("preset.toml", None, "preset.toml: missing"),
        ("agencies.csv", b"code,parent\n\xff", "agencies.csv: is not UTF-8"),
        ("preset.toml", b"\xff", "preset.toml: is not UTF-8"),
    ],
)
def test_file_that_cannot_be_read_is_named(folder, name, content, said):
    (folder / name).unlink() if content is None else (folder / name).write_bytes(content)
    with pytest.raises(PresetError, match=said):
        read_preset(folder)


def test_loading_the_same_preset_again_changes_nothing(east, folder, capsys):
    assert run(folder) == 0
    assert capsys.readouterr().out == "nothing would change\n"


def test_changed_preset_is_shown_field_by_field_and_only_loaded_when_agreed(east, folder, edit, capsys):
    edit("agencies.csv", "Dinas Jalan Kota Timur", "Dinas Bina Marga")
    edit("agencies.csv", "insp2,", "bpbd2,pemkot2,board,BPBD Timur,bpbd@timur.example,\ninsp2,")
    edit("categories.csv", "simple,", "inspection,evidence")
    edit("categories.csv", "pelayanan,", "jalan,Jalan,Roads,trotoar-2,Trotoar,Pavement,pu2,simple,\npelayanan,")
    edit("areas.csv", "Bukit", "Bukit Baru")
    edit("preset.toml", 'version = "timur-1"\nopens = "08:00"', 'version = "timur-2"\nopens = "07:00"')
    assert run(folder) == 1  # nobody is asked where no person sits
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        '~ agency pu2, name: "Dinas Jalan Kota Timur" -> "Dinas Bina Marga"',
        "+ agency bpbd2: BPBD Timur",
        '~ area 99.01.01.1002, name: "Bukit" -> "Bukit Baru"',
        '~ category jalan-rusak-2, deadline_class: "simple" -> "inspection"',
        "~ category jalan-rusak-2, needs_evidence: false -> true",
        "+ category trotoar-2: Trotoar",
        "~ category korupsi-2, position: 1 -> 2",
        "~ calendar, version: timur-1 -> timur-2",
        '~ calendar, opens: "08:00" -> "07:00"',
    ]
    assert shown.err == "nothing was loaded\n"
    assert (run(folder, "diff"), run(folder, dry_run=True)) == (0, 0)
    assert not Agency.objects.filter(code="bpbd2").exists()
    assert run(folder, yes=True) == 0
    assert Agency.objects.get(code="pu2").name == "Dinas Bina Marga"
    assert rules_of(east).calendar.version == "timur-2"
    capsys.readouterr()
    assert run(folder, "diff") == 0
    assert capsys.readouterr().out == "nothing would change\n"


@pytest.mark.parametrize(("answer", "code"), [("ya", 0), ("", 1)])
def test_person_is_asked(east, folder, edit, monkeypatch, answer, code):
    edit("areas.csv", "Bukit", "Bukit Baru")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _question: answer)
    assert run(folder) == code
    assert Area.objects.filter(name="Bukit Baru").exists() == (code == 0)


def test_empty_database_is_filled_without_asking(root, folder, monkeypatch, capsys):
    monkeypatch.setattr(Agency.objects, "exists", lambda: False)
    assert run(folder) == 0
    assert capsys.readouterr().out == "loaded Pemerintah Kota Timur\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'opens = "08:00"',
            'opens = "07:00"',
            "preset.toml, line 8, calendar.version: 'timur-1' is in use and opens changed: give it a new version",
        ),
        (
            "response = 4",
            "response = 3",
            "preset.toml, line 15, policy.version: 'timur-1' is in use and response changed",
        ),
        (
            'words = ["suap"]',
            'words = ["pungli"]',
            "preset.toml, line 25, words.version: 'timur-1' is in use and protected changed",
        ),
    ],
)
def test_changed_rules_need_a_new_version(east, folder, edit, capsys, old, new, said):
    edit("preset.toml", old, new)
    assert run(folder, yes=True) == 1
    assert said in capsys.readouterr().err
    assert RuleSet.objects.filter(root=east).count() == 3


def test_version_that_was_replaced_does_not_come_back(east, folder, edit):
    edit("preset.toml", 'version = "timur-1"\nopens', 'version = "timur-2"\nopens')
    load_preset(folder)
    edit("preset.toml", 'version = "timur-2"\nopens', 'version = "timur-1"\nopens')
    with pytest.raises(PresetError, match="'timur-1' was replaced by 'timur-2'"):
        load_preset(folder)


def test_version_belongs_to_one_calendar(east, folder, edit):
    edit("preset.toml", "[policy]", CALENDAR)
    load_preset(folder)
    edit("preset.toml", "timur-malam-1", "timur-malam-2")
    edit("preset.toml", 'version = "timur-1"\nopens', 'version = "timur-malam-1"\nopens')
    with pytest.raises(PresetError, match=r"calendar\.version: 'timur-malam-1' is a version of another calendar"):
        load_preset(folder)


def test_area_of_another_city_cannot_be_taken(root, folder, edit):
    edit("areas.csv", "99.01.01.1003,", "33.74.01.1001,")
    with pytest.raises(
        PresetError, match=r"areas\.csv, line 6, code: '33\.74\.01\.1001' is an area of another jurisdiction"
    ):
        load_preset(folder)


def test_agency_and_category_that_are_gone_become_inactive_and_may_return(east, folder, edit, capsys):
    agencies, categories = (folder / "agencies.csv").read_text(), (folder / "categories.csv").read_text()
    edit("agencies.csv", "pu2,pemkot2,office,Dinas Jalan Kota Timur,pu@timur.example,\n", "")
    edit("categories.csv", "jalan,Jalan,Roads,jalan-rusak-2,Jalan rusak,Damaged road,pu2,simple,\n", "")
    assert run(folder, yes=True) == 0
    assert {
        "- agency pu2: Dinas Jalan Kota Timur (made inactive)",
        "- category jalan-rusak-2: Jalan rusak (made inactive)",
    } <= set(capsys.readouterr().out.splitlines())
    assert not Agency.objects.get(code="pu2").is_active
    assert not Category.objects.get(code="jalan-rusak-2").is_active
    (folder / "agencies.csv").write_text(agencies)
    (folder / "categories.csv").write_text(categories)
    assert run(folder, yes=True) == 0
    assert Agency.objects.get(code="pu2").is_active


def test_agency_with_open_reports_cannot_go_and_they_are_counted(east, folder, edit, capsys):
    reports = [
        file_new_report(
            NewReport(text="x", submission_key=f"k{n}", channel="web"), root=east, actor=reporter_actor(None)
        )
        for n in range(3)
    ]
    pu = Agency.objects.get(code="pu2")
    Report.objects.filter(root=east).update(agency=pu, state="forwarded")
    Report.objects.filter(pk=reports[0].report.pk).update(state="resolved")
    edit("agencies.csv", "pu2,pemkot2,office,Dinas Jalan Kota Timur,pu@timur.example,\n", "")
    edit("categories.csv", "pu2,simple", "insp2,simple")
    assert run(folder, yes=True) == 1
    assert "agencies.csv, code: 'pu2' is missing, but 2 open reports are with it" in capsys.readouterr().err
    assert Agency.objects.get(code="pu2").is_active


def test_area_that_reports_name_cannot_go_another_is_deleted(east, folder, edit, capsys):
    new = NewReport(text="x", submission_key="k", channel="web", area=Area.objects.get(code="99.01.01.1002"))
    file_new_report(new, root=east, actor=reporter_actor(None))
    edit("areas.csv", "99.01.01.1003,village,Teluk,99.01.01,-3.71,128.17\n", "")
    assert run(folder, yes=True) == 0
    assert not Area.objects.filter(code="99.01.01.1003").exists()
    edit("areas.csv", "99.01.01.1002,village,Bukit,99.01.01,-3.70,128.19\n", "")
    assert run(folder, yes=True) == 1
    assert "areas.csv, code: '99.01.01.1002' is missing, but 1 reports name it" in capsys.readouterr().err


def test_calendar_is_inherited_from_the_nearest_ancestor_that_has_its_own(root, folder, edit):
    edit("preset.toml", "[policy]", CALENDAR)
    edit("agencies.csv", "area_code\n", "area_code,calendar\n")
    edit("agencies.csv", "kota@timur.example,", "kota@timur.example,,")
    edit(
        "agencies.csv",
        "pu@timur.example,\n",
        "pu@timur.example,,malam\nupt2,pu2,unit,UPT,upt@timur.example,,\n"
        "regu2,upt2,unit,Regu,r@timur.example,,\nloket2,upt2,unit,Loket,l@timur.example,,@root\n",
    )
    edit("agencies.csv", "insp@timur.example,", "insp@timur.example,,")
    rules = rules_of(load_preset(folder))
    versions = {
        agency.code: rules.calendar_of(agency).version
        for agency in Agency.objects.filter(path__contains=[rules.root.pk])
    }
    night, day = "timur-malam-1", "timur-1"
    assert versions == {"pemkot2": day, "pu2": night, "upt2": night, "regu2": night, "loket2": day, "insp2": day}


def test_semarang_preset_is_complete():
    preset = read_preset(preset_dir("semarang"))
    assert (len(preset.agencies), len(preset.areas)) == (69, 194)  # 68 and the root
    assert len({row["group_code"] for row in preset.categories}) >= 14
    assert len(preset.categories) >= 70
    assert len({row["category"] for row in preset.questions}) >= 12
    assert {row["kind"] for row in preset.questions} == set(QuestionKind)
    groups = {row["group_code"] for row in preset.categories}
    assert groups <= preset.settings["duplicates"].keys()
    by_own = {row["code"]: row["calendar"] for row in preset.agencies if row["calendar"]}
    assert {"rsd-wongsonegoro", "pemadam-kebakaran", "bpbd"} <= by_own.keys()
