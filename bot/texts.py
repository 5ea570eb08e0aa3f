"""Every text that the bot says of its own accord, in each of its languages, in one table."""

from dataclasses import dataclass
from typing import Literal

from index.statement import Kind

Language = Literal["ar", "en"]

DEFAULT_LANGUAGE: Language = "ar"


@dataclass(frozen=True, slots=True)
class Texts:
    """The bot's texts in one language; HTML where Telegram shows HTML, plain where it does not.

    A field for every text: a language that misses one does not type-check and cannot be built.
    """

    start: str
    help: str
    abstention: str
    nothing_of: str  # field: speaker, whom the question asks for
    asked_otherwise: str  # field: speaker; a heading over what that speaker said of other things
    others: str  # a heading over what others said about it
    also: str  # before the other articles that say the same
    also_more: str  # field: count, of such articles that are not named
    empty_question: str
    long_question: str  # fields: length, limit
    written_only: str
    failure: str
    source: str  # the link's text where an article has no title
    kinds: dict[Kind, str]  # how the words are reported, shown beside the speaker
    months: tuple[str, ...]
    direction_mark: str  # gives a line of mixed scripts the reader's direction
    start_command: str  # plain; in Telegram's menu of commands
    help_command: str


ARABIC = Texts(
    start=(
        "أهلًا بك في <b>قالَ</b>.\n\n"
        "اسألني مَن قال ماذا في الأخبار، أُجبك بالكلام كما ورد في الخبر حرفًا بحرف، ومعه قائله ومصدره.\n\n"
        "جرّب مثلًا:\n<code>ماذا قال لافروف عن حلب؟</code>"
    ),
    help=(
        "<b>كيف تسأل؟</b>\n"
        "اكتب سؤالك بكلماتك أنت، واذكر اسم المتحدث والموضوع إن عرفتهما:\n\n"
        "• <code>ماذا قال لافروف عن حلب؟</code>\n"
        "• <code>ما موقف كيري من الحرب في اليمن؟</code>\n"
        "• <code>What did Lavrov say about Aleppo?</code>\n\n"
        "كل جواب مقتبس من مقال كما نُشر، وتحته مصدره. وإن لم أجد ما يجيب عن سؤالك قلت ذلك، ولا أؤلّف شيئًا."
    ),
    abstention=(
        "لم أجد في المقالات التي لديّ كلامًا يجيب عن هذا السؤال.\nجرّب صياغة أخرى، أو اذكر اسم المتحدث والموضوع معًا."
    ),
    nothing_of="لم أجد كلامًا منسوبًا إلى {speaker} يجيب عن هذا السؤال.",
    asked_otherwise="من كلام {speaker} في غير ذلك:",
    others="ومن كلام آخرين في هذا الموضوع:",
    also="وورد أيضًا في:",
    also_more="ومقالات أخرى فيها الكلام نفسه: {count}",
    empty_question="لم أجد سؤالًا في رسالتك. اكتب مثلًا:\n<code>ماذا قال لافروف عن حلب؟</code>",
    long_question="سؤالك طويل: عدد حروفه {length}، والحد الأقصى {limit}. اختصره من فضلك ثم أعد إرساله.",
    written_only="أفهم الأسئلة المكتوبة وحدها. اكتب مثلًا:\n<code>ماذا قال لافروف عن حلب؟</code>",
    failure="عذرًا، حدث خطأ عندي فلم أستطع الإجابة. أعد المحاولة بعد قليل من فضلك.",
    source="المصدر",
    kinds={"direct": "نص حرفي", "indirect": "نقل بالمعنى", "mixed": "نقل بعضه حرفي"},
    months=(
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ),
    direction_mark="\u200f",
    start_command="تعريف بالبوت",
    help_command="كيف تسأل",
)

ENGLISH = Texts(
    start=(
        "Welcome to <b>qala</b> (قالَ, “he said”).\n\n"
        "Ask me who said what in the news. I answer with the very words of the article, "
        "with their speaker and their source.\n\n"
        "Try:\n<code>What did Lavrov say about Aleppo?</code>"
    ),
    help=(
        "<b>How to ask</b>\n"
        "Write your question in your own words, and name the speaker and the topic if you know them:\n\n"
        "• <code>What did Lavrov say about Aleppo?</code>\n"
        "• <code>What is Kerry's position on the war in Yemen?</code>\n"
        "• <code>ماذا قال لافروف عن حلب؟</code>\n\n"
        "Every answer is quoted from an article as it was published, with its source below it. "
        "When I find nothing that answers, I say so; I make nothing up."
    ),
    abstention=(
        "I found nothing in my articles that answers this question.\n"
        "Try other words, or name both the speaker and the topic."
    ),
    nothing_of="I found no words of {speaker} that answer this question.",
    asked_otherwise="What {speaker} said about other things:",
    others="What others said about it:",
    also="Also in:",
    also_more="More articles that say the same: {count}",
    empty_question="I see no question in your message. Write, for example:\n"
    "<code>What did Lavrov say about Aleppo?</code>",
    long_question=("Your question has {length} characters; the limit is {limit}. Please shorten it and send it again."),
    written_only="I only understand written questions. Write, for example:\n"
    "<code>What did Lavrov say about Aleppo?</code>",
    failure=("Sorry, something went wrong on my side and I could not answer. Please try again in a little while."),
    source="Source",
    kinds={"direct": "verbatim", "indirect": "reported", "mixed": "partly verbatim"},
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    direction_mark="\u200e",
    start_command="what this bot does",
    help_command="how to ask",
)

TEXTS: dict[Language, Texts] = {"ar": ARABIC, "en": ENGLISH}


def texts_for(language_code: str | None) -> Texts:
    """The texts for a reader's Telegram language (an IETF tag such as "en-GB"); Arabic for the rest."""
    primary = (language_code or "").replace("_", "-").split("-")[0].lower()
    return ENGLISH if primary == "en" else TEXTS[DEFAULT_LANGUAGE]
