"""The kinds of diagnostics: one closed table of everything that can be wrong in a file. All text for users is Chinese.

The page ``docs/errors.md`` is made from it, and a test demands a bad file for each kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a file can be used as it is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of diagnostic.

    Attributes:
        code: stable code.
        stage: stage of reading in which it is found.
        title: short Chinese name.
        template: message with ``{fields}``.
        help: what to do, with ``{fields}``.
        explanation: longer text for the documentation.
        severity: error unless the file can be used all the same.
    """

    code: str
    stage: str
    title: str
    template: str
    help: str
    explanation: str
    severity: Severity = Severity.ERROR


_BYTES, _LEXICAL, _YAML, _MODEL, _MEANING = "读取字节", "检查标点", "解析 YAML", "检查内容", "核对含义"


def _kinds() -> Iterable[Kind]:
    warning = Severity.WARNING
    yield Kind(
        "cannot_read",
        _BYTES,
        "读不了文件",
        "读不了这个文件：{reason}",
        "请检查文件是否存在、是否有权读取、是不是文件夹。",
        "文件不存在、没有权限，或者路径其实是一个文件夹。",
    )
    yield Kind(
        "too_large",
        _BYTES,
        "文件过大",
        "文件有 {size}，超过上限 {limit}",
        "规则文件不会这么大，请确认没有拿错文件。",
        "为避免耗尽内存，过大的文件不打开。",
    )
    yield Kind(
        "gbk_encoding",
        _BYTES,
        "文件是 GBK 编码",
        "文件是 GBK 编码，不是 UTF-8",
        "请在编辑器中另存为 UTF-8（记事本：另存为，编码选 UTF-8）。",
        "旧版 Windows 程序常用 GBK 保存。规则文件一律用 UTF-8。",
    )
    yield Kind(
        "utf16_encoding",
        _BYTES,
        "文件是 UTF-16 编码",
        "文件是 UTF-16 编码，不是 UTF-8",
        "请在编辑器中另存为 UTF-8。",
        "记事本中叫“Unicode”的编码就是 UTF-16。",
    )
    yield Kind(
        "not_utf8",
        _BYTES,
        "不是文本",
        "第 {position} 个字节起不是 UTF-8 文本",
        "请确认这是文本文件，并另存为 UTF-8。",
        "文件既不是 UTF-8，也不是 GBK，可能是图片、压缩包或者已经损坏。",
    )
    yield Kind(
        "byte_order_mark",
        _BYTES,
        "文件开头有 BOM",
        "文件开头有字节顺序标记（BOM）",
        "可以保留；要去掉，请另存为“UTF-8（无 BOM）”。",
        "不影响使用，只是提醒。",
        warning,
    )
    yield Kind(
        "control_character",
        _BYTES,
        "有控制字符",
        "有看不见的控制字符 {name}",
        "请删除这个字符。",
        "从别处复制时可能带进看不见的字符，它们会使文件读不出来。",
    )
    yield Kind(
        "full_width_punctuation",
        _LEXICAL,
        "全角标点",
        "这里的 {found} 是全角标点",
        "请换成半角的 {wanted}；如果是文字的一部分，请给整段文字加引号。",
        "中文输入法打出的标点在 YAML 中没有作用：用全角冒号写的文件，读起来只是一串文字。引号里的文字和注释不受影响。",
    )
    yield Kind(
        "ideographic_space",
        _LEXICAL,
        "全角空格",
        "这里有全角空格或者不换行空格",
        "请换成半角空格，或者删去。",
        "全角空格不能用来缩进，也不能分开键和值；在行末的看不见，却会成为文字的一部分。",
    )
    yield Kind(
        "tab_indentation",
        _LEXICAL,
        "用 Tab 缩进",
        "缩进用了 Tab",
        "请换成空格。",
        "YAML 不允许用 Tab 缩进。",
    )
    yield Kind(
        "missing_space",
        _LEXICAL,
        "少了空格",
        "“{word}”后面没有空格",
        "请在“{word}”后面加一个空格。",
        "没有空格，冒号和短横线就不起作用，整行成了一段文字。",
    )
    yield Kind(
        "unclosed",
        _LEXICAL,
        "引号或者括号没有成对",
        "这里的 {found} 后面没有与它成对的 {wanted}",
        "请补上 {wanted}；括号里的内容写在几行上的，要比这一行缩进得多。",
        "少了右引号或者右括号，后面的内容会被当成它的一部分。",
    )
    yield Kind(
        "too_deep",
        _LEXICAL,
        "嵌套过深",
        "嵌套超过 {limit} 层",
        "规则不需要这么深；请检查括号和缩进。",
        "嵌套过深的文件可能是损坏的，也可能是故意的。",
    )
    yield Kind(
        "too_many_nodes",
        _YAML,
        "内容过多",
        "一个文件超过 {limit} 项",
        "请拆分文件。",
        "一个法律文件的规则不会有这么多项。",
    )
    yield Kind(
        "yaml_syntax",
        _YAML,
        "YAML 写法有误",
        "{problem}",
        "请检查这一行和上一行的缩进、冒号、括号和引号。",
        "缩进没有对齐、括号或者引号没有成对、冒号位置不对，都会这样。",
    )
    yield Kind(
        "duplicate_key",
        _YAML,
        "同一个键写了两次",
        "“{name}”在第 {first} 行已经写过",
        "请删去一个，或者合并。",
        "同一层里一个键只能写一次，否则前一个会被悄悄盖掉。",
    )
    yield Kind(
        "anchor_or_alias",
        _YAML,
        "用了锚或者别名",
        "不能用 YAML 的锚（&）和别名（*）：{name}",
        "请把内容写出来。",
        "锚和别名使一处改动影响多处，规则文件不用。",
    )
    yield Kind(
        "yaml_tag",
        _YAML,
        "用了标签",
        "不能用 YAML 的标签：{tag}",
        "请删去以 ! 开头的部分。",
        "标签会让程序把文字当成别的东西。",
    )
    yield Kind(
        "several_documents",
        _YAML,
        "一个文件里有几个文档",
        "这里开始了第二个文档",
        "请删去 ---，或者拆成几个文件。",
        "一个文件只写一个文档。",
    )
    yield Kind(
        "empty_file",
        _YAML,
        "空文件",
        "文件里没有内容",
        "请写内容，或者删去文件。",
        "文件是空的，或者只有注释。",
    )
    yield Kind(
        "not_a_mapping",
        _YAML,
        "不是“键: 值”",
        "文件的最外层应当是“键: 值”，这里是{found}",
        "请从“键: 值”写起。",
        "最外层是一个列表或者一段文字。常见原因是全角冒号，或者冒号后面没有空格。",
    )
    yield Kind(
        "complex_key",
        _YAML,
        "键不是文字",
        "键应当是一个词，这里是{found}",
        "请写成“键: 值”。",
        "方括号、花括号不能作键。",
    )
    yield Kind(
        "merge_key",
        _YAML,
        "用了合并键",
        "不能用合并键 <<",
        "请把内容写出来。",
        "合并键会悄悄带进别处的内容。",
    )
    yield Kind(
        "unknown_key",
        _MODEL,
        "不认识的键",
        "这里没有“{word}”这个键",
        "可以写：{allowed}。",
        "键写错了，或者写错了地方。",
    )
    yield Kind(
        "missing_key",
        _MODEL,
        "缺少必须写的键",
        "缺少“{word}”",
        "请补上：{about}。",
        "这一项必须写。",
    )
    yield Kind(
        "wrong_type",
        _MODEL,
        "内容的形式不对",
        "这里应当是{expected}，写的是{found}",
        "{example}",
        "该写文字的地方写了列表，或者反过来。",
    )
    yield Kind(
        "bad_choice",
        _MODEL,
        "不在可选的范围内",
        "没有“{value}”这一选项",
        "可以写：{allowed}。",
        "只能写列出的词，一个字也不能差。",
    )
    yield Kind(
        "bad_date",
        _MODEL,
        "日期不对",
        "“{value}”不是存在的日期，或者写法不对",
        "日期写成 2026-03-10。",
        "年月日之间用半角短横线，月和日写两位。",
    )
    yield Kind(
        "bad_boolean",
        _MODEL,
        "应当写“是”或者“否”",
        "这里只能写“是”或者“否”，写的是“{value}”",
        "请写：是、否。",
        "不写 yes、true、1。",
    )
    yield Kind(
        "bad_format",
        _MODEL,
        "格式不对",
        "“{value}”的格式不对",
        "{about}",
        "规则编号用英文小写字母、数字和短横线；行政区划代码是六位数字；指纹是 64 位十六进制数。",
    )
    yield Kind(
        "empty_text",
        _MODEL,
        "没有写内容",
        "这里不能空着",
        "请写内容，或者删去这一行。",
        "冒号后面没有内容。",
    )
    yield Kind(
        "empty_list",
        _MODEL,
        "列表太短",
        "这里至少写 {least} 项",
        "请补上。",
        "列表是空的，或者项数不够。",
    )
    yield Kind(
        "bad_value",
        _MODEL,
        "内容不对",
        "这里的内容不对：{value}",
        "请对照规则编写指南检查。",
        "内容与要求不符。",
    )
    yield Kind(
        "unknown_fact",
        _MEANING,
        "没有这个事实",
        "没有名为“{name}”的事实",
        "用 opendata-rules facts 查看事实名称；组合条件用：全部满足、任一满足、都不满足。",
        "条件里的名称必须是事实词表中的中文名（或者编号），或者组合条件的关键词。",
    )
    yield Kind(
        "unknown_value",
        _MEANING,
        "没有这个值",
        "“{fact}”没有“{value}”这个值",
        "请写该事实可选的值。",
        "是非类事实写“是”或者“否”；选项类事实写列出的词。",
    )
    yield Kind(
        "wrong_fact_type",
        _MEANING,
        "这类事实不能用在这里",
        "“{fact}”不能用在这里，这里要用{expected}",
        "请换一个事实。",
        "判定条件只能用是非类、选项类事实；日期只能用在变更要件的“早于”里。",
    )
    yield Kind(
        "condition_shape",
        _MEANING,
        "条件写法不对",
        "一个条件里应当只有一个事实或者一个关键词，这里有 {found} 个",
        "几个条件请用“全部满足:”或者“任一满足:”列出，每行一个。",
        "为避免“并且”“或者”混淆，一个花括号只写一个事实。“早于”写两个日期事实，可以再加一个同义的是非事实。",
    )
    yield Kind(
        "empty_condition",
        _MEANING,
        "条件是空的",
        "这里没有写条件",
        "请至少写一个条件。",
        "空的“全部满足”永远成立，会误开放数据，因此不允许。",
    )
    yield Kind(
        "too_many_combinations",
        _MEANING,
        "条件的组合太多",
        "“{what}”的条件展开后有 {count} 种组合，最多 {limit} 种",
        "请减少列出的条件，例如把总是一起出现的几个事实合并为一个。",
        "判定要把各条依据的条件组合起来；组合太多，就算不完了。",
    )
    yield Kind(
        "comparison_shape",
        _MEANING,
        "比较的写法不对",
        "这里的写法不对，应当写成 {words}",
        "多选类事实写“包含”或者“不含”，整数类事实写“不少于”，期限写“步骤”“起算”和“完成”。",
        "多选、整数、日期类事实不能直接写“事实: 值”，要写明怎样比较。",
    )
    yield Kind(
        "unknown_step",
        _MEANING,
        "没有这个步骤",
        "没有“{step}”这个步骤",
        "步骤写成“程序.步骤”，例如 objection.feedback。",
        "程序和步骤是固定的，用 opendata-rules schedule --help 查看。",
    )
    yield Kind(
        "unknown_act",
        _MEANING,
        "没有这个行为",
        "没有“{act}”这个行为",
        "可选：{allowed}。",
        "“先于”只写监测认得的行为；没有列出的，不写“先于”。",
    )
    yield Kind(
        "unknown_topic",
        _MEANING,
        "没有这个事项",
        "没有名为“{name}”的事项",
        "可以写：{allowed}。",
        "职责按事实词表中的事项归类。",
    )
    yield Kind(
        "term_without_length",
        _MEANING,
        "期限没有长度",
        "“{step}”的期限没有写清长度",
        "写长度和单位，或者只写固定日期；单位是更新频率的不写长度。",
        "条文没有给数字的，就不是期限，不要补一个数字。",
    )
    yield Kind(
        "no_counting_rule",
        _MEANING,
        "没有计算规则",
        "单位“{unit}”没有计算规则",
        "请在“计算规则”中写明这种单位怎样计算、依据什么。",
        "期限从哪一天起算、遇休息日怎样处理，是有依据的规则，不能不写。",
    )
    yield Kind(
        "extension_not_longer",
        _MEANING,
        "延长后并不更长",
        "延长至 {total}，不比原来的 {before} 长",
        "“至”写的是合计的长度，例如原来 5，延长后共 10。",
        "“延长至10个工作日”是合计10个，不是再加10个。",
    )
    yield Kind(
        "duplicate_rule_id",
        _MEANING,
        "规则编号重复",
        "规则编号“{id}”在 {other} 中已经用过",
        "请换一个编号。",
        "规则编号在全部文件中不能重复。",
    )
    yield Kind(
        "bad_citation",
        _MEANING,
        "条文写法不对",
        "“{ref}”不是条文的写法",
        "写成 12、12(四)、18(3)、18(3)(四)、25bis、annex3。",
        "阿拉伯数字的括号是款，中文数字的括号是项，括号用半角。",
    )
    yield Kind(
        "duplicate_article",
        _MEANING,
        "条文登记了两次",
        "第 {ref} 条登记了两次",
        "请删去一行。",
        "条文表中一条只占一行。",
    )
    yield Kind(
        "no_prefix",
        _MEANING,
        "编号没有前缀",
        "编号“{id}”没有以 {prefix}__ 开头",
        "写成 {prefix}__ 加英文小写字母、数字和下划线，例如 {prefix}__reviewed。",
        "本地带来的编号都以 facts.yaml 中的前缀和两个下划线开头，这样两个文件的编号不会相同。",
    )
    yield Kind(
        "prefix_taken",
        _MEANING,
        "前缀已经用过",
        "前缀“{prefix}”已经由 {other} 使用",
        "请换一个前缀，并改正以它开头的编号。",
        "一个前缀只属于一个文件；两个文件用同一个前缀，编号就可能相同。",
    )
    yield Kind(
        "name_taken",
        _MEANING,
        "名称已经用过",
        "“{name}”已经是{other}的名称",
        "请换一个名称；意思相同的，直接用已有的。",
        "事实、取值、程序、步骤和事件可以用中文名，两个不能同名，否则说的是哪一个全凭运气。",
    )
    yield Kind(
        "values_mismatch",
        _MEANING,
        "类型与取值不配套",
        "类型“{type}”与“取值”不配套",
        "选项类、多选类事实要写“取值”，其他类型不写。",
        "选项和多选要列出可以选的值；是非、日期、整数、文本没有可以列的值。",
    )
    yield Kind(
        "unknown_event",
        _MEANING,
        "没有这个事件",
        "没有名为“{event}”的事件或者步骤",
        "可以写：{allowed}。",
        "起算事件是一个事件，或者同一程序的另一个步骤；词汇表没有的事件，写在“本地事件”中。",
    )
    yield Kind(
        "unknown_procedure",
        _MEANING,
        "没有这个程序",
        "没有名为“{name}”的程序",
        "可以写：{allowed}。",
        "补充步骤补在词汇表已有的程序之后；新的程序写在“本地程序”中。",
    )
    yield Kind(
        "unknown_article",
        _MEANING,
        "引用的条文没有登记",
        "规则引用了第 {ref} 条，条文表中没有",
        "请在 articles.yaml 中登记。",
        "规则引用的每一条都要在条文表中有一行。",
    )
    yield Kind(
        "unknown_instrument",
        _MEANING,
        "没有这个文件",
        "没有编号为“{id}”的文件",
        "请检查 rules/ 下的文件夹名称。",
        "地方文件中列出的编号，要在 rules/ 下有同名的文件夹。",
    )
    yield Kind(
        "unknown_place",
        _MEANING,
        "没有这个地方",
        "没有编号为“{id}”的地方",
        "请检查 jurisdictions/ 下的文件名称。",
        "上级地方也要有自己的文件。",
    )
    yield Kind(
        "duplicate_place",
        _MEANING,
        "两个地方用了同一个名称",
        "“{name}”在 {other} 中已经用过",
        "请改正名称、别名或者代码；复制出来的文件请移走。",
        "名称、别名和代码用来查找地方，两个地方不能相同，否则查到哪一个全凭运气。",
    )
    yield Kind(
        "unused_instrument",
        _MEANING,
        "文件没有用到",
        "没有一个地方的“文件”列出了“{id}”",
        "请在受它约束的地方文件（jurisdictions/）的“文件”中写上这个编号，近的在前。",
        "只有列在地方文件里的法律文件才会被适用；忘了写，里面的规则就不起作用。",
        warning,
    )
    yield Kind(
        "parent_cycle",
        _MEANING,
        "上级绕成了圈",
        "上级关系绕成了圈：{chain}",
        "请改正其中一个“上级”。",
        "一个地方不能是自己的上级。",
    )
    yield Kind(
        "missing_file",
        _MEANING,
        "缺少文件",
        "缺少 {name}",
        "请补上这个文件。",
        "每个法律文件的文件夹里必须有 instrument.yaml；有 rules.yaml 的，还要有 articles.yaml；"
        "有 procedures.yaml 的，还要有 facts.yaml，前缀写在那里。",
    )
    yield Kind(
        "bad_name",
        _MEANING,
        "文件名不合要求",
        "名称“{name}”不合要求",
        "名称只用英文小写字母、数字和短横线，例如 taian、taian-open-data-measures-2025。",
        "文件名就是编号，别处要引用它。Windows 复制出来的“…- 副本”也会这样，请移走。",
    )
    yield Kind(
        "unexpected_file",
        _MEANING,
        "多出来的文件",
        "不认识的文件 {name}",
        "请移走；可以有的文件名见规则编写指南。",
        "不认识的文件不会被读取；名称写错时，里面的规则就丢了。",
    )
    yield Kind(
        "collection_mismatch",
        _MEANING,
        "收录情况与规则对不上",
        "写的是“{collected}”，文件夹里却{found}",
        "已收录、部分收录的，要有 rules.yaml、duties.yaml 或者 deadlines.yaml；未收录的，不写规则。",
        "规则文件不在了，或者改了名，规则就不起作用，而结果看上去一切正常。",
    )
    yield Kind(
        "date_order",
        _MEANING,
        "日期先后不对",
        "“{second}”早于“{first}”",
        "请核对两个日期。",
        "成文、施行、失效的日期应当依次排列。",
    )
    yield Kind(
        "missing_choices",
        _MEANING,
        "“可以”与“可选”不配套",
        "效力为“可以”时要写“可选”，且“结论”是其中最严的；效力为“应当”时不写“可选”",
        "例如：效力: 可以；结论: 有条件开放；可选: [有条件开放, 无条件开放]。",
        "条文写“可以”的，答案是几个可以选择的属性，以最严的为准。",
    )
    yield Kind(
        "bad_choice_for_scheme",
        _MEANING,
        "开放与共享混用",
        "这里不能写“{value}”",
        "可以写：{scheme}。",
        "开放属性的规则写开放类的词，共享属性的规则写共享类的词。",
    )
    yield Kind(
        "question_not_among_readings",
        _MEANING,
        "采用的读法没有列出",
        "“{taken}”不在“读法”之中",
        "“采用”要与“读法”中的一个完全相同。",
        "存疑先列出各种读法，再写采用其中哪一个。",
    )
    yield Kind(
        "passage_missing",
        _MEANING,
        "条文中没有这一条款项",
        "条文中没有 {ref}",
        "请对照条文核对条款项。",
        "核对条文时，引用的条款项在正文中找不到。",
    )
    yield Kind(
        "anchor_missing",
        _MEANING,
        "锚词不在条文中",
        "锚词“{anchor}”不在 {ref} 中",
        "请对照条文核对条款项和锚词。",
        "锚词是所引条款中必须出现的词；找不到，说明引错了条款，或者条文已经修订。",
    )
    yield Kind(
        "fingerprint_mismatch",
        _MEANING,
        "条文已经变化",
        "第 {ref} 条的指纹与条文不符",
        "请对照新的条文检查相关规则。",
        "条文与登记时不同，可能是修订，也可能是文本损坏。",
    )
    yield Kind(
        "nothing_expected",
        _MEANING,
        "用例没有写结果",
        "这个用例没有写应当得到的结果",
        "至少写一项：{allowed}。",
        "没有写结果的用例，什么也不检验。差一点的可以不写：不写就是与基准相同。",
    )
    yield Kind(
        "nothing_changed",
        _MEANING,
        "差一点没有改动",
        "这里没有改动任何事实，与基准问的是同一件事",
        "请在“改”中写改动的事实，或者改写日期、起算日等；改成的值要与基准不同。",
        "差一点的情形要与基准不同。改成的值与基准相同、把没写的事实改为未知，都是没有改动。",
    )
    yield Kind(
        "unknown_rule",
        _MEANING,
        "没有这条职责",
        "没有编号为“{id}”的职责",
        "请对照 duties.yaml 中的编号。",
        "用例的“因”写的是职责的编号，在全部规则中都找不到。",
    )
    yield Kind(
        "case_failed",
        _MEANING,
        "用例不符",
        "用例“{name}”与预期不同：{got}",
        "请对照条文，看是规则错了还是预期错了。",
        "运行结果与用例写的预期不一样。",
    )
    yield Kind(
        "no_case_for_rule",
        _MEANING,
        "规则没有用例",
        "规则“{id}”没有一个用例用到它",
        "请在用例文件（cases.yaml、duty_cases.yaml）中加一个它成立的例子。",
        "没有用例的规则，改坏了也不会被发现。",
        warning,
    )

    yield Kind(
        "bad_date_range",
        _MEANING,
        "日期范围写法不对",
        "“{value}”不是日期，也不是日期范围",
        "写成 2026-01-01，或者 2026-02-15 至 2026-02-23（“至”的两边各空一格）。",
        "放假的日期写一天，或者写“某日 至 某日”；日期必须存在。",
    )
    yield Kind(
        "year_mismatch",
        _MEANING,
        "年份对不上",
        "{what}与年份 {year} 对不上：{found}",
        "请核对文件名、年份、标题和成文日期。",
        "通知文件以年份命名，内容应当是同一年的通知；通知在上一年下半年或者当年印发。",
    )
    yield Kind(
        "date_outside_year",
        _MEANING,
        "日期不在这一年",
        "{date} 不在 {year} 年度通知可以安排的日期之内",
        "{year} 年的通知只能安排上一年 12 月 26 日至当年 12 月 31 日。",
        "年度通知安排当年的节假日，元旦可以用到上一年 12 月的最后几天。",
    )
    yield Kind(
        "makeup_on_weekday",
        _MEANING,
        "调休上班不在周末",
        "{date} 是{weekday}，本来就上班",
        "“上班”只写因调休而上班的周六、周日，请核对日期。",
        "调休上班的日子一定是周六或者周日；写成周一至周五，多半是抄错了日期。",
    )
    yield Kind(
        "overlapping_days",
        _MEANING,
        "同一天写了两次",
        "{date} 已经写为{other}",
        "一天只能写一次，不能既放假又上班。",
        "放假的日期互相重叠，或者同一天既放假又上班。",
    )
    yield Kind(
        "statutory_day_missing",
        _MEANING,
        "缺少法定节假日",
        "没有安排 {date}（{name}）放假",
        "{statute}规定这一天全体公民放假，请核对通知。",
        "法定节假日当天必须在“放假”里；法定节假日的天数按当年有效的《全国年节及纪念日放假办法》。",
    )
    yield Kind(
        "implausible_total",
        _MEANING,
        "全年天数不合理",
        "按这份通知，周一至周五放假 {off} 天、周末上班 {worked} 天，相差 {net} 天；{year} 年法定节假日是 {expected} 天",
        "两者应当相等，请核对漏写或者多写的日期；确有变更的，写“变更通知”。",
        "调休只移动休息日，不增减：周一至周五放假的天数减去周末上班的天数，等于法定节假日的天数。"
        "临时增加的假期（例如 2015 年、2020 年）由变更通知安排，也不会多出三天以上。",
    )
    yield Kind(
        "calendar_gap",
        _MEANING,
        "缺少年度通知",
        "缺少 {year} 年的通知，{year} 年及以后的日期都不能计算",
        "请补上 rules/calendar/{year}.yaml。",
        "后一年有通知文件，这一年既没有文件，holidays 库也没有收录。",
    )
    yield Kind(
        "calendar_incomplete",
        _MEANING,
        "推算所需的内容不全",
        "{year} 年的{name}推算不了：{reason}",
        "请补全 statutory.yaml 中的版本，或者 assumptions.yaml 中的假期范围。",
        "每一年都要有一个有效的放假办法版本；推定的每一年里，每个法定节假日都要有且只有一个假期范围，至少有一种安排。",
    )
    yield Kind(
        "notice_not_filed",
        _MEANING,
        "通知没有录入",
        "holidays {version} 已收录 {year} 年的安排，这里还没有 {year}.yaml",
        "请对照国务院办公厅的通知录入；录入之前，这一年仍按未公布处理。",
        "计算结果不随 holidays 库的版本变化：文件夹里有通知文件时，最后一个文件之后的年份只提醒、不采用。",
        warning,
    )
    yield Kind(
        "calendar_drift",
        _MEANING,
        "与 holidays 库不一致",
        "{date}：按通知是{ours}，holidays {version} 算作{theirs}",
        "以通知文件为准；请再核对一次通知，文件无误的不用改。",
        "逐日比较通知文件和 holidays 库。不一致多半是该库的版本没有跟上变更通知，也可能是录入有误。",
        warning,
    )
    yield Kind(
        "outside_assumptions",
        _MEANING,
        "超出推定范围",
        "{date} 的安排超出 assumptions.yaml 推定的范围",
        "通知有效；请放宽 assumptions.yaml 中有关节日的范围，并注明实例。",
        "推定最早、最晚日期时所用的范围，应当包括出现过的每一种安排。",
        warning,
    )


KINDS: dict[str, Kind] = {kind.code: kind for kind in _kinds()}
