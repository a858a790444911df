import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPlainCsv } from "../../src/input/files/plain-csv.ts";
import { type Data, loadData } from "../../src/input/load-data.ts";
import { nodeWorld } from "../../src/node.ts";
import { smallCampaign } from "./small.ts";

// Files as programs write them are read without a table of their rows: what is read must be what DuckDB reads.

describe("a CSV file", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "plain-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const taken = { texts: ["code", "month"], numbers: ["n"], unknown: new Set(["*"]) };
  async function read(text: string) {
    const file = join(folder, "rows.csv");
    await writeFile(file, text);
    const rows: (string | number)[][] = [];
    const found = await readPlainCsv({ file }, taken, ({ texts, numbers }) => rows.push([...texts, ...numbers]));
    return found && rows.map(([code, month, n]) => [found.texts[0]![Number(code)], found.texts[1]![Number(month)], n]);
  }

  const one = ["Z10003", "2026-08", 12];
  test.each([
    ["ends with its last row", "code,month,n\nZ10003,2026-08,12"],
    ["has lines as on Windows", "code,month,n\r\nZ10003,2026-08,12\r\n"],
    ["has columns in another order, and others besides", "n,x,month,code\n12,a b,2026-08,Z10003\n"],
  ])("that %s is plain", async (_, text) => {
    expect(await read(text)).toEqual([one]);
  });

  test.each([
    ["0", 0],
    ["007", 7],
    ["12.50", 12.5],
    ["0.1", 0.1],
    ["123456789012345", 123456789012345],
    ["1234567.12345678", 1234567.12345678],
    ["", Number.NaN],
    ["*", Number.NaN],
  ])("has a number %s, exactly", async (text, number) => {
    expect(await read(`code,month,n\nZ10003,2026-08,${text}\n`)).toEqual([["Z10003", "2026-08", number]]);
  });

  test.each(["-1", "1e3", "1,5", "12.", ".5", "1.2.3", " 12", "1234567890123456", "nan", "inf", "<5", "0x1", "1_000"])(
    "with a cell such as %s is not plain",
    async (cell) => expect(await read(`code,month,n\nZ10003,2026-08,${cell}\n`)).toBeUndefined(),
  );

  test.each([
    ["quotes", 'code,month,n\n"Z10003",2026-08,12\n'],
    ["letters beyond ASCII", "code,month,n\nZ10003é,2026-08,12\n"],
    ["a mark of its encoding", "\uFEFFcode,month,n\nZ10003,2026-08,12\n"],
    ["an empty line", "code,month,n\n\nZ10003,2026-08,12\n"],
    ["a cell too few", "code,month,n\nZ10003,2026-08\n"],
    ["a cell too many", "code,month,n\nZ10003,2026-08,12,\n"],
    ["lines that end in two ways", "code,month,n\r\nZ10003,2026-08,12\n"],
    ["a tab", "code,month,n\nZ10003\t,2026-08,12\n"],
    ["a column that is not there", "code,month,m\nZ10003,2026-08,12\n"],
  ])("with %s is not plain", async (_, text) => {
    expect(await read(text)).toBeUndefined();
  });

  test("has texts and lines that go over the pieces it is read in", async () => {
    const rows = Array.from({ length: 90_000 }, (_, i) => [`Z${1_000_000 + (i % 7919)}`, `2026-${10 + (i % 3)}`, i]);
    const text = `code,month,n\n${rows.map((row) => row.join(",")).join("\n")}\n`;
    expect(text.length).toBeGreaterThan(2 ** 20);
    expect(await read(text)).toEqual(rows);
  });
});

describe("observations", () => {
  let small: Awaited<ReturnType<typeof smallCampaign>>;
  beforeAll(async () => {
    small = await smallCampaign();
  });
  afterAll(() => small.remove());

  /** As they come, and through a table. */
  async function both(change: (text: string) => string, settings = ""): Promise<[Data, Data]> {
    const edits = {
      "observations.csv": change,
      "data.yaml": (text: string) => text.replace(/^(observations:\n)/m, `$1${settings}`),
    };
    const { indicators } = await small.loadWith(edits);
    const path = join(small.folder, "data.yaml");
    let asked = 0;
    const read = async (inspect?: () => Promise<void>) => (await loadData(nodeWorld(), path, indicators, [], inspect))!;
    const found: [Data, Data] = [await read(), await read(async () => void asked++)];
    expect(asked).toBe(1);
    return found;
  }

  const lines = (change: (line: string, i: number) => string[]) => (text: string) =>
    text.trimEnd().split("\n").flatMap(change).join("\n");

  test.each<[string, (text: string) => string, string?]>([
    ["are as they are", (text) => text],
    [
      "are in another order",
      (text) =>
        [...text.trimEnd().split("\n").slice(0, 1), ...text.trimEnd().split("\n").slice(1).reverse()].join("\n"),
    ],
    [
      "have rows of somebody that the directory lacks",
      (text) => `${text}${text.split("\n")[1]!.replace(/ZX\d+/, "ZZZ99")}\n`,
    ],
    ["lack some", lines((line, i) => (i % 7 === 3 ? [] : [line]))],
    ["lack numerators", lines((line, i) => [i % 5 === 3 ? line.replace(/\d+,(\d+)$/, ",$1") : line])],
    [
      "have marks of what is not known",
      lines((line, i) => [i % 5 === 3 ? line.replace(/\d+,(\d+)$/, "*,$1") : line]),
      "  not-known: ['*']\n",
    ],
  ])("%s", async (_, change, settings) => {
    const [plain, tabled] = await both(change, settings);
    expect(plain.read).toEqual(tabled.read);
    expect([...plain.read.observations.of].map(([id, byCode]) => [id, [...byCode.keys()]])).toEqual(
      [...tabled.read.observations.of].map(([id, byCode]) => [id, [...byCode.keys()]]),
    );
  });
});
