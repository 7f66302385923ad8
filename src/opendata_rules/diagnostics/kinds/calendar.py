"""Annual notices on holidays, the statutes and the assumptions behind the calendar of working days."""

from __future__ import annotations

from ..kind import Kind, Severity, Stage

STAGE = Stage("calendar", "核对放假安排")

KINDS = (
    Kind(
        "bad_date_range",
        STAGE,
        "日期范围写法不对",
        "“{value}”不是日期，也不是日期范围",
        "写成 2026-01-01，或者 2026-02-15 至 2026-02-23（“至”的两边各空一格）。",
        "放假的日期写一天，或者写“某日 至 某日”；日期必须存在。",
    ),
    Kind(
        "year_mismatch",
        STAGE,
        "年份对不上",
        "{what}与年份 {year} 对不上：{found}",
        "请核对文件名、年份、标题和成文日期。",
        "通知文件以年份命名，内容应当是同一年的通知；通知在上一年下半年或者当年印发。",
    ),
    Kind(
        "date_outside_year",
        STAGE,
        "日期不在这一年",
        "{date} 不在 {year} 年度通知可以安排的日期之内",
        "{year} 年的通知只能安排上一年 12 月 26 日至当年 12 月 31 日。",
        "年度通知安排当年的节假日，元旦可以用到上一年 12 月的最后几天。",
    ),
    Kind(
        "makeup_on_weekday",
        STAGE,
        "调休上班不在周末",
        "{date} 是{weekday}，本来就上班",
        "“上班”只写因调休而上班的周六、周日，请核对日期。",
        "调休上班的日子一定是周六或者周日；写成周一至周五，多半是抄错了日期。",
    ),
    Kind(
        "overlapping_days",
        STAGE,
        "同一天写了两次",
        "{date} 已经写为{other}",
        "一天只能写一次，不能既放假又上班。",
        "放假的日期互相重叠，或者同一天既放假又上班。",
    ),
    Kind(
        "statutory_day_missing",
        STAGE,
        "缺少法定节假日",
        "没有安排 {date}（{name}）放假",
        "{statute}规定这一天全体公民放假，请核对通知。",
        "法定节假日当天必须在“放假”里；法定节假日的天数按当年有效的《全国年节及纪念日放假办法》。",
    ),
    Kind(
        "implausible_total",
        STAGE,
        "全年天数不合理",
        "按这份通知，周一至周五放假 {off} 天、周末上班 {worked} 天，相差 {net} 天；{year} 年法定节假日是 {expected} 天",
        "两者应当相等，请核对漏写或者多写的日期；确有变更的，写“变更通知”。",
        "调休只移动休息日，不增减：周一至周五放假的天数减去周末上班的天数，等于法定节假日的天数。"
        "临时增加的假期（例如 2015 年、2020 年）由变更通知安排，也不会多出三天以上。",
    ),
    Kind(
        "calendar_gap",
        STAGE,
        "缺少年度通知",
        "缺少 {year} 年的通知，{year} 年及以后的日期都不能计算",
        "请补上 rules/calendar/{year}.yaml。",
        "后一年有通知文件，这一年既没有文件，holidays 库也没有收录。",
    ),
    Kind(
        "calendar_incomplete",
        STAGE,
        "推算所需的内容不全",
        "{year} 年的{name}推算不了：{reason}",
        "请补全 statutory.yaml 中的版本，或者 assumptions.yaml 中的假期范围。",
        "每一年都要有一个有效的放假办法版本；推定的每一年里，每个法定节假日都要有且只有一个假期范围，至少有一种安排。",
    ),
    Kind(
        "notice_not_filed",
        STAGE,
        "通知没有录入",
        "holidays {version} 已收录 {year} 年的安排，这里还没有 {year}.yaml",
        "请对照国务院办公厅的通知录入；录入之前，这一年仍按未公布处理。",
        "计算结果不随 holidays 库的版本变化：文件夹里有通知文件时，最后一个文件之后的年份只提醒、不采用。",
        Severity.WARNING,
    ),
    Kind(
        "calendar_drift",
        STAGE,
        "与 holidays 库不一致",
        "{date}：按通知是{ours}，holidays {version} 算作{theirs}",
        "以通知文件为准；请再核对一次通知，文件无误的不用改。",
        "逐日比较通知文件和 holidays 库。不一致多半是该库的版本没有跟上变更通知，也可能是录入有误。",
        Severity.WARNING,
    ),
    Kind(
        "outside_assumptions",
        STAGE,
        "超出推定范围",
        "{date} 的安排超出 assumptions.yaml 推定的范围",
        "通知有效；请放宽 assumptions.yaml 中有关节日的范围，并注明实例。",
        "推定最早、最晚日期时所用的范围，应当包括出现过的每一种安排。",
        Severity.WARNING,
    ),
)
