// What CodeMirror says by itself, in Chinese.
const CHINESE = {
  Find: "查找", Replace: "替换为", next: "下一个", previous: "上一个", all: "全部", replace: "替换", "replace all": "全部替换", close: "关闭",
  "match case": "区分大小写", regexp: "正则表达式", "by word": "整词", "Go to line": "到第几行", go: "去", Diagnostics: "错误", "No diagnostics": "没有错误",
  "current match": "当前匹配", "replaced $ matches": "替换了 $ 处", "replaced match on line $": "替换了第 $ 行的一处", "on line": "在第",
  Completions: "可以写的", "Control character": "控制字符", "Unfold code": "展开", "Fold line": "收起", "Selection deleted": "已删去选中的",
};
export const phrases = () => (document.documentElement.lang === "en" ? {} : CHINESE);
