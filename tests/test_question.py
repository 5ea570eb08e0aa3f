"""Who a question asks for: names in any script, and which of several is the speaker."""

from datetime import date

import pytest

from index.alias import alias
from index.registry import Form, register
from retrieval.question import Known, parse_question
from tests.few_speakers import SPEAKERS, asked, bearers, names_of, parse


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("ماذا قال لافروف عن حلب؟", "سيرغي لافروف"),
        ("ماذا قال سيرجي لافروف عن حلب", "سيرغي لافروف"),
        ("ماذا قال لو دريان عن حلب", "جان إيف لو دريان"),
        ("ماذا قال جان إيف لودريان عن حلب", "جان إيف لو دريان"),
        ("ماذا قال دريان عن حلب", "جان إيف لو دريان"),
        ("What did Jean-Yves Le Drian say about Aleppo?", "جان إيف لو دريان"),
        ("What did Le Drian say about Aleppo?", "جان إيف لو دريان"),
        ("ماذا قال دي ميستورا عن حلب", "ستيفان ديميستورا"),
        ("ماذا قال ديمستورا عن حلب", "ستيفان ديميستورا"),
        ("What did Mistura say about Aleppo?", "ستيفان ديميستورا"),
        ("ماذا قال فان دير بيلن عن حلب", "ألكسندر فان دير بيلن"),
        ("What did Van der Bellen say about Aleppo?", "ألكسندر فان دير بيلن"),
        ("ماذا قال جاويش أوغلو عن حلب", "مولود جاويش أوغلو"),
        ("ماذا قالَ لافْروف عن سوريا فى جنيف ٢ ؟", "سيرغي لافروف"),
        ("ماذا قال لافروف عن كيري؟", "سيرغي لافروف"),
        ("ماذا رد كيري على لافروف؟", "جون كيري"),
        ("ما موقف ترمب من إيران؟", "دونالد ترامب"),
        ("ما رأي الأمم المتحدة في الحرب؟", "الأمم المتحدة"),
        ("ماذا قال عبدالعزيز آل الشيخ عن الحرب؟", "عبد العزيز بن عبد الله آل الشيخ"),
        ("ماذا قال فيصل بن عبد العزيز عن الحرب؟", "فيصل بن عبد العزيز"),
        ("ماذا قال زيد بن رعد عن الحرب؟", "زيد بن رعد الحسين"),
        ("ماذا قال سعد بن رباح عن الحرب؟", "سعد رباح العلي"),
        ("كيف رد سلفا كير على التهديدات؟", "سلفاكير ميارديت"),
        ("ما الذي قاله لافروف عن حلب؟", "سيرغي لافروف"),
        ("ما قالته نيكي هيلي عن إيران", "نيكي هيلي"),
        ("ما الذي صرح به ترامب عن إيران؟", "دونالد ترامب"),
        ("What did Qadir Salimov say about Iran?", "سليموف"),
        ("Selon Lavrov, que va devenir Alep ?", "سيرغي لافروف"),
        ("According to John Kerry, will the war end?", "جون كيري"),
        ("ماذا قال البرلمان عن الحرب؟", "البرلمان"),
        ("ما الصعوبات التي يراها كيري أمام الاتفاق؟", "جون كيري"),
        ("ما الشروط التي وضعها ماكرون للاتفاق؟", "إيمانويل ماكرون"),
        ("هل تنتهي الحرب بحسب كيري؟", "جون كيري"),
        ("متى تنتهي الحرب بحسب كيري؟", "جون كيري"),
        ("لافروف حلب", "سيرغي لافروف"),
        ("شو حكى ماكرون عن ترامب؟", "إيمانويل ماكرون"),
        ("تصريحات نصرالله عن النازحين", "حسن نصر الله"),
        ("ماذا قال محمد بن سلمان عن خالد بن سلمان؟", "محمد بن سلمان"),
        ("What did Lavrov say about Aleppo?", "سيرغي لافروف"),
        ("What did Nikki Haley say about Trump?", "نيكي هيلي"),
        ("Что сказал Лавров о Трампе?", "سيرغي لافروف"),
        ("Que pense Macron de Trump ?", "إيمانويل ماكرون"),
        ("Was sagte Macron über Trump?", "إيمانويل ماكرون"),
        ("Wozu rief Emmanuel Macron Trump auf?", "إيمانويل ماكرون"),
        ("How did Nikki Haley describe Iran?", "نيكي هيلي"),
        ("ماذا قال سيباستيان كورتس عن الهجرة؟", "سيباستيان كورتز"),
        ("كيف رد سيرخيو راموس على المدرب؟", "سيرجيو راموس"),
        ("كيف شرح لاري بيج إنشاء الشركة؟", "لاري بيدج"),
        ("ما موقف فتح الله كولن من الانقلاب؟", "فتح الله غولن"),
        ("هل نفى احمد داوود اوغلو دخول قواته؟", "أحمد داود أوغلو"),
        ("Qu'a annoncé Jean-Claude Juncker sur l'Iran ?", "جان كلود يونكر"),
        ("What did Alexei Sorokin say about the cup?", "اليكسي سوروكين"),
        ("ماذا قال تمام رباح عن الحكومة؟", "تمام رباح"),
        ("بماذا وصف رئيس الحكومة اللبنانية رباح الأزمة؟", "تمام رباح"),
        ("هل أنكر القاضي كافاناه التهم؟", "بريت كافانو"),
        ("ماذا طلب بنكيران من الوزارات؟", "عبد الإله ابن كيران"),
        ("ماذا قال ماوريتسيو ساري عن اللاعب؟", "ماوريسيو ساري"),
        ("ماذا كانت نيكي هيلي تظن قبل أن تعلن موسكو موقفها؟", "نيكي هيلي"),
        ("هل سبق لترامب أن هدد روسيا؟", "دونالد ترامب"),
        ("كيف علّق علي خامنئي على خطاب ترامب؟", "علي خامنئي"),
        ("كيف علق كيري علي لافروف؟", "جون كيري"),
        ("ماذا كان ينتظر الرئيس الأمريكي من القمة؟", "دونالد ترامب"),
        ("ماذا جاء في تصريح لافروف عن سوريا؟", "سيرغي لافروف"),
        ("ماذا ورد على لسان لافروف بشأن سوريا؟", "سيرغي لافروف"),
        ("من ماذا حذر كيري ترامب؟", "جون كيري"),
        ("أخبرني ماذا قال ترامب عن كوريا", "دونالد ترامب"),
        ("اريد تصريحات ترامب عن كوريا", "دونالد ترامب"),
        ("هات أقوال ماكرون عن إيران", "إيمانويل ماكرون"),
        ("تحدث عن موقف ترامب من إيران", "دونالد ترامب"),
        ("ماذا قال ماكرون عن موقف ترامب من إيران؟", "إيمانويل ماكرون"),
        ("متى قال لافروف إن الحرب ستنتهي؟", "سيرغي لافروف"),
        ("لمن قال ترامب إنه سيرد؟", "دونالد ترامب"),
        ("quote from Macron about migrants", "إيمانويل ماكرون"),
        ("ماذا قال وزير الخارجية الصيني وانج يي عن التجارة؟", "وانغ يي"),
        ("ماذا قال وزير الخارجية الروسي لفروف عن حلب؟", "سيرغي لافروف"),
    ],
)
def test_the_asked_speaker(question: str, speaker: str) -> None:
    assert asked(question) == {speaker}


