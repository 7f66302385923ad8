"""Files beside one another: ids, articles, places and instruments that name each other."""

from __future__ import annotations

from ..kind import Kind, Severity, Stage

STAGE = Stage("packs", "核对文件之间")

KINDS = (
    Kind(
        "duplicate_rule_id",
        STAGE,
        "规则编号重复",
        "规则编号“{id}”在 {other} 中已经用过",
        "请换一个编号。",
        "规则编号在全部文件中不能重复。",
    ),
    Kind(
        "duplicate_article",
        STAGE,
        "条文登记了两次",
        "第 {ref} 条登记了两次",
        "请删去一行。",
        "条文表中一条只占一行。",
    ),
    Kind(
        "unknown_article",
        STAGE,
        "引用的条文没有登记",
        "规则引用了第 {ref} 条，条文表中没有",
        "请在 articles.yaml 中登记。",
        "规则引用的每一条都要在条文表中有一行。",
    ),
    Kind(
        "article_pending",
        STAGE,
        "条文还没有处理",
        "条文表还有 {count} 条待处理：{refs}",
        "逐条写规则，或者写明为什么不写；再把状态改为已编码、部分编码、定义、组织、原则、人工判断中的一个。",
        "“待处理”是程序登记条文表时写的：还没有人看过这一条。",
        Severity.WARNING,
    ),
    Kind(
        "unknown_instrument",
        STAGE,
        "没有这个文件",
        "没有编号为“{id}”的文件",
        "请检查 rules/ 下的文件夹名称。",
        "地方文件中列出的编号，要在 rules/ 下有同名的文件夹。",
    ),
    Kind(
        "unsafe_id",
        STAGE,
        "编号写法不对",
        "“{id}”不能作编号",
        "编号只用英文字母、数字和短横线，照 rules/ 下的文件夹或者 jurisdictions/ 下的文件名抄写，不写路径和后缀。",
        "编号就是文件夹或者文件的名称。带点、斜杠或者空格的，以及 con、nul 这些 Windows 保留的名称，一概不去找，"
        "所以写在规则包里的编号不会读到别处的文件。",
    ),
    Kind(
        "duplicate_instrument",
        STAGE,
        "同一文件列了两次",
        "文件“{id}”列了两次",
        "请删去一次；近的在前。",
        "列在前面的先适用；列两次，多半是抄写时漏改了另一个编号。",
    ),
    Kind(
        "unknown_place",
        STAGE,
        "没有这个地方",
        "没有编号为“{id}”的地方",
        "请检查 jurisdictions/ 下的文件名称。",
        "上级地方也要有自己的文件。",
    ),
    Kind(
        "duplicate_place",
        STAGE,
        "两个地方用了同一个名称",
        "“{name}”在 {other} 中已经用过",
        "请改正名称、别名或者代码；复制出来的文件请移走。",
        "名称、别名和代码用来查找地方，两个地方不能相同，否则查到哪一个全凭运气。",
    ),
    Kind(
        "unused_instrument",
        STAGE,
        "文件没有用到",
        "没有一个地方的“文件”列出了“{id}”",
        "请在受它约束的地方文件（jurisdictions/）的“文件”中写上这个编号，近的在前。",
        "只有列在地方文件里的法律文件才会被适用；忘了写，里面的规则就不起作用。",
        Severity.WARNING,
    ),
    Kind(
        "parent_cycle",
        STAGE,
        "上级绕成了圈",
        "上级关系绕成了圈：{chain}",
        "请改正其中一个“上级”。",
        "一个地方不能是自己的上级。",
    ),
    Kind(
        "missing_file",
        STAGE,
        "缺少文件",
        "缺少 {name}",
        "请补上这个文件。",
        "每个法律文件的文件夹里必须有 instrument.yaml；写了规则的，还要有 articles.yaml；"
        "有 procedures.yaml 的，还要有 facts.yaml，前缀写在那里。",
    ),
    Kind(
        "bad_name",
        STAGE,
        "文件名不合要求",
        "名称“{name}”不合要求",
        "名称只用英文小写字母、数字和短横线，例如 taian、taian-open-data-measures-2025。",
        "文件名就是编号，别处要引用它。Windows 复制出来的“…- 副本”也会这样，请移走。",
    ),
    Kind(
        "unexpected_file",
        STAGE,
        "多出来的文件",
        "不认识的文件 {name}",
        "请移走；可以有的文件名见规则编写指南。",
        "不认识的文件不会被读取；名称写错时，里面的规则就丢了。",
    ),
    Kind(
        "bad_profile",
        STAGE,
        "平台说明有错误",
        "{reason}",
        "写法见目录检查指南的“平台说明”。",
        "登记的平台说明（profiles 文件夹里的文件）写明一个平台的列名、路径和编码；读不懂的，整份目录都不能按它读取。",
    ),
    Kind(
        "collection_mismatch",
        STAGE,
        "收录情况与规则对不上",
        "写的是“{collected}”，文件夹里却{found}",
        "已收录、部分收录的，要有 rules.yaml、duties.yaml 或者 deadlines.yaml；未收录的，不写规则。",
        "规则文件不在了，或者改了名，规则就不起作用，而结果看上去一切正常。",
    ),
)
