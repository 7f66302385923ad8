# %% [markdown]
# # A catalogue in pandas
#
# Cells between `# %%` lines; Jupyter (with jupytext), VS Code and PyCharm open this file as a notebook, and Python runs
# it as it is: `python examples/pandas_notebook.py`.

# %%
from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

import opendata_rules as odr

law = odr.load().law("taian", on=dt.date(2026, 3, 10))
path = Path(__file__).parent / "taian_catalogue.csv"
table = pd.read_csv(path, dtype="string", encoding="utf-8-sig")
# What a department declares is no fact that the law asks for, and is held against the answer below.
table = table.rename(columns={"开放属性": "申报"})

# %% [markdown]
# ## Facts
#
# Columns are called by the Chinese labels of facts. 是 and 否 become true and false; blank is unknown and stays so.

# %%
facts = {fact.label: fact for fact in law.facts("classification")}
for label in facts.keys() & set(table.columns):
    if not facts[label].values:
        table[label] = table[label].map({"是": True, "否": False}).astype("boolean")

# %% [markdown]
# ## The answers of a whole table at once
#
# `classify_frame` gives the table with five columns more; `law.legend` reads the masks.

# %%
judged = law.classify_frame(table[["数据集名称", "提供单位", "申报", *(facts.keys() & set(table.columns))]])
terms = {"open": "无条件开放", "conditional": "有条件开放", "closed": "不予开放"}
attribute, status = judged["odr_attribute"].astype("object"), judged["odr_status"].astype("object")
judged["判定"] = attribute.map(terms).fillna(status)
judged["依据"] = [
    "；".join(str(citation) for citation in law.legend.citations_in(int(mask))) for mask in judged["odr_grounds"]
]

# %% [markdown]
# ## Where the declared attribute does not stand
#
# An attribute stands where its bit is permitted; where nothing is decided yet, nobody is blamed.

# %%
bit = {str(attribute): 1 << number for number, attribute in enumerate(law.legend.attributes)}
declared = judged["申报"].map({term: bit[name] for name, term in terms.items()}).fillna(0).astype("int64")
stands = (judged["odr_permitted"].astype("int64") & declared) != 0
wrong = judged[(status == "decided") & ~stands]
by_department = pd.crosstab(judged["提供单位"], judged["判定"])

# %%
if __name__ == "__main__":
    print(by_department.to_string())
    print(wrong[["数据集名称", "申报", "判定", "依据"]].to_string(index=False))
