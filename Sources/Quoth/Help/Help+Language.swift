// Statements, stages, and the words and signs between their parts.
extension Help {
    static let statements: [HelpTopic] = [
        HelpTopic(
            .statement, "let", "let NAME = QUERY",
            "Names a query. It is evaluated where the name is used, as rows or after 'in'.",
            "let hawks = quotes where faction = hardliner\nhawks count by kind",
            "let hawks = actors where faction = hardliner\nquotes where speaker in hawks"),
        HelpTopic(
            .statement, "param", "param NAME: TYPE = VALUE",
            "Gives a script a parameter, which is $NAME where it is used and --param NAME=VALUE on the command line. "
                + "It is bound as a value and never read as text. TYPE is text, number, date or truth.",
            "param who: text = khamenei\nquotes where speaker = $who count by kind"),
        HelpTopic(
            .statement, "expect", "expect none|some|N QUERY",
            "Says how many rows a query has; a script fails if it has others.",
            "expect some quotes where kind = direct"),
        HelpTopic(
            .statement, "it", nil,
            "The records behind the last answer: those that entered its first 'count' or 'summarize', or else its "
                + "rows. A line that begins with a stage goes on from it. '.it' says what it is, '.back' steps back.",
            "quotes where faction = hardliner\ncount by kind\nwhere kind = direct\nactors where any quotes (in it)"
        ),
    ]

    static let stages: [HelpTopic] = [
        HelpTopic(
            .stage, "where", "where CONDITION",
            "Keeps the rows for which the condition holds. What it left out for want of a value stands under the "
                + "answer.",
            "quotes where faction = hardliner and kind = direct",
            "quotes count by speaker where count > 2"),
        HelpTopic(
            .stage, "show", "show EXPR [as NAME], …",
            "Chooses and names what is displayed. The rows stay the records they were, so any stage may follow and "
                + "use the names; a second 'show' replaces the first.",
            "quotes show speaker, length(text) as characters sort by characters desc limit 5"),
        HelpTopic(
            .stage, "sort", "sort by EXPR [desc], …",
            "Orders the rows and keeps the order of equal ones; a missing value comes last either way. After a "
                + "'mentions', 'sort by relevance' puts the texts first that fit its words best.",
            "quotes sort by said desc, speaker limit 5"),
        HelpTopic(.stage, "limit", "limit N", "Keeps the first rows.", "quotes sort by said desc limit 3"),
        HelpTopic(.stage, "skip", "skip N", "Leaves the first rows out.", "quotes skip 10 limit 10"),
        HelpTopic(
            .stage, "distinct", "distinct [EXPR, …]",
            "Keeps the first row of each value, and by itself the first of each row shown. So 'sort by said desc "
                + "distinct speaker' is everyone's latest.",
            "quotes sort by said desc distinct speaker show speaker, said, text"),
        HelpTopic(
            .stage, "count", "count [by EXPR [as NAME], … [across EXPR]]",
            "Counts the rows, in all or by group, the largest first, with each group's share. Rows without a value "
                + "form the group (none). '.why N' shows the records of a group.",
            "quotes count by faction across kind", "quotes count by month(said) as month"),
        HelpTopic(
            .stage, "summarize", "summarize AGGREGATE [as NAME], … [by EXPR, …]",
            "Computes one value of many for all rows or each group: count, distinct, min, max, sum, avg, median.",
            "quotes summarize count, max(length(text)) as longest by kind"),
        HelpTopic(
            .stage, "pairs", "pairs by EXPR, … [opposed|agreeing] [within DURATION]",
            "Makes a row of every two quotes or stances that agree in these fields: 'a' is the earlier, 'b' the "
                + "later.",
            "stances pairs by claim opposed count by a.speaker, b.speaker limit 5"),
        HelpTopic(
            .stage, "timeline", "timeline [by EXPR]",
            "Displays the rows by date, with a lane for each value of the expression.",
            "quotes where said known timeline by kind"),
        HelpTopic(
            .stage, "chart", nil,
            "Draws grouped numbers as bars in a terminal; elsewhere the rows are printed.",
            "quotes count by speaker limit 5 chart"),
    ]