@pytest.mark.parametrize(
    "question",
    [
        "ماذا قال دونالد ترمب وإيمانويل ماكرون عن إيران؟",
        "ما رأي كل من ترامب وماكرون في الاتفاق؟",
        "ماذا قال الرئيسان ترامب وماكرون؟",
    ],
)
def test_of_two_who_are_asked_for_either_will_do(question: str) -> None:
    assert asked(question) == {"دونالد ترامب", "إيمانويل ماكرون"}


def test_a_surname_of_two_is_both() -> None:
    assert asked("ماذا قال الحريري عن لبنان؟") == {"سعد الحريري", "بهية الحريري"}


@pytest.mark.parametrize(
    "question",
    [
        "متى كان آخر اجتماع بين كيري ولافروف؟",
        "من استضاف كيري؟",
        "ماذا قيل عن ترامب؟",
        "سعر الذهب اليوم",
        "أين حلب؟",
        "ماذا طلب البرلمان الأردني من العالم؟",
    ],
)
def test_questions_that_ask_for_nobody(question: str) -> None:
    assert asked(question) == set()


def test_the_topic_is_what_is_left() -> None:
    question = parse("ماذا قال لافروف عن وقف إطلاق النار في حلب؟")
    assert [word[0] for word in question.topic] == ["وقف", "اطلاق", "نار", "حلب"]


