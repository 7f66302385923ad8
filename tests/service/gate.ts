// A publication gate, as a platform in TypeScript would write it: by the types that openapi-typescript made.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

declare const process: { argv: string[] };

type Decision = components["schemas"]["Decision"];

const service = createClient<paths>({ baseUrl: process.argv[2] });
const on = "2026-03-10";

function must<T>(told: { data?: T; error?: components["schemas"]["Problem"]; response: Response }): T {
  if (told.data === undefined) {
    throw new Error(`${told.response.status} ${told.error?.code}: ${told.error?.detail_en}`);
  }
  return told.data;
}

// Ask what is not known, as long as it matters.
const answers: Record<string, boolean | string> = { personal_privacy: true, third_party_response: "refused" };
const facts: components["schemas"]["Facts"] = {};
const place = "泰安";
const asked: string[] = [];
for (;;) {
  const next = must(
    await service.POST("/v1/places/{place}/next/classify", { params: { path: { place } }, body: { on, facts } }),
  );
  if (next.question === null) break;
  asked.push(next.question.fact);
  Object.assign(facts, { [next.question.fact]: answers[next.question.fact] ?? false });
}

// May it be published as declared?
const told = await service.POST("/v1/places/{place}/classify", {
  params: { path: { place } },
  body: { on, facts, declared: "open", dataset: "ts-1", department: "统计局" },
});
const decision: Decision = must(told);

// What would have to be done, until when must the objector be answered, and may it be changed?
const ways = must(
  await service.POST("/v1/places/{place}/paths", { params: { path: { place } }, body: { on, facts, target: "conditional" } }),
);
const change = must(
  await service.POST("/v1/places/{place}/change", {
    params: { path: { place } },
    body: { on, facts, before: "closed", after: "conditional" },
  }),
);
const deadline = must(
  await service.POST("/v1/places/{place}/deadline/{step}", {
    params: { path: { place, step: "objection.feedback" } },
    body: { on, trigger: "2026-03-02" },
  }),
);
const why = must(
  await service.POST("/v1/places/{place}/explain/classify", { params: { path: { place } }, body: { on, facts } }),
);

// Who sends nonsense is told.
const refused = await service.POST("/v1/places/{place}/classify", {
  params: { path: { place } },
  body: { on: "2026-02-30", facts: {} },
});

// And the ledger has it.
const entry = told.response.headers.get("odr-entry");
const page = must(await service.GET("/v1/ledger", { params: { query: { dataset: "ts-1" } } }));
const replayed = must(await service.POST("/v1/replay", { body: decision.receipt }));

console.log(
  JSON.stringify({
    asked,
    facts,
    attribute: decision.attribute,
    valid: decision.declared_valid,
    articles: decision.objections.map((one) => one.citation.ref),
    ways: ways.items.length,
    change: change.verdict,
    due: deadline.due,
    english: why.en.text.split("\n")[0],
    refused: [refused.response.status, refused.error?.code, refused.error?.argument],
    entry: Number(entry),
    size: page.items.length,
    replayed: JSON.stringify(replayed) === JSON.stringify(decision),
    law: told.response.headers.get("odr-law"),
  }),
);
