// Starts `opendata-rules lsp` and connects it with the files of rules that are open. All else is the server's.
"use strict";

const { commands, window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const FILES = "**/{rules,jurisdictions}/**/*.yaml";
let client;

async function start() {
  const command = workspace.getConfiguration("opendata-rules").get("program");
  client = new LanguageClient(
    "opendata-rules",
    "公共数据开放规则",
    { command, args: ["lsp"], options: { env: { ...process.env, PYTHONUTF8: "1" } } },
    {
      documentSelector: [{ scheme: "file", language: "yaml", pattern: FILES }],
      synchronize: { fileEvents: workspace.createFileSystemWatcher(FILES) },
    },
  );
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    window.showErrorMessage(
      `没有启动“${command} lsp”：${error.message}。请安装 pip install "opendata-rules[lsp]"，或者在设置 opendata-rules.program 中写明程序在哪里。`,
    );
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

async function restart() {
  await stop();
  await start();
}

async function activate(context) {
  context.subscriptions.push(
    commands.registerCommand("opendata-rules.restart", restart),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("opendata-rules") && restart()),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