@pytest.mark.parametrize(
    "question", ["بماذا اتهم لافروف طهران؟", "بماذا اتهم لافروف إيران؟", "What did Lavrov say about Tehran?"]
)
def test_a_capital_stands_for_its_state(question: str) -> None:
    (place,) = parse(question).places
    assert {"طهران", "ايران"} <= set(place)


def test_a_city_stands_for_itself() -> None:
    assert "سور" not in parse("ماذا قال لافروف عن حلب؟").places[0]


def test_keys_are_what_the_registry_makes() -> None:
    assert alias("حسن نصر الله") == "حسن نصرالله"


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("ماذا قالت ميركل عن العقوبات؟", "ميركل"),
        ("كيف ردّت ميركل على ترامب؟", "ميركل"),
        ("بماذا مدحت ميركل الاتفاق؟", "ميركل"),
        ("ماذا قال عبد الرحمن السند عن الحرب؟", "عبد الرحمن السند"),
        ("ماذا قال عبدالله سليموف عن الحرب؟", None),
        ("ماذا قال عيضة الحريري عن الحرب؟", "عيضة الحريري"),
        ("قال ايه محمد صلاح عن عقده؟", "محمد صلاح"),
        ("ماذا قال علي البخيتي عن الحرب؟", "علي البخيتي"),
        ("ماذا قال محمد علي الحوثي عن الحرب؟", "محمد علي الحوثي"),
        ("ماذا قال رعد العربي عن الحرب؟", "رعد العربي"),
        ("كيف برر سائق الحافلة سرعته؟", None),
        ("ماذا قال الأب عن ابنته؟", None),
        ("Que dit le porte-parole du ministère de la Défense de la barrière ?", None),
        ("ماذا قال شويغو؟", "شويغو"),
        ("ما رأي تشومسكي في الحرب؟", "تشومسكي"),
        ("ماذا قال لافروف عن ميركل؟", None),
        ("خالد الفالح أسعار النفط", "خالد الفالح"),
        ("وزير الطاقة السعودي خالد الفالح عن أسعار النفط", "وزير الطاقة السعودي خالد الفالح"),
        ("مين اللي قال إن اللاعب هو الأفضل؟", None),
        ("ماذا قال وزير النقل عن الحرب؟", "وزير النقل"),
        ("ماذا قالت الصحف عن الحرب؟", None),
        ("ماذا قالت منظمة الصحة العالمية عن الحرب؟", "منظمة الصحة العالمية"),
        ("ماذا قالت البرازيل عن الحرب؟", "البرازيل"),
        ("متى أعلنت شركة بوينغ الإفلاس؟", None),
        ("كم بلغت الأسعار؟", None),
    ],
)
def test_a_speaker_whom_the_archive_does_not_know(question: str, name: str | None) -> None:
    assert parse(question).unknown == name