    static let conditions: [HelpTopic] = [
        HelpTopic(
            .condition, "and or not", "CONDITION and CONDITION, … or …, not CONDITION",
            "'not' binds first, then 'and', then 'or'; brackets help. Exactly one of C and 'not (C)' holds for "
                + "every row.",
            "quotes where kind = direct and not (said missing or speaker = khamenei)"),
        HelpTopic(
            .condition, "in", "PATH in (A, B), PATH in NAME, PATH in (QUERY), in NAME",
            "One of these values, or among the rows of a query; if that shows one column, among its values. By "
                + "itself 'in NAME' asks whether the row is among those. 'not in' wants a value that is none of them.",
            "quotes where kind in (direct, mixed)",
            "quotes where speaker in (actors where faction = hardliner)"),
        HelpTopic(
            .condition, "under", "PATH under X, under X",
            "X or below it: factions, topics, claims, places and organizations by 'parent', quotes by 'within', "
                + "words by '/'.",
            "quotes where faction under hardliner", "quotes where channel under post"),
        HelpTopic(
            .condition, "from", "PATH from A to B", "From A to B, both included.",
            "quotes where said from 2025-02-07 to 2025-02-08"),
        HelpTopic(
            .condition, "mentions", "PATH mentions \"two words\"",
            "These words stand in the text one after the other. Case, accents and word endings don't matter.",
            "quotes where text mentions negotiation show speaker, text"),
        HelpTopic(
            .condition, "contains", "PATH contains \"text\"",
            "The text stands in it, also inside a word. Case and accents don't matter.",
            "quotes where text contains sanction show speaker, text"),
        HelpTopic(
            .condition, "matches", "PATH matches \"expression\"",
            "The regular expression fits some part of the text. It takes time that grows with the text alone.",
            "quotes where text matches \"wise|honou?rable\" show speaker, text"),
        HelpTopic(
            .condition, "missing known", "PATH missing, PATH known",
            "It has no value, or has one. Every comparison with a missing value is false, '!=' too.",
            "quotes where said missing count by speaker", "quotes where hedge known"),
        HelpTopic(
            .condition, "any no all", "any LINK (CONDITION), no LINK (…), all LINK (…)",
            "Over the records that a link leads to: for some, for none, for all and at least one. Without brackets, "
                + "that there are any or none. '..field' is a field of the row outside.",
            "claims where any stances (position = oppose) and no stances (position = support)",
            "quotes where any same_utterance (kind != ..kind)"),
        HelpTopic(
            .condition, "possibly", "possibly DATE COMPARISON",
            "Dates are periods, and a comparison holds if it holds for every day; after 'possibly', if it holds for "
                + "some day.",
            "quotes where possibly said < 2013 show speaker, said"),
    ]

    static let signs: [HelpTopic] = [
        HelpTopic(
            .sign, "= != < <= > >=", "PATH = VALUE",
            "Left of a comparison a bare word is a field, right of it a value; '.field' is a field there. Names of "
                + "records are found by id, name, other name, family name or beginning. Of many values, some value "
                + "compares; for '!=' none may be equal.",
            "quotes where speaker = khamenei and said >= 2025-02-07"),
        HelpTopic(
            .sign, "+ - * /", "EXPR + EXPR",
            "Arithmetic on numbers, with blanks on both sides; a date plus or minus days, weeks, months or years.",
            "quotes where length(text) / words(text) > 6", "quotes where said >= 2025-02-08 - 1 day"),
        HelpTopic(
            .sign, ".", "LINK.FIELD, .FIELD, ..FIELD",
            "Follows a link to a field of the record there. A dot before a word makes it a field wherever it stands; "
                + "two dots are a field of the row outside of any, no or all.",
            "quotes where speaker.country = \"United States\" and .kind = indirect"),
        HelpTopic(
            .sign, "#", "# COMMENT", "Begins a comment, which goes to the end of its line.",
            "quotes count  # all of them"),
        HelpTopic(
            .sign, "$", "$NAME", "The value of a parameter.",
            "param who: text = khamenei\nquotes where speaker = $who count"),
    ]

