"""The words of the rule language: one Chinese keyword per idea, from one table.

Legal staff write the Chinese word, Python code reads the English name. The pydantic aliases, the JSON Schemas and
the keyword page in ``docs/`` are all made from this table, so they cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterable

#: English name → part of the files → what legal staff should know about the word there: words with several meanings.
MEANINGS: dict[str, dict[str, str]] = {
    "force": {"判定规则": "应当或者可以", "职责和期限": "应当、原则上、最低"},
    "outcome": {"判定规则": "符合条件时的属性", "用例": "职责、变更应当得到的结论"},
    "english": {
        "文件": "标题的英文",
        "地方": "名称的英文",
        "本地事实": "含义的英文",
        "本地程序": "标签的英文",
    },
    "situation": {
        "存疑": "在什么情况下才有影响，不写则一律提示",
        "用例": "用文字说明是什么情形",
    },
    "matter": {
        "措施": "措施的名称",
        "职责": "职责所属的事项，多个文件规定同一事项的，用最近的一个",
        "本地事实": "事实所属的事项",
        "用例": "检查哪一事项的职责",
    },
    "dues": {
        "进度用例": "各步骤的最后一天，按步骤的编号或者中文名",
        "周期用例": "各条周期职责的最后一天，全部列出，按规则编号",
    },
}


def _several(name: str) -> str:
    return "；".join(f"{part}中：{about}" for part, about in MEANINGS[name].items())


#: English name → (Chinese keyword, what legal staff should know about it).
KEYWORDS: dict[str, tuple[str, str]] = {
    # instrument.yaml
    "title": ("标题", "文件全称，不带书名号"),
    "number": ("文号", "发文字号；没有的不写"),
    "authority": ("制定机关", "制定该文件的机关"),
    "rank": ("效力层级", "规章、行政规范性文件等"),
    "draft": ("草案", "是：尚未正式施行，只有在明确要求时才适用"),
    "issued": ("成文日期", "文件印发或者公布的日期"),
    "effective": ("施行日期", "自这一天起施行；不知道的不写"),
    "effective_by": ("不晚于施行", "施行日期不知道，但最晚这一天已经施行"),
    "expires": ("有效期至", "有效期的最后一天，这一天仍有效"),
    "doubtful_from": ("存续不明自", "从这一天起，不知道是否仍然有效"),
    "collected": ("收录", "已收录、部分收录、未收录"),
    "source": ("来源", "正式文本、二手资料"),
    "note": ("说明", "给读者的说明"),
    "amends": ("修订自", "这是哪一个文件修订以后的版本：写它的编号；没有写到的，都沿用它"),
    "abolished": ("废止", "被修订的文件中不再有的规则（编号）和条文（条号）"),
    "renumbered": ("条文改号", '被修订的文件中改了条号的条文：旧条号: 新条号，例如 {"12": "13"}'),
    # jurisdictions/*.yaml
    "name": ("名称", "地方全称，例如泰安市"),
    "other_names": ("别名", "其他叫法，例如泰安"),
    "code": ("代码", "六位行政区划代码（GB/T 2260）"),
    "level": ("级别", "省级、市级、县级"),
    "parent": ("上级", "上一级地方的编号；省级不写"),
    "department": ("主管部门", "本级大数据工作主管部门"),
    "instruments": ("文件", "约束本地的文件编号，近的在前"),
    # rules.yaml
    "opening": ("开放属性", "不予开放、有条件开放、无条件开放的判定规则"),
    "sharing": ("共享属性", "不予共享、有条件共享、无条件共享的判定规则"),
    "changes": ("属性变更", "变更开放属性的规则"),
    "referrals": ("转致", "指向其他法律的规定，例如涉及国家秘密的"),
    "id": ("编号", "规则的固定编号，英文小写，例如 taian-12-4"),
    "ref": ("条文", "依据的条款项，例如 12(四)、18(3)(四)、25bis；条号不知道的写两个引号"),
    "see_also": ("另见", "其他有关条款"),
    "gist": ("要旨", "用自己的话简短说明，不抄条文"),
    "english": ("英文", "要旨的英文；" + _several("english")),
    "action_english": ("英文要求", "要求的英文，可以不写"),
    "actor_english": ("英文主体", "主体的英文；词汇表里有的主体不用写"),
    "matter_english": ("英文事项", "措施名称的英文，可以不写"),
    "readings_english": ("英文读法", "各种读法的英文，与“读法”一一对应，可以不写"),
    "reason_english": ("英文理由", "理由的英文，可以不写"),
    "general_english": ("英文通则", "通则的英文，与“通则”一一对应；词汇表里有的法律不用写"),
    "note_english": ("英文说明", "说明的英文，可以不写"),
    "department_english": ("英文主管部门", "主管部门的英文，可以不写"),
    "anchors": ("锚词", "所引条款中必须出现的关键词或者数字"),
    "force": ("效力", _several("force")),
    "outcome": ("结论", _several("outcome")),
    "choices": ("可选", "效力为“可以”时，提供单位可以依法选择的属性"),
    "condition": ("条件", "什么情况下适用"),
    "unless": ("除非", "出现这些情况就不适用"),
    "question": ("存疑", "条文有两种读法时的记录"),
    "readings": ("读法", "各种读法"),
    "taken": ("采用", "采用哪一种读法"),
    "reason": ("理由", "为什么"),
    "situation": ("情形", _several("situation")),
    "precedence": ("从严", "几类依据同时符合时，以最严的一类为准，其依据或者存疑"),
    "grounds": ("依据", "列入某一类的情形"),
    "holds": ("暂缓", "事实已清楚但法定步骤未完成，暂不能定"),
    "reviews": ("人工判断", "条文不足以定类，须由人判断"),
    "residual": ("兜底", "其他情形归入哪一类"),
    "actions": ("措施", "定类之后还应当做什么"),
    "action": ("要求", "应当做什么"),
    "matter": ("事项", _several("matter")),
    "applies_to": ("适用", "对哪些属性适用"),
    "moves": ("变更", "从哪一类变更为哪一类"),
    "before": ("由", "变更前的属性"),
    "after": ("到", "变更后的属性"),
    "condition_changes": ("条件变化", "属性不变、只调整开放条件的：收紧、放宽"),
    "cures": ("处理", "变更规则中：数据经哪些处理后可以开放：脱敏脱密、同意；哪些事实随之消除，见事实表"),
    "requirements": ("要件", "变更须满足的各项条件"),
    "place_levels": ("地方级别", "这个要件只用于哪一级的地方：省级、市级、县级；不写为各级"),
    "approvers": ("同意机关", "哪一机关的同意（审核）算数"),
    "consequences": ("责任", "违反的责任条款"),
    "permitted": ("允许", "应当允许的属性"),
    "hard": ("硬性", "否：原则上，不满足不构成违法"),
    # duties.yaml
    "duties": ("职责", "当……须……的规定：谁在什么情况下必须做到什么"),
    "actor": ("主体", "由谁负责"),
    "premise": ("当", "在什么情况下才有这项要求；不写则一律适用"),
    "must": ("须", "必须成立的条件"),
    "prompt": ("及时", "是：条文只写“及时”，没有写期限；没有做到的由人判断，不算违反"),
    "precedes": ("先于", "这项要求必须先于哪一行为做到：下架、开通使用权限；先做了行为的，监测时指出"),
    "doubt": ("须人工判断", "出现这些情况，是否符合须由人判断"),
    # deadlines.yaml
    "terms": ("期限", "各步骤的期限"),
    "length": ("长度", "期限的长度，整数"),
    "unit": ("单位", "工作日、日、月、年，或者更新频率（按目录声明的频率）"),
    "fixed": ("固定日期", "每年固定的最后一天，例如 05-31"),
    "extension": ("延长", "可以延长的情形"),
    "total": ("至", "延长后合计的长度；没有写明上限的不写"),
    "decided_on": ("决定日期", "延长在哪一天批准或者告知；写日期类事实"),
    "timely": ("已及时", "说明是否及时批准（告知）延长的是非类事实，可以不写；与日期不一致的，不延长"),
    "counting": ("计算规则", "期限怎样计算：每种单位一条"),
    "general": ("通则", "条文没有写明时所依据的一般法律"),
    "recurring": ("周期职责", "每年都要做的事"),
    "every_year": ("每年", "每年最晚的日期，例如 05-31"),
    # calendar/<year>.yaml
    "year": ("年份", "通知所安排的年份，四位数字"),
    "arrangements": ("安排", "逐个节日的放假、调休安排"),
    "festivals": ("节日", "节日名称；合并放假的写在一起，例如 [国庆节, 中秋节]"),
    "days_off": ("放假", "放假的日期，例如 2026-02-15 至 2026-02-23；只放一天的写一个日期"),
    "days_worked": ("上班", "因调休而上班的周六、周日"),
    "amended_by": ("变更通知", "这一安排不是年度通知定的，是哪个通知定的"),
    "address": ("网址", "通知在政府网站上的地址"),
    # calendar/statutory.yaml
    "statutes": ("放假办法", "全国年节及纪念日放假办法的各个版本"),
    "holidays": ("法定节假日", "全体公民放假的节日"),
    "dates": ("日子", "放假的日子，例如 1月1日、农历除夕、正月初一、清明当日"),
    # calendar/assumptions.yaml
    "farthest": ("最远", "最后一个已公布通知的年份之后，最多推定几年"),
    "unchanged": ("法律不变", "推定期间放假办法不修订"),
    "spans": ("假期范围", "各个节日放假、调休可能的范围"),
    "merged": ("合并", "是：几个节日连成一个假期"),
    "from_year": ("起始年", "从哪一年起"),
    "to_year": ("终止年", "到哪一年为止；不写则一直适用"),
    "least_days": ("最少天数", "假期最短几天"),
    "most_days": ("最多天数", "假期最长几天"),
    "most_early": ("最多提前", "假期最多比法定节假日早几天开始"),
    "most_moved": ("最多调休", "一个假期最多调几天休"),
    "worked_before": ("节前", "调休上班最早在假期开始前几天"),
    "worked_after": ("节后", "调休上班最晚在假期结束后几天"),
    "by_weekday": (
        "按星期",
        "是：逢周三只放当天，逢周一、周五与周末连休，逢周二、周四与近的周末调休，逢周末的下周一补假",
    ),
    "movable": ("补假可移", "是：逢周末时，补假可以并入国庆假期"),
    "stretch": ("假期延长", "公布之后又延长假期的"),
    "one_off": ("一次性放假", "年度通知之外，只在一年放一次假的"),
    "most_lost": ("最多少上", "最多少上几个工作日"),
    "provenance": ("出处", "依据的法规、通知，以及出现过的实例"),
    "provenance_english": ("英文出处", "出处的英文，与“出处”一一对应，可以不写"),
    # conditions
    "all": ("全部满足", "下列条件都成立"),
    "any": ("任一满足", "下列条件至少一个成立"),
    "none": ("都不满足", "下列条件一个都不成立"),
    "alike": ("互证", "下列条件说的是同一件事：一个成立即可，一个也不能不成立；只用于职责和期限"),
    "earlier": ("早于", "先的日期、后的日期，以及（可以不写）说明同一先后的是非类事实；只用于属性变更"),
    "contains": ("包含", "列表中有所列的各项；用于多选类事实"),
    "lacks": ("不含", "列表中没有所列的任何一项；用于多选类事实"),
    "at_least": ("不少于", "不小于这个数；用于整数类事实"),
    "within": ("按期", "完成日（不写为今天）不晚于某一步骤的期限"),
    "not_before": ("期满", "完成日不早于某一步骤期限的最后一天"),
    "after_term": ("期满后", "完成日晚于某一步骤期限的最后一天"),
    "step": ("步骤", "程序和步骤的编号，例如 objection.feedback"),
    "start": ("起算", "期限从哪一天起算；在条件中写日期类事实"),
    "done": ("完成", "哪一天完成；在条件中写日期类事实，或者再加上是否完成的是非类事实：没有完成的，看今天"),
    # facts.yaml
    "prefix": ("前缀", "本文件所带的事实、取值、程序、步骤和事件的编号，都以它加两个下划线开头；不能与别的文件相同"),
    "own_facts": ("本地事实", "词汇表没有、本文件要问的事实"),
    "label": ("标签", "中文名，写规则和填事实都用它；不能与已有的相同"),
    "type": ("类型", "是非、选项、多选、日期、整数、文本"),
    "values": ("取值", "选项类、多选类事实可以取的值：编号和中文名"),
    "ask": ("问句", "向填写人员提出的问题"),
    "meaning": ("含义", "这一事实究竟指什么，什么算、什么不算"),
    "brought_about": ("可以办到", "提供单位自己能够办到的取值，例如取得同意、补齐材料；办不到的不写"),
    "cured_by": ("可消除", "这一障碍可以由什么消除：脱敏、同意；写了的，还要写出处"),
    "added_values": ("补充取值", "给词汇表中的选项类、多选类事实增加本地的取值，例如本地有权同意的机关"),
    # procedures.yaml
    "own_procedures": ("本地程序", "词汇表没有的程序"),
    "added_steps": ("补充步骤", "给词汇表中的程序，在最后增加本地的步骤"),
    "own_events": ("本地事件", "不是步骤的事件"),
    "procedure_steps": ("步骤表", "程序的各个步骤，按先后排列"),
    "starts_with": ("起算事件", "期限从哪一事件（或者哪一步骤）的日子起算"),
    "stand_in": ("代以", "起算事件的日子没有告知时，用哪一步骤的日子代替"),
    "on_branch": ("仅当", "已知不是这样的，就没有这一步骤"),
    "continuing": ("持续", "是：这项要求一直有，按所问之日的法律看是否做到"),
    "before_act": ("期满才可", "最短期间届满以后才可以做的行为"),
    "other_events": ("另有事件", "这一程序还可以有的、不是步骤也不是起算事件的事件"),
    "tells": ("告知", "发生这一事件（办理这一程序）就说明的事实，除非另有告知"),
    "tells_day": ("告知日期", "事件的日子说明哪一个日期类事实"),
    "is_act": ("行为", "是：这一事件是行为，职责可以写“先于”它"),
    # articles.yaml
    "articles": ("条文表", "逐条登记"),
    "status": ("状态", "已编码、部分编码、定义、组织、原则、人工判断；还没有看的写待处理"),
    "fingerprint": ("指纹", "该条正文（规范化后）的 SHA-256"),
    # cases.yaml
    "cases": ("用例", "检验规则的例子"),
    "place": ("地方", "在哪个地方适用"),
    "on": ("日期", "按哪一天的法律"),
    "drafts": ("含草案", "是：草案也适用"),
    "scheme": ("判定", "开放属性或者共享属性"),
    "facts": ("基准", "基准情形的事实；没写的就是未知"),
    "unlisted_false": ("其余为否", "是：没写的是非类事实都当作“否”"),
    "near_misses": ("差一点", "与基准只差一点的情形，一行一个；没写的与基准相同"),
    "changed": ("改", "差一点的情形中改动的事实；改为不知道的写“未知”"),
    "attribute": ("属性", "判定结果；定不下来的不写"),
    "possible": ("可能", "尚有可能的属性"),
    "declared": ("申报", "提供单位申报的属性"),
    "declared_valid": ("申报成立", "是、否、未知；不写为不检查"),
    "held": ("依据条文", "结果中必须出现的条文编号；写 [] 表示一个也没有"),
    "answered_by": ("回答", "由哪个文件回答，写文件编号"),
    "questions": ("要回答", "尚需回答的事实，全部列出，最要紧的在前"),
    "warnings": ("提示", "结果中必须出现的提示；写 [] 表示一个也没有"),
    "absent": ("没有提示", "结果中不得出现的提示"),
    "missing": ("缺少", "缺少的要件（条文编号）；写 [] 表示一个也没有"),
    "differences": ("修订后", "被修订的文件的用例中，在这一版本结果不同的，按情形列出，只写不同的"),
    "dropped": ("不再适用", "是：这一个旧用例在这一版本不再有意义，不运行"),
    # duty_cases.yaml
    "duty_cases": ("职责用例", "检查某一事项职责的例子"),
    "deadline_cases": ("期限用例", "计算某一步骤期限的例子"),
    "schedule_cases": ("进度用例", "一个程序办到哪一步的例子"),
    "recurring_cases": ("周期用例", "某地某年全部周期职责的例子"),
    "in_year": ("年度", "哪一年，例如 2026"),
    "because": ("因", "结论是因为哪一条职责（规则编号）：这一条的结论与“结论”相同；几条的写成列表"),
    "lacked": ("缺", "“因”所写的职责缺少的事实或者要素，全部列出"),
    "findings": ("各条", "各条职责的结论，按规则编号"),
    "lacking": ("各条缺少", "各条职责缺少的事实或者要素，按规则编号"),
    "trigger": ("起算日", "期限从哪一天起算，这一天不计入"),
    "receipt": ("收到日", "休息日收到的算哪一天：当日、下一个工作日"),
    "due": ("到期日", "期限的最后一天"),
    "earliest": ("最早", "期限最早哪一天届满"),
    "latest": ("最晚", "期限最晚哪一天届满"),
    "extended": ("已延长", "是、否：是否适用了延长"),
    "procedure": ("程序", "程序的编号或者中文名"),
    "actual": ("已办", "各步骤实际完成（各事件发生）的日期，按编号或者中文名"),
    "until": ("截至", "看到哪一天为止的进度"),
    "states": ("各步", "各步骤的状态，按步骤的编号或者中文名"),
    "dues": ("各到期日", _several("dues")),
}


def chinese(name: str) -> str:
    """The Chinese keyword of an English name."""
    return KEYWORDS[name][0]


def meaning(name: str, parts: Iterable[str] = ()) -> str:
    """What legal staff should know about the keyword of an English name.

    Args:
        name: the English name.
        parts: the parts of the files that it stands in, the closest first.
    """
    of_parts = MEANINGS.get(name, {})
    return next((of_parts[part] for part in parts if part in of_parts), KEYWORDS[name][1])


def keywords_page() -> str:
    """The keyword page of the documentation, in Markdown."""
    rows = "\n".join(f"| {word} | `{name}` | {about} |" for name, (word, about) in KEYWORDS.items())
    return (
        "# 规则语言的关键词\n\n"
        "规则文件只认下表中的词，一个意思一个词。本页由程序从关键词表生成，不要手工修改。\n\n"
        "| 关键词 | 程序中的名称 | 含义 |\n| --- | --- | --- |\n" + rows + "\n"
    )