def test_a_time_tells_when_somebody_spoke() -> None:
    question = parse("ماذا قال لافروف في مايو 2019 عن حلب؟")
    assert question.period is not None
    assert (question.period.start, question.period.end) == (date(2019, 5, 1), date(2019, 5, 31))
    assert [word[0] for word in question.topic] == ["حلب"]


def test_the_year_of_a_fact_is_no_day_of_publication() -> None:
    question = parse("كم شخصا قتل في حلب عام 2016؟")
    assert question.period is None
    assert ("2016",) in question.topic


def test_an_outlet_is_no_speaker_and_no_topic() -> None:
    question = parse("ماذا قال لافروف عن حلب بحسب بي بي سي؟")
    assert question.outlets == {"BBC Arabic"}
    assert [word[0] for word in question.topic] == ["حلب"]
    assert asked("ماذا قال لافروف عن حلب بحسب بي بي سي؟") == {"سيرغي لافروف"}


def test_an_outlet_that_the_archive_lacks_leaves_nothing() -> None:
    assert parse("ماذا قال لافروف عن حلب بحسب رويترز؟").outlets == frozenset()


def test_an_outlet_that_the_articles_quote_is_a_speaker() -> None:
    names = names_of(register([Form("رويترز", False, 3)]))
    question = parse_question("كم قتل في حلب بحسب رويترز؟", Known(names, bearers, ["BBC Arabic"]), date(2020, 6, 10))
    assert question.outlets is None
    assert question.asked is not None


@pytest.mark.parametrize(
    "text",
    ["ماذا قال لافروف منذ مارس 2017؟", "ماذا قال لافروف خلال أكتوبر 2018؟", "What did Lavrov say since March 2017?"],
)
def test_what_opens_a_time_is_no_topic(text: str) -> None:
    question = parse(text)
    assert question.period is not None
    assert question.topic == ()


def test_the_year_of_what_is_spoken_of_is_no_time() -> None:
    assert parse("ماذا قال ترمب عن الاتفاق النووي لعام 2015؟").period is None


@pytest.mark.parametrize("question", ["What did Lavrov say about Yemen؟!", "What did Lavrov say، about Aleppo"])
def test_arabic_marks_make_no_question_arabic(question: str) -> None:
    assert parse(question).foreign
    assert asked(question) == {"سيرغي لافروف"}


@pytest.mark.parametrize(
    "question",
    [
        "Welches Team gewann den Super Bowl?",
        "Какая команда стала победителем Суперкубка?",
        "How many passes did Josh Norman catch?",
        "ماذا قال طلاب الجامعة عن الرسوم؟",
        "ماذا قال أتباع الحوثي عن الهدنة؟",
        "ماذا قالت جماهير الأهلي عن الفوز؟",
        "ماذا قال ضحايا القاضي؟",
    ],
)
def test_a_capital_alone_or_a_noun_and_its_genitive_are_nobody(question: str) -> None:
    assert parse(question).unknown is None


def test_somebody_unknown_is_told() -> None:
    assert parse("What did Josh Norman say about Aleppo?").unknown == "Josh Norman"


