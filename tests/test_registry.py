"""The registry: one person under many spellings, and never two people under one name."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.alias import alias
from index.registry import Form, register
from index.transliteration import skeleton


def groups(*names: str | tuple[str, int]) -> dict[str, set[str]]:
    """The names shown, each with the forms that mean it."""
    forms = [Form(n, True, 1) if isinstance(n, str) else Form(n[0], True, n[1]) for n in names]
    by_alias = {alias(form.text): form.text for form in forms}
    return {speaker.name: {by_alias[key] for key in speaker.aliases} for speaker in register(forms)}


@pytest.mark.parametrize(
    ("arabic", "others"),
    [
        ("لافروف", ["Lavrov", "Лавров"]),
        ("سيرغي", ["سيرجي", "Sergei", "Sergey", "Сергей"]),
        ("ترامب", ["ترمب", "Trump", "Трамп"]),
        ("كيري", ["كيرى", "Kerry", "Керри"]),
        ("بوتين", ["Putin", "Путин", "Poutine"]),
        ("أوباما", ["اوباما", "Obama", "Обама"]),
        ("بومبيو", ["Pompeo", "Помпео"]),
        ("ماكرون", ["Macron", "Макрон"]),
        ("جونسون", ["Johnson", "Джонсон"]),
        ("غوتيريش", ["غوتيريس", "جوتيريش", "Guterres", "Гутерриш"]),
        ("أردوغان", ["إردوغان", "Erdoğan", "Эрдоган"]),
        ("الحريري", ["Hariri", "Харири"]),
        ("روحاني", ["Rouhani", "Rohani", "Рухани"]),
        ("الأسد", ["Assad", "Асад"]),
        ("شويغو", ["Shoigu", "Шойгу", "Schoigu"]),
        ("نتنياهو", ["نتانياهو", "Netanyahu", "Нетаньяху"]),
    ],
)
def test_one_skeleton_in_every_script(arabic: str, others: list[str]) -> None:
    assert {other: skeleton(other) for other in others} == dict.fromkeys(others, skeleton(arabic))


@pytest.mark.parametrize(
    ("one", "other"), [("لافروف", "كيري"), ("بوتين", "بومبيو"), ("ترامب", "ماكرون"), ("روحاني", "ظريف")]
)
def test_different_names_have_different_skeletons(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    "names",
    [
        ("سيرغي لافروف", "سيرجي لافروف", "لافروف"),
        ("دونالد ترامب", "دونالد ترمب", "ترمب", "ترامب"),
        ("جون كيري", "جون كيرى", "كيرى"),
        ("سيرغي #لافروف", "سيرغي_لافروف", "سيرغي لافروف"),
        ("عبد الفتاح السيسي", "عبدالفتاح السيسي", "السيسي"),
        ("حسن نصر الله", "حسن نصرالله", "نصر الله", "نصرالله"),
        ("محمد بن سلمان", "محمد بن سلمان بن عبدالعزيز"),
        ("أنطونيو غوتيريش", "أنطونيو غوتيريس"),
        ("ديمتري بيسكوف", "دميتري بيسكوف", "بيسكوف"),
        ("رجب طيب أردوغان", "أردوغان", "رجب أردوغان"),
        ("إيمانويل ماكرون", "إيمانيول ماكرون"),
        ("جان إيف لودريان", "جان إيف لو دريان", "لو دريان", "لودريان"),
        ("ستيفان دي ميستورا", "دي ميستورا", "ديميستورا"),
        ("لويس فان غال", "لويس فان جال", "فان غال"),
        ("ألكسندر فان دير بيلن", "فان دير بيلن", "فان ديربيلن"),
        ("دوغلاس ماك آرثر", "دوغلاس ماكارثر"),
        ("مولود جاويش أوغلو", "مولودو تشاووش أوغلو", "مولود جاووش اوغلو", "جاويش أوغلو"),
        ("كمال كليتشدار أوغلو", "كمال قليجدار أوغلو", "كمال كيليتشدار أوغلو"),
        ("ستيفن منوتشين", "ستيفن منوشين"),
        ("جيمس ماتيس", "جيم ماتيس", "ماتيس"),
        ("محمد بن سلمان", "بن سلمان"),
    ],
)
def test_spellings_of_one_person_meet(names: tuple[str, ...]) -> None:
    assert len(groups(*names)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("سيرغي لافروف", "ماريا لافروف"),
        ("حسن روحاني", "حسين روحاني"),
        ("عمر البشير", "عامر البشير"),
        ("محمد العمر", "محمد العامر"),
        ("محمد ناصر", "محمود ناصر"),
        ("محمد علي", "محمد عالي"),
        ("جورج بوش", "جيب بوش"),
        ("هيلاري كلينتون", "بيل كلينتون"),
        ("محمد بن سلمان", "خالد بن سلمان"),
        ("سلمان بن عبدالعزيز", "محمد بن سلمان بن عبدالعزيز"),
        ("خالد الفيصل", "سعود الفيصل"),
        ("مولود جاويش أوغلو", "هاكان جاويش أوغلو"),
        ("أحمد داود أوغلو", "أحمد كليتشدار أوغلو"),
        ("بن والاس", "بن رودس"),
        ("جيم ماتيس", "جون ماتيس"),
        ("لي تشونغ", "لي سونغ"),
        ("جيمس براون", "تشيمس براون"),
        ("خالد جمعة", "خالد شمعة"),
    ],
)
def test_two_people_stay_two(one: str, other: str) -> None:
    assert sorted(groups(one, other).values(), key=sorted) == sorted(({one}, {other}), key=sorted)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("جان إيف لو دريان", "جان ايف لودريان"),
        ("رافائيل دي لا غاندارا", "رافائيل ديلاغاندارا"),
        ("فان دير بيلن", "فانديربيلن"),
        ("داود أوغلو", "داوداوغلو"),
        ("أبو عبد الله", "أبوعبدالله"),
    ],
)
def test_a_surname_of_several_words_is_one_word_of_the_key(one: str, other: str) -> None:
    assert alias(one) == alias(other)


@pytest.mark.parametrize("name", ["جي دي فانس", "دي جي كوه", "ديل هارفي", "محمد بن راشد آل مكتوم", "دير الزور"])
def test_letters_and_first_names_are_no_particles(name: str) -> None:
    assert len(alias(name).split()) == len(name.split())


def test_the_last_word_of_a_surname_is_known_where_some_form_writes_it_apart() -> None:
    forms = ("جان لودريان", "جان لو دريان", "روميلو لوكاكو", "رافائيل دي لا غاندارا", "جنان كفتان أوغلو")
    tails = {key: tail for one in register(Form(text, True, 1) for text in forms) for key, tail in one.tails.items()}
    assert tails == {"جان لودريان": "دريان", "رافاييل ديلاغاندارا": "غاندارا"}


def test_short_names_are_not_guessed() -> None:
    assert len(groups("بيل كلينتون", "ويليام كلينتون", ("هيلاري كلينتون", 9))) == 3, "others say more"
    assert len(groups("جيم جوردان", "جيمس جوردان", "مايك جوردان", "مايكل جوردان")) == 4, "two pairs"
    assert len(groups("توم لي", "توماس لي", "توم فورت")) == 2


def test_a_fathers_name_that_two_could_bear_stays_by_itself() -> None:
    assert len(groups("محمد بن علي", "خالد بن علي", "بن علي")) == 3


def test_a_given_name_alone_is_no_surname_with_the_article() -> None:
    assert len(register([Form("خالد الفيصل", True, 20), Form("فيصل", True, 1)])) == 2
    assert len(register([Form("خالد الفيصل", True, 20), Form("الفيصل", True, 1)])) == 1
    assert len(register([Form("علي عبد الله صالح", True, 20), Form("صالح", True, 1)])) == 1


def test_a_surname_alone_takes_no_other_consonant() -> None:
    assert len(groups("خوان زاريت", "تشاريتي")) == 2


def test_a_surname_that_stays_by_itself() -> None:
    assert len(groups("هيلاري كلينتون", "بيل كلينتون", "كلينتون")) == 3


def test_a_surname_goes_to_the_bearer_who_outweighs_the_others() -> None:
    found = groups(("دونالد ترامب", 100), ("إيفانكا ترامب", 5), ("ترامب", 40))
    assert found == {"دونالد ترامب": {"دونالد ترامب", "ترامب"}, "إيفانكا ترامب": {"إيفانكا ترامب"}}


def test_a_middle_name_that_two_could_bear_is_not_guessed() -> None:
    assert len(groups("محمد سالم", "محمد علي سالم", "محمد حسن سالم")) == 3


def test_organisations_are_joined_by_their_words_only() -> None:
    forms = [Form("وزارة الخارجية الروسية", False, 2), Form("وزاره الخارجيه الروسيه", False, 1),
             Form("وزارة الخارجية", False, 1)]  # fmt: skip
    assert [(speaker.name, speaker.count) for speaker in register(forms)] == [
        ("وزارة الخارجية", 1),
        ("وزارة الخارجية الروسية", 3),
    ]


def test_the_name_shown_is_the_usual_full_one() -> None:
    (speaker,) = register([Form("لافروف", True, 90), Form("سيرغي لافروف", True, 9), Form("سيرجي لافروف", True, 4)])
    assert speaker.name == "سيرغي لافروف"
    assert speaker.count == 103


@pytest.mark.parametrize(
    ("forms", "name"),
    [
        ({"مولود جاووش أوغلو": 5, "مولودو جاويش أوغلو": 6, "مولود جاويش اوغلو": 4}, "مولود جاويش أوغلو"),
        ({"#سيرغي_لافروف": 9, "سيرجي لافروف": 1}, "سيرغي لافروف"),
        ({"جان ايف لو دريان": 3, "جان إيف لودريان": 4}, "جان إيف لودريان"),
        ({"جان-إيف لودريان": 3}, "جان-إيف لودريان"),
        ({"عبدالفتاح السيسي": 9, "عبدالفتاح السيسى": 8}, "عبد الفتاح السيسي"),
        ({"حسن نصرالله": 9}, "حسن نصر الله"),
        ({"#انغيلا_ميركل": 5, "أنغيلا ميركل": 3, "أنجيلا ميركل": 1}, "أنغيلا ميركل"),
        ({"إيمان خالد": 20, "أيمان خالد": 2, "ايمان خالد": 3}, "إيمان خالد"),
        ({"على أكبر صالحي": 9, "علي أكبر صالحي": 3}, "علي أكبر صالحي"),
        ({"محمود أبومازن": 9, "محمود أبو مازن": 1}, "محمود أبو مازن"),
        ({"أبوبكر البغدادي": 2}, "أبوبكر البغدادي"),
        ({"المعتصم بالله": 2}, "المعتصم بالله"),
        ({"محمد ﷺ": 2}, "محمد ﷺ"),
        ({"محمود (أبو مازن)": 2}, "محمود أبو مازن"),
        ({"ج. ر. ماكنيل": 2}, "ج. ر. ماكنيل"),
        ({"جيمس ماتيس": 2, "جيم ماتيس": 3, "ماتيس": 9}, "جيم ماتيس"),
    ],
)
def test_the_name_shown_is_the_usual_one_word_by_word(forms: dict[str, int], name: str) -> None:
    (speaker,) = register(Form(text, True, count) for text, count in forms.items())
    assert speaker.name == name


@pytest.mark.parametrize(("text", "name"), [("#وزارة_الصحة", "وزارة الصحة"), ("حزب 'نعم'", "حزب 'نعم'")])
def test_a_body_is_shown_without_hashtags(text: str, name: str) -> None:
    (speaker,) = register([Form(text, False, 1)])
    assert speaker.name == name


NAMES = st.lists(
    st.sampled_from(
        [
            "سيرغي",
            "سيرجي",
            "لافروف",
            "محمد",
            "محمود",
            "بن",
            "سلمان",
            "حسن",
            "حسين",
            "دونالد",
            "ترامب",
            "ترمب",
            "ماريا",
            "الفيصل",
            "لو",
            "أوغلو",
            "#علي",
            "جيم",
            "جيمس",
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@given(st.lists(st.tuples(NAMES, st.integers(1, 50)), max_size=25, unique_by=lambda pair: pair[0]), st.randoms())
def test_the_order_of_articles_changes_nothing(names: list[tuple[str, int]], rng: random.Random) -> None:
    forms = [Form(name, True, count) for name, count in names]
    shuffled = rng.sample(forms, len(forms))
    assert register(forms) == register(shuffled)
    assert all(alias(speaker.name) in speaker.aliases for speaker in register(forms))
    aliases = [key for speaker in register(forms) for key in speaker.aliases]
    assert sorted(aliases) == sorted({alias(form.text) for form in forms})


@given(st.lists(st.text(max_size=20) | st.text("ابدعنلوه #_-()ﷺ", max_size=20), max_size=3), st.booleans())
def test_any_text_is_some_speaker_s(texts: list[str], is_person: bool) -> None:
    for speaker in register(Form(text, is_person, 1) for text in texts):
        assert alias(speaker.name) in speaker.aliases


@given(st.text(max_size=20))
def test_any_text_has_a_skeleton(text: str) -> None:
    assert set(skeleton(text)) <= set("bdfklmnrst")


def test_a_byname_is_the_name_of_whoever_is_called_so() -> None:
    said = {"محمود عباس": 9, "أبومازن": 2, "أبو مازن": 1, "أبو مازن الجبوري": 1}
    forms = [Form(name, True, count) for name, count in said.items()]
    assert [(one.name, one.count) for one in register(forms)] == [("أبو مازن الجبوري", 1), ("محمود عباس", 12)]