    static let particles: [HelpTopic] = [
        HelpTopic(
            .word, "by", nil, "Stands before what rows are sorted, grouped or paired by.",
            "quotes count by kind sort by kind"),
        HelpTopic(
            .word, "as", "EXPR as NAME", "Names a column.", "quotes show length(text) as characters limit 3"),
        HelpTopic(
            .word, "desc asc", "sort by EXPR desc", "The largest first, or the smallest, which is usual.",
            "quotes sort by length(text) desc limit 3"),
        HelpTopic(
            .word, "across", "count by EXPR across EXPR",
            "Prints the last group as columns; the rows are the same.", "quotes count by speaker across kind"),
        HelpTopic(
            .word, "opposed agreeing", "pairs by claim opposed",
            "Pairs of stances of which one supports and one opposes; or of two that do the same.",
            "stances pairs by claim agreeing limit 3"),
        HelpTopic(
            .word, "within", "pairs by EXPR within 7 days", "How far apart the dates of a pair may lie.",
            "stances pairs by claim within 7 days limit 3"),
        HelpTopic(
            .word, "to", "from A to B", "Stands before the end of a range.",
            "quotes where said from 2025-02 to 2025-03 count"),
        HelpTopic(
            .word, "last", "PATH in last 30 days",
            "Counted back from the newest article, whose day is the last; never from today.",
            "quotes where said in last 2 days count by said"),
        HelpTopic(
            .word, "none some", "expect none QUERY", "No rows, or at least one.",
            "expect none quotes where kind = direct and text missing"),
        HelpTopic(
            .word, "day days week weeks month months year years", "7 days, 1 month",
            "Lengths of time, after 'in last', after 'within', and added to dates.",
            "quotes where said > 2025-02-14 - 1 week count"),
        HelpTopic(
            .word, "yes true", nil, "The truth values, which a condition has when it is shown or compared.",
            "quotes show kind = direct as verbatim count by verbatim"),
        HelpTopic(
            .type, "text number date truth", "param NAME: TYPE = VALUE", "The types of parameters.",
            "param least: number = 100\nquotes where length(text) > $least count"),
    ]

    static let functions: [HelpTopic] = [
        HelpTopic(
            .function, "year month week day", "year(DATE), month(DATE), week(DATE), day(DATE)",
            "The period that the date lies in, such as 2025-02; missing if it spans two.",
            "quotes count by month(said)"),
        HelpTopic(
            .function, "weekday", "weekday(DATE)", "The name of the day.", "quotes count by weekday(said)"),
        HelpTopic(
            .function, "length words", "length(TEXT), words(TEXT)",
            "How many characters or words a text has.",
            "quotes where words(text) > 20 show speaker, words(text)"),
        HelpTopic(
            .function, "lower upper", "lower(TEXT)", "The text in small or in large letters.",
            "quotes count by upper(kind)"),
        HelpTopic(
            .function, "abs round", "round(NUMBER)", "A number without its sign, or the nearest whole one.",
            "quotes count by round(length(text) / 100) * 100 as about"),
        HelpTopic(
            .aggregate, "count", "count(LINK), count(LINK (CONDITION))",
            "How many records the link leads to, of those for which the condition holds.",
            "people show name, count(quotes (kind = direct)) as direct sort by direct desc limit 5"),
        HelpTopic(
            .aggregate, "distinct", "summarize distinct(EXPR)", "How many different values there are.",
            "quotes summarize distinct(speaker) as speakers by kind"),
        HelpTopic(
            .aggregate, "min max", "max(EXPR), max(LINK.FIELD)",
            "The smallest or the largest, of the rows of a group or at the ends of a link.",
            "people show name, max(quotes.said) as latest sort by latest desc limit 5"),
        HelpTopic(
            .aggregate, "sum avg median", "avg(EXPR)", "The sum, the mean, or the value in the middle.",
            "quotes summarize avg(length(text)) as mean, median(length(text)) as middle by kind"),
    ]
}