@pytest.mark.parametrize(
    "question",
    [
        "ما نسبة الغابات التي تمثلها غابة الأمازون؟",
        "ما الذي جعل لوثر يكتب الترانيم؟",
        "ما هو العمل الذي شككت تجارب لافوازييه فيه؟",
        "إلى أين تم نفي طغرل المناصر لجنكيز؟",
        "في أي جزء اعترف الطبيب بوجود أخ له؟",
        "على كم مرة اتفق الراهب معهم؟",
        "What hymn did Luther write after that?",
        "What caused Luther to write hymns?",
        "What year did Luther write that?",
        "Why was the student group called the Methodists?",
        "Name a luxury division of Toyota.",
    ],
)
def test_a_question_after_a_fact_asks_for_nobody_unknown(question: str) -> None:
    """A word of saying somewhere in a question does not make it one after somebody's words."""
    assert parse(question).unknown is None
    assert not parse(question).asks_for_words


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("بماذا أخبر لوثر الرهبان بشأن ذلك؟", "لوثر"),
        ("What did Luther tell them about it?", "Luther"),
        ("ماذا قالت سما التونسي عن الفن؟", "سما التونسي"),
        ("ماذا قال فرح السوري عن الحرب؟", "فرح السوري"),
        ("ماذا قال أحمد الطيب عن الحرب؟", "أحمد الطيب"),
        ("ماذا قال مارك روته عن الحرب؟", "مارك روته"),
        ("ماذا قال وزير النفط الإيراني عن الحرب؟", "وزير النفط الإيراني"),
        ("ماذا قال جون مكين عن الحرب؟", "جون مكين"),
        ("ماذا قالت والدة لافروف عن الحرب؟", "والدة لافروف"),
        ("ماذا قال شقيق محمد بن سلمان عن الحرب؟", "شقيق محمد بن سلمان"),
        ("ماذا قال منافس ترامب عن الحرب؟", "منافس ترامب"),
        ("ماذا قالت إدارة ترامب عن الحرب؟", "إدارة ترامب"),
        ("ماذا قال المتحدث باسم لافروف عن الحرب؟", "المتحدث باسم لافروف"),
        ("ماذا قال صديق جون كيري عن الحرب؟", "صديق جون كيري"),
    ],
)
def test_who_is_asked_for_and_unknown_stays_so(question: str, name: str) -> None:
    assert parse(question).unknown == name


@pytest.mark.parametrize("question", ["ما موقف موسكو من العقوبات؟", "ماذا قالت روسيا عن العقوبات؟"])
def test_a_state_is_asked_for_with_its_capital_and_those_who_speak_for_it(question: str) -> None:
    one = parse(question).asked
    assert one is not None
    assert one.strict
    assert {SPEAKERS[number].name for number in one.speakers} == {"روسيا", "موسكو"}
    assert {SPEAKERS[number].name for number in one.voices} == {"سيرغي لافروف"}


def test_according_to_a_body_others_may_tell_of_it() -> None:
    one = parse("كم شخصا نزح بحسب الأمم المتحدة؟").asked
    assert one is not None
    assert not one.strict


def test_a_name_is_found_by_its_last_word_that_is_no_particle() -> None:
    names = names_of(register([Form(name, True, 5) for name in ("خالد بن", "آنا لودريان", "ابو")]))
    assert names.bears("خالد")
    assert not names.bears("بن")
    assert set(names.near(["لودريين"])) == names.containing(["لودريان"]) != set()
    found = names.at(["ابو"])
    assert found is not None
    assert not found.is_person


@pytest.mark.parametrize("question", ["بحسب بي بي سي", "according to BBC", "بحسب", "بحسب بيان", "في", "قال", "what"])
def test_what_names_nothing_but_an_outlet_or_asks_nothing_asks_for_nobody(question: str) -> None:
    assert parse(question).asked is None


@pytest.mark.parametrize("question", ["هل نفى لافروف قصف حلب؟", "هل نفت روسيا قصف حلب؟", "هل أكدت موسكو قصف حلب؟"])
def test_how_somebody_spoke_is_not_what_about(question: str) -> None:
    assert [word[0] for word in parse(question).topic] == ["قصف", "حلب"]


def test_a_name_goes_on_to_where_the_topic_begins() -> None:
    names = names_of(register([Form("محمد", True, 5), Form("محمد بركات", True, 5), Form("عادل الجبير", True, 5)]))
    known = Known(names, bearers)
    for name in ("محمد الشقحاء", "جبير المليحان"):
        assert parse_question(f"ماذا قال {name} عن حلب؟", known, date(2020, 6, 10)).unknown == name
    for name in ("محمد", "محمد بركات", "الجبير"):
        assert parse_question(f"ماذا قال {name} عن حلب؟", known, date(2020, 6, 10)).unknown is None
