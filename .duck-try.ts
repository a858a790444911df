import { openTables, viewFiles, rows } from "./src/input/table.ts";
import { writeFileSync, mkdirSync } from "node:fs";
mkdirSync("/tmp/duck", { recursive: true });
const h = "code,month,n\n";
const long = Array.from({ length: 30 }, (_, i) => `A${i},2026-01,${i}\n`).join("");
const cases: Record<string, string> = {
  raggedShort2: h + "A,2026-01\nB,2026-01,2\nC,2026-01,3\n",
  raggedLong2: h + "A,2026-01,1,9\nB,2026-01,2\nC,2026-01,3\n",
  raggedShort3: h + "B,2026-01,2\nA,2026-01\nC,2026-01,3\n",
  raggedLong3: h + "B,2026-01,2\nA,2026-01,1,9\nC,2026-01,3\n",
  raggedLast: h + long + "A,2026-01\n",
  raggedLastLong: h + long + "A,2026-01,3,4,5\n",
  blankLines: h + "A,2026-01,1\n\n\nB,2026-01,2\n",
  quotedNewline: h + '"A\nB",2026-01,1\nB,2026-01,2\n',
  crlf: (h + "A,2026-01,1\nB,2026-01,2\n").replaceAll("\n", "\r\n"),
  bom: "\uFEFF" + h + "A,2026-01,1\n",
  semicolon: (h + "A,2026-01,1\n").replaceAll(",", ";"),
  tab: (h + "A,2026-01,1\n").replaceAll(",", "\t"),
  headerOnly: h,
  empty: "",
  quotes: h + '"A, ""x""",2026-01,1\n',
  unclosed: h + '"A,2026-01,1\nB,2026-01,2\n',
  unclosedMid: h + 'A,"2026-01,1\nB,2026-01,2\nC,2026-01,3\n',
  dupHeader: "code,code,n\nA,B,1\n",
  title: "A report of July\n" + h + "A,2026-01,1\n",
  nul: h + "A\u0000,2026-01,1\n",
  comment: h + "# A,2026-01,1\nB,2026-01,2\n",
  spaceName: "code, month , n\nA,2026-01,1\n",
  oneRow: h + "A,2026-01,1",
  nullWord: h + "NULL,2026-01,\n",
  lineCol: "line,file,n\nA,2026-01,1\n",
};
for (const [k, v] of Object.entries(cases)) {
  const t = await openTables();
  const f = `/tmp/duck/${k}.csv`;
  writeFileSync(f, v);
  const problems: any[] = [];
  const cols = await viewFiles(t, "rows", [f], problems);
  let r: unknown;
  try { r = cols && (await rows(t, "select * from rows order by line")).slice(-3); } catch (e) { r = "THROWN " + (e as Error).message.slice(0, 600); }
  console.log(k, JSON.stringify(cols), JSON.stringify(r)?.replaceAll(f, "F"), problems.map((p) => `${p.place.line} ${p.message}`));
  t.closeSync();
}
