// 台账的第二个核对程序：不用 opendata-rules，只用 Node（18 或更新）。 A second verifier of ledgers, without opendata-rules.
//
//     node verify.mjs export.jsonl [checkpoint.txt [public-key]]
//
// Reads what `opendata-rules ledger export` wrote, hashes every entry again over canonical JSON (RFC 8785), follows the
// chain, checks facts against their salted digests, and builds the Merkle tree (RFC 9162) up to the checkpoint. Prints
// one line of JSON. Exit status: 0 sound, 1 broken, 2 misuse.
import { createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";

const REASONS = {
  form: "内容不是台账条目的写法", number: "这一条缺了，或者次序不对", digest: "内容与摘要不符，被改动过",
  previous: "与前一条连不上，前一条或者这一条被换过", fact: "旁边存的事实不是当时的事实",
  missing: "有事实不见了，而台账里没有抹去它的记录", basis: "所依据规则的摘要不见了，或者被改动过",
  cut: "检查点之前的条目缺了，尾部被截去", checkpoint: "到检查点为止的条目与检查点不符，被整个重写过", origin: "检查点是另一本台账的",
};
class Broken extends Error { constructor(reason, number = null) { super(reason); Object.assign(this, { reason, number }); } }
class Misuse extends Error {}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const text = (value) => typeof value === "string";
const texts = (value) => Array.isArray(value) && value.every(text);
const plain = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isDigest = (value) => text(value) && /^[0-9a-f]{64}$/.test(value);

// RFC 8785, for what entries may hold: whole numbers that are exact, whole characters, ASCII names.
function canonical(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);
  if (text(value) && !/\p{Surrogate}/u.test(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (plain(value) && Object.keys(value).every((key) => /^[\0-\x7f]*$/.test(key)))
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
  throw new Broken("digest");
}
const digest = (value) => { try { return sha256(canonical(value)).toString("hex"); } catch { return ""; } };

function isEntry(entry) {
  if (!plain(entry) || entry.form !== 1 || !Number.isInteger(entry.number)) return false;
  if (!["time", "asker", "dataset", "department", "request", "kind", "previous"].every((name) => text(entry[name]))) return false;
  if (entry.kind === "erasure") return Number.isInteger(entry.of) && texts(entry.erased) && texts(entry.names);
  return ["place", "on", "engine", "basis", "verdict"].every((name) => text(entry[name])) && texts(entry.facts)
    && texts(entry.withheld) && plain(entry.outcome) && (entry.options === null || plain(entry.options))
    && Array.isArray(entry.provisions) && entry.provisions.every((one) => texts(one) && one.length === 3);
}
const isDisclosure = (one) => Array.isArray(one) && one.length === 3 && text(one[0]) && text(one[1]);

function readCheckpoint(note) {
  const [head, tail = ""] = note.replaceAll("\r\n", "\n").split(/\n\n([^]*)/);
  const [origin, size, root, ...more] = head.split("\n");
  if (!root || more.length || !/^(0|[1-9][0-9]{0,17})$/.test(size)) throw new Misuse("这不是检查点");
  const signatures = tail.split("\n").filter(Boolean).map((line) => line.split(" "));
  return { origin, size: Number(size), root: Buffer.from(root, "base64").toString("hex"), signatures, signed: `${head}\n` };
}
function checkSignature(checkpoint, key) {
  const [, name, number, rest] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(key.trim()) ?? [];
  const raw = Buffer.from(rest ?? "", "base64");
  if (raw.length !== 33 || raw[0] !== 1) throw new Misuse("这不是公钥");
  const jwk = { kty: "OKP", crv: "Ed25519", x: raw.subarray(1).toString("base64url") };
  const good = checkpoint.signatures.some(([dash, who, signature]) => {
    const found = Buffer.from(signature ?? "", "base64");
    return dash === "—" && who === name && found.subarray(0, 4).toString("hex") === number
      && verify(null, Buffer.from(checkpoint.signed), createPublicKey({ key: jwk, format: "jwk" }), found.subarray(4));
  });
  if (!good) throw new Misuse("检查点上没有这个公钥的有效签名");
}

// Only a line feed ends a line: Node's own reader of lines would also end one at what texts may hold.
async function* linesOf(path) {
  let rest = "";
  for await (const chunk of createReadStream(path, "utf8")) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop();
    yield* lines;
  }
  if (rest) yield rest;
}

async function audit(path, checkpoint) {
  const peaks = [], gone = new Map(), bases = new Map(), sound = new Set();
  let origin = null, size = 0, previous = "", atCheckpoint = checkpoint?.size === 0 ? sha256("").toString("hex") : null;
  const root = () => (peaks.length ? peaks.reduceRight((right, left) => sha256("\x01", left, right)) : sha256("")).toString("hex");
  for await (const line of linesOf(path)) {
    let told;
    try { told = JSON.parse(line); } catch { throw new Broken("form", size + 1); }
    if (origin === null) {
      if (!plain(told) || !text(told.ledger) || told.form !== 1) throw new Misuse("这不是台账的导出文件");
      origin = told.ledger;
      if (checkpoint && checkpoint.origin !== origin) throw new Broken("origin");
      continue;
    }
    if (plain(told) && text(told.basis)) { bases.set(told.basis, digest(told.content)); continue; }
    const number = size + 1;
    if (!plain(told) || !isEntry(told.entry) || !isDigest(told.digest) || !Array.isArray(told.facts)
      || !told.facts.every(isDisclosure)) throw new Broken("form", number);
    const { entry } = told;
    if (entry.number !== number) throw new Broken("number", number);
    let leaf = null;
    try { leaf = sha256("\0", canonical(entry)); } catch { /* no canonical form: nothing was hashed so */ }
    if (leaf?.toString("hex") !== told.digest) throw new Broken("digest", number);
    if (entry.previous !== previous) throw new Broken("previous", number);
    if (entry.kind === "erasure") entry.erased.forEach((one) => gone.delete(one));
    else {
      const kept = new Set(entry.facts);
      for (const one of told.facts) if (!kept.delete(digest(one))) throw new Broken("fact", number);
      kept.forEach((one) => gone.set(one, number));
      if (!sound.has(entry.basis) && bases.get(entry.basis) !== entry.basis) throw new Broken("basis", number);
      sound.add(entry.basis);
    }
    previous = told.digest;
    let node = leaf;
    for (let ends = size; ends % 2; ends = Math.floor(ends / 2)) node = sha256("\x01", peaks.pop(), node);
    peaks.push(node);
    size += 1;
    if (checkpoint?.size === size) atCheckpoint = root();
  }
  if (origin === null) throw new Misuse("文件是空的");
  if (checkpoint && atCheckpoint === null) throw new Broken("cut", size + 1);
  if (checkpoint && atCheckpoint !== checkpoint.root) throw new Broken("checkpoint");
  if (gone.size) throw new Broken("missing", Math.min(...gone.values()));
  return { sound: true, origin, size, root: root(), checkpoint: checkpoint?.size ?? null };
}

try {
  const [path, note, key] = process.argv.slice(2);
  if (!path) throw new Misuse("用法：node verify.mjs 导出文件 [检查点文件 [公钥]]");
  const checkpoint = note ? readCheckpoint(readFileSync(note, "utf8")) : null;
  if (key) checkSignature(checkpoint, key);
  console.log(JSON.stringify(await audit(path, checkpoint)));
} catch (error) {
  if (error instanceof Broken) {
    console.log(JSON.stringify({ sound: false, number: error.number, reason: error.reason }));
    console.error(`台账${error.number === null ? "" : `第 ${error.number} 条`}对不上：${REASONS[error.reason]}。`);
  } else console.error(`不能核对：${error.message}`);
  process.exitCode = error instanceof Broken ? 1 : 2;
}
