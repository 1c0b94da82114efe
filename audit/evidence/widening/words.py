"""What may be wrong with an answer in long form, in words."""

from __future__ import annotations

from audit.evidence.problems import problem
from audit.text import Text

RESPONDENT = problem(
    "E-ANSWER-RESPONDENT",
    zh="{surveys}中没有该答卷者",
    en="there is no such respondent in {surveys}",
    mend=Text(
        zh="作答明细中的编号须与调查表一致；请补交该答卷者的记录，或删去其作答",
        en="the ids must be those of the survey: hand over the respondent's record, or remove the answers",
    ),
    or_warning=True,
)
RESPONDENT_TWICE = problem(
    "E-ANSWER-RESPONDENT-TWICE",
    zh="{surveys}中都有该编号，无法判定是谁的作答",
    en="{surveys} both have this id: whose answer it is cannot be told",
    mend=Text(zh="请使两张表的编号互不相同", en="give the two surveys different ids"),
)
ITEM = problem(
    "E-ANSWER-ITEM",
    zh="问卷中没有“{name}”（共 {answers} 个作答）；{hint}",
    en="the instrument has no “{name}” (answers: {answers}); {hint}",
    mend=Text(
        zh="请改正编号，或在 values 中写明它对应问卷中的哪一个",
        en="mend the id, or say under values which one of the instrument it is",
    ),
)
NOT_ASKED = problem(
    "E-ANSWER-NOT-ASKED",
    zh="本问卷不就“{name}”询问“{aspect}”",
    en="the instrument does not ask {aspect} of “{name}”",
    mend=Text(
        zh="请核对 audit.yaml 所写的问卷是否正确；不属于该问卷的作答请删去",
        en="see whether audit.yaml names the right instrument; remove what is no part of it",
    ),
)
NO_SURVEY = problem(
    "E-ANSWER-NO-SURVEY",
    zh="该作答属于{surveys}，而该表没有提交或缺少答卷编号",
    en="the answer belongs to {surveys}, which was not handed over or names no respondents",
    mend=Text(zh="请一并提交该表，每名答卷者一行", en="hand it over as well, one row for each respondent"),
)
NO_INSTRUMENT = Text(zh="audit.yaml 没有写明问卷（instrument）", en="audit.yaml names no instrument")
ANSWERED_TWICE = problem(
    "E-ANSWER-TWICE",
    zh="同一答卷者对同一问题有多个作答",
    en="this respondent answers the same question more than once",
    mend=Text(
        zh="每名答卷者对每个问题只应有一个作答", en="keep one answer of each respondent to each question"
    ),
)
CONTRADICTS = problem(
    "E-ANSWER-CONTRADICTS",
    zh="与“{survey}”中 {column} 列的 {other} 不一致",
    en="contradicts {other} in the column {column} of {survey}",
    mend=Text(zh="请查明哪一个正确，并删去另一个", en="find out which one is right and remove the other"),
)
OTHER_INSTRUMENT = problem(
    "N-ANSWER-INSTRUMENT",
    zh="是问卷“{name}”的作答，而 audit.yaml 写明的是“{asked}”：不予采用",
    en="an answer to the instrument “{name}”, while audit.yaml names “{asked}”: not used",
)
NONE_OF_OURS = problem(
    "E-ANSWER-INSTRUMENT",
    zh="没有一个作答属于 audit.yaml 写明的问卷“{asked}”；作答属于：{names}",
    en="no answer is to the instrument “{asked}”, which audit.yaml names; they are to {names}",
    mend=Text(
        zh="请核对 audit.yaml 的 instrument；只是名称不同的，在 values 中写明",
        en="see whether audit.yaml names the right instrument; where only the name differs, say so under values",
    ),
)
WIDENED = problem(
    "N-ANSWERS",
    zh="{answers} 个作答已归入“{surveys}”的 {respondents} 名答卷者、{columns} 列",
    en="{answers} answers were put beside {respondents} respondents of {surveys}, in {columns} columns",
)

OTHERS = Text(zh="其他问卷的作答", en="answers to another instrument")
