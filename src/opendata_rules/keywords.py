"""The words of the rule language: one Chinese keyword per idea, from one table.

Legal staff write the Chinese word, Python code reads the English name. The pydantic aliases, the JSON Schemas and
the keyword page in ``docs/`` are all made from this table, so they cannot drift apart.
"""

from __future__ import annotations

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
    "english": ("英文", "要旨的英文"),
    "anchors": ("锚词", "所引条款中必须出现的关键词或者数字"),
    "force": ("效力", "应当或者可以；职责和期限写应当、原则上、最低"),
    "outcome": ("结论", "符合条件时的属性"),
    "choices": ("可选", "效力为“可以”时，提供单位可以依法选择的属性"),
    "condition": ("条件", "什么情况下适用"),
    "unless": ("除非", "出现这些情况就不适用"),
    "question": ("存疑", "条文有两种读法时的记录"),
    "readings": ("读法", "各种读法"),
    "taken": ("采用", "采用哪一种读法"),
    "reason": ("理由", "为什么"),
    "matters_when": ("情形", "存疑在什么情况下才有影响；不写则一律提示"),
    "precedence": ("从严", "几类依据同时符合时，以最严的一类为准，其依据或者存疑"),
    "grounds": ("依据", "列入某一类的情形"),
    "holds": ("暂缓", "事实已清楚但法定步骤未完成，暂不能定"),
    "reviews": ("人工判断", "条文不足以定类，须由人判断"),
    "residual": ("兜底", "其他情形归入哪一类"),
    "actions": ("措施", "定类之后还应当做什么"),
    "action": ("要求", "应当做什么"),
    "matter": ("事项", "措施的名称，或者职责所属的事项；多个文件规定同一事项的，用最近的一个"),
    "applies_to": ("适用", "对哪些属性适用"),
    "moves": ("变更", "从哪一类变更为哪一类"),
    "before": ("由", "变更前的属性"),
    "after": ("到", "变更后的属性"),
    "condition_changes": ("条件变化", "属性不变、只调整开放条件的：收紧、放宽"),
    "requirements": ("要件", "变更须满足的各项条件"),
    "approvers": ("同意机关", "哪一机关的同意（审核）算数"),
    "consequences": ("责任", "违反的责任条款"),
    "permitted": ("允许", "应当允许的属性"),
    "hard": ("硬性", "否：原则上，不满足不构成违法"),
    # duties.yaml
    "duties": ("职责", "当……须……的规定：谁在什么情况下必须做到什么"),
    "actor": ("主体", "由谁负责"),
    "premise": ("当", "在什么情况下才有这项要求；不写则一律适用"),
    "must": ("须", "必须成立的条件"),
    "doubt": ("须人工判断", "出现这些情况，是否符合须由人判断"),
    # deadlines.yaml
    "terms": ("期限", "各步骤的期限"),
    "length": ("长度", "期限的长度，整数"),
    "unit": ("单位", "工作日、日、月、年，或者更新频率（按目录声明的频率）"),
    "fixed": ("固定日期", "每年固定的最后一天，例如 05-31"),
    "extension": ("延长", "可以延长的情形"),
    "total": ("至", "延长后合计的长度；没有写明上限的不写"),
    "decided_on": ("决定日期", "延长在哪一天批准或者告知；写日期类事实"),
    "counting": ("计算规则", "期限怎样计算：每种单位一条"),
    "general": ("通则", "条文没有写明时所依据的一般法律"),
    "recurring": ("周期职责", "每年都要做的事"),
    "every_year": ("每年", "每年最晚的日期，例如 05-31"),
    # conditions
    "all": ("全部满足", "下列条件都成立"),
    "any": ("任一满足", "下列条件至少一个成立"),
    "none": ("都不满足", "下列条件一个都不成立"),
    "earlier": ("早于", "先的日期、后的日期，以及（可以不写）说明同一先后的是非类事实；只用于属性变更"),
    "contains": ("包含", "列表中有所列的各项；用于多选类事实"),
    "lacks": ("不含", "列表中没有所列的任何一项；用于多选类事实"),
    "at_least": ("不少于", "不小于这个数；用于整数类事实"),
    "within": ("按期", "完成日（不写为今天）不晚于某一步骤的期限"),
    "until": ("期满", "完成日不早于某一步骤期限的最后一天"),
    "after_term": ("期满后", "完成日晚于某一步骤期限的最后一天"),
    "step": ("步骤", "程序和步骤的编号，例如 objection.feedback"),
    "start": ("起算", "期限从哪一天起算；在条件中写日期类事实"),
    "done": ("完成", "哪一天完成；在条件中写日期类事实"),
    # articles.yaml
    "articles": ("条文表", "逐条登记"),
    "status": ("状态", "已编码、部分编码、定义、组织、原则、人工判断"),
    "fingerprint": ("指纹", "该条正文（规范化后）的 SHA-256"),
    # cases.yaml
    "cases": ("用例", "检验规则的例子"),
    "place": ("地方", "在哪个地方适用"),
    "on": ("日期", "按哪一天的法律"),
    "drafts": ("含草案", "是：草案也适用"),
    "scheme": ("判定", "开放属性或者共享属性"),
    "facts": ("事实", "已知的事实；没写的就是未知"),
    "unlisted_false": ("其余为否", "是：没写的是非类事实都当作“否”"),
    "expect": ("预期", "应当得到的结果"),
    "attribute": ("属性", "判定结果；定不下来的不写"),
    "possible": ("可能", "尚有可能的属性"),
    "declared": ("申报", "提供单位申报的属性"),
    "declared_valid": ("申报成立", "是、否、未知；不写为不检查"),
    "held": ("依据条文", "结果中必须出现的条文编号；写 [] 表示一个也没有"),
    "answered_by": ("回答", "由哪个文件回答，写文件编号"),
    "questions": ("要回答", "尚需回答的事实，全部列出，最要紧的在前"),
    "warnings": ("提示", "结果中必须出现的提示；写 [] 表示一个也没有"),
    "absent": ("没有提示", "结果中不得出现的提示"),
    "verdict": ("结论判断", "变更的结论"),
    "missing": ("缺少", "缺少的要件（条文编号）；写 [] 表示一个也没有"),
}


def chinese(name: str) -> str:
    """The Chinese keyword of an English name."""
    return KEYWORDS[name][0]


def keywords_page() -> str:
    """The keyword page of the documentation, in Markdown."""
    rows = "\n".join(f"| {word} | `{name}` | {about} |" for name, (word, about) in KEYWORDS.items())
    return (
        "# 规则语言的关键词\n\n"
        "规则文件只认下表中的词，一个意思一个词。本页由程序从关键词表生成，不要手工修改。\n\n"
        "| 关键词 | 程序中的名称 | 含义 |\n| --- | --- | --- |\n" + rows + "\n"
    )
