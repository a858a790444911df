import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { problemsText } from "../../src/cli/problems.ts";
import { countsIn, placeOfMonth } from "../../src/input/data/observations.ts";
import { openTables } from "../../src/input/files/table.ts";
import { type Inputs, load } from "../../src/input/load.ts";
import { nodeWorld } from "../../src/node.ts";
import { isInputError, type Problem } from "../../src/problem.ts";

// The small campaign of tests/broken/base with its data in other clothes.

let scratch: string;
let base: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "tables-test-"));
  base = join(scratch, "base");
  cpSync(join(import.meta.dirname, "../broken/base"), base, { recursive: true });
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe("the same data", () => {
  let csv: Inputs;
  beforeAll(async () => {
    csv = await load(nodeWorld(), base);
  });

  test("as CSV: twelve practices, two indicators, 24 months", () => {
    expect([...csv.directory.keys()]).toHaveLength(12);
    expect(csv.directory.get("ZX01")).toEqual({
      code: "ZX01",
      type: "practice",
      name: "ALDER SURGERY",
      address: ["1 HIGH STREET", "NETHERTON"],
      postcode: "QX1 1AA",
      opened: "1990-04-01",
      parents: { "sub-icb": { code: "ZP1", name: "Nether Vale" } },
    });
    expect(csv.observations.length).toBe(24);
    expect(placeOfMonth(csv.observations, "2024-09")).toBe(0);
    expect([...csv.observations.of.keys()].sort()).toEqual(["dry-powder-share", "reliever-items"]);
    const series = countsIn(csv.observations.of.get("reliever-items")?.get("ZX01"));
    expect([series?.numerators[23], series?.denominators[23]]).toEqual([11, 2323]);
  });

  test.each(["parquet", "json", "ndjson"])("as %s", async (kind) => {
    const names = ["organisations", "observations"];
    const tables = await openTables(names.flatMap((name) => [`${base}/${name}.csv`, `${base}/${name}.${kind}`]));
    for (const name of names) {
      const format = { parquet: "(format parquet)", json: "(format json, array true)", ndjson: "(format json)" }[kind];
      await tables.run(
        `copy (select * from read_csv('${base}/${name}.csv', header = true)) to '${base}/${name}.${kind}' ${format}`,
      );
    }
    tables.closeSync();
    expectSame(await loadWith({ "data.yaml": (text) => text.replaceAll(".csv", `.${kind}`) }), csv);
  });

  test("by a query, in an instance of DuckDB of its own; without one, in that of all short files", async () => {
    const create = vi.spyOn(DuckDBInstance, "create");
    try {
      await loadWith({});
      const before = create.mock.calls.length;
      await loadWith({});
      expect(create.mock.calls.length - before).toBe(0);
      await loadWith({ "data.yaml": withQuery });
      expect(create.mock.calls.length - before).toBe(1);
    } finally {
      create.mockRestore();
    }
  });

  test("with a time of its own in each row for a period", async () => {
    let row = 0;
    const timed = (text: string) =>
      text.replace(/,(\d{4}-\d{2}),/g, (_, month) => `,${month}-03 10:${String(row++ % 60).padStart(2, "0")}:${row},`);
    const dressed = { "observations.csv": timed, "data.yaml": withQuery };
    expectSame(await loadWith(dressed), csv);
  });

  test("as CSV with CRLF, a byte order mark and quotes round everything", async () => {
    const dress = (text: string) =>
      `\uFEFF${text
        .trimEnd()
        .split("\n")
        .map((line) =>
          line.includes('"')
            ? line
            : line
                .split(",")
                .map((cell) => `"${cell}"`)
                .join(","),
        )
        .join("\r\n")}\r\n`;
    expectSame(await loadWith({ "organisations.csv": dress, "observations.csv": dress }), csv);
  });

  test.each([";", "\t", "|"])("as CSV parted by %j", async (parted) => {
    const part = (text: string) => text.replace(/"([^"]*)"|,/g, (all) => (all === "," ? parted : all));
    expectSame(await loadWith({ "organisations.csv": part, "observations.csv": part }), csv);
  });

  test("as gzipped CSV", async () => {
    await writeFile(join(base, "observations.csv.gz"), gzipSync(await readFile(join(base, "observations.csv"))));
    expectSame(await loadWith({ "data.yaml": (text) => text.replace("observations.csv", "observations.csv.gz") }), csv);
  });

  test("as CSV in two files, with columns in another order", async () => {
    const [head = "", ...lines] = (await readFile(join(base, "observations.csv"), "utf8")).trimEnd().split("\n");
    const turn = (line: string) => line.split(",").reverse().join(",");
    await writeFile(join(base, "first.csv"), [head, ...lines.slice(0, 100)].join("\n"));
    await writeFile(join(base, "second.csv"), [head, ...lines.slice(100)].map(turn).join("\n"));
    expectSame(
      await loadWith({
        "data.yaml": (text) => text.replace("file: observations.csv", "file: [first.csv, second.csv]"),
      }),
      csv,
    );
  });

  test("wide, through a query", async () => {
    const lines = (await readFile(join(base, "observations.csv"), "utf8")).trimEnd().split("\n").slice(1);
    const wide = Map.groupBy(lines, (line) => line.split(",").slice(0, 2).join(","));
    await writeFile(
      join(base, "wide.csv"),
      ["code,month,saba,list,dpi,inhalers"]
        .concat(
          [...wide].map(([key, both]) => [key, ...both.map((line) => line.split(",").slice(3).join(","))].join(",")),
        )
        .join("\n"),
    );
    const sql = `  sql: |
    select code, 'saba' as indicator, month as period, saba as numerator, list as denominator from rows
    union all
    select code, 'dpi' as indicator, month as period, dpi as numerator, inhalers as denominator from rows
`;
    expectSame(
      await loadWith({ "data.yaml": (text) => `${text.replace("observations.csv", "wide.csv").trimEnd()}\n${sql}` }),
      csv,
    );
  });

  test("with denominators in a file of their own, through a query that joins it", async () => {
    const cells = (await observationLines()).map((line) => line.split(","));
    await writeFile(
      join(base, "counts.csv"),
      cells.map(([code, month, measure, n]) => [code, month, measure, n]).join("\n"),
    );
    await writeFile(
      join(base, "whole.csv"),
      cells.map(([code, month, measure, , d]) => [code, month, measure, d]).join("\n"),
    );
    const sql = `  tables: { whole: whole.csv }
  sql: |
    select code, measure as indicator, month as period, numerator, denominator
    from rows join whole using (code, month, measure) join organisations using (code); -- all are in the directory
`;
    const read = await loadWith({
      "data.yaml": (text) => `${text.replace("observations.csv", "counts.csv").trimEnd()}\n${sql}`,
    });
    expectSame(read, csv);
    expect(read.files.filter((file) => file.endsWith("whole.csv"))).toHaveLength(1);
  });

  test("in several files: how many rows each has is known", async () => {
    const [head = "", ...lines] = await observationLines();
    await writeFile(join(base, "first.csv"), [head, ...lines.slice(0, 100)].join("\n"));
    await writeFile(join(base, "second.csv"), [head, ...lines.slice(100)].join("\n"));
    const { rows } = await loadWith(naming("[first.csv, second.csv]"));
    expect([...rows].map(([file, count]) => [basename(file), count]).sort()).toEqual([
      ["first.csv", 100],
      ["organisations.csv", 12],
      ["second.csv", lines.length - 100],
    ]);
  });

  test("with blanks round the names of measures", async () => {
    expectSame(await loadWith({ "observations.csv": (text) => text.replaceAll(",saba,", ", saba ,") }), csv);
  });

  test("with a line break in the name of a column", async () => {
    expectSame(
      await loadWith({
        "observations.csv": (text) => text.replace("numerator", '"items,\n counted"'),
        "data.yaml": (text) => text.replace("numerator: numerator", 'numerator: "items, counted"'),
      }),
      csv,
    );
  });

  test("in a folder whose name would be a pattern", async () => {
    await mkdir(join(base, "Data [2026] *"), { recursive: true });
    cpSync(join(base, "observations.csv"), join(base, "Data [2026] *", "a?.csv"));
    await writeFile(join(base, "Data [2026] *", "ab.csv"), "not,these\n");
    expectSame(
      await loadWith({ "data.yaml": (text) => text.replace("observations.csv", '"Data [2026] */a?.csv"') }),
      csv,
    );
  });

  test("in other units, with factors", async () => {
    const { observations } = await loadWith({
      "data.yaml": (text) =>
        text.replace(
          "saba: reliever-items",
          "saba: { is: reliever-items, numerator-times: 0.5, denominator-times: 2 }",
        ),
    });
    const series = countsIn(observations.of.get("reliever-items")?.get("ZX01"));
    expect([series?.numerators[23], series?.denominators[23]]).toEqual([5.5, 4646]);
  });
});

describe("rows", () => {
  const head = "code,month,measure,numerator,denominator\n";
  const others = "ZX01,2026-06,saba,5,2300\nZX01,2026-06,dpi,20,60\n";

  test("months may be days, with or without hyphens and times", async () => {
    const { observations } = await withRows(
      "ZX01,20260701,saba,1,100\nZX01,2026-08-31,saba,2,100\nZX02,202607,saba,3,100\nZX02,2026-08-01 00:00:00,saba,4,100",
    );
    const numerators = (code: string) => [
      ...(countsIn(observations.of.get("reliever-items")?.get(code))?.numerators ?? []),
    ];
    expect(numerators("ZX01")).toEqual([5, 1, 2]);
    expect(numerators("ZX02")).toEqual([Number.NaN, 3, 4]);
  });

  test("a blank numerator is no observation", async () => {
    const { observations } = await withRows("ZX02,2026-06,saba,,2600\nZX02,2026-07,saba,9,2600\nZX03,2026-07,saba,,");
    const series = observations.of.get("reliever-items");
    expect([...(countsIn(series?.get("ZX02"))?.numerators ?? [])]).toEqual([Number.NaN, 9]);
    expect([...(countsIn(series?.get("ZX02"))?.denominators ?? [])]).toEqual([Number.NaN, 2600]);
    expect(series?.has("ZX03")).toBe(false);
  });

  test("rows of measures that are not mapped are left alone, whatever they hold", async () => {
    const inputs = await withRows("ZX01,never,weight,heavy,");
    expect(inputs.warnings).toEqual([]);
  });

  test("blanks round a code are no matter", async () => {
    const { observations } = await withRows(" ZX02 ,2026-07,saba,3,100");
    expect(observations.of.get("reliever-items")?.has("ZX02")).toBe(true);
  });

  test.each(["__proto__", "constructor", "toString"])("the code %s is a stranger", async (code) => {
    const { warnings, observations } = await withRows(`${code},2026-07,saba,3,100`);
    expect(warnings.map(({ message }) => message)).toEqual([
      `1 organisation of the 2 in the data is not in the directory: ${code}`,
    ]);
    expect([...(observations.of.get("reliever-items")?.keys() ?? [])]).toEqual(["ZX01"]);
  });

  test("a column that appears twice, in other letters", async () => {
    const problems = await problemsWith({
      "observations.csv": (text) => text.replace("code,month", "Numerator,month"),
    });
    expect(problems.map(({ message }) => message)).toEqual(['cannot read the file: column "numerator" appears twice']);
  });

  test("twice the same, in two files: both are named", async () => {
    await writeFile(join(base, "one.csv"), `${head}${others}`);
    await writeFile(join(base, "two.csv"), `${head}ZX02,2026-06,saba,1,100\nZX01,2026-06,saba,6,2300\n`);
    const problems = await problemsWith({
      "data.yaml": (text) => text.replace("file: observations.csv", "file: [one.csv, two.csv]"),
    });
    expect(problems.map(({ message, place }) => [message, place?.line])).toEqual([
      [`second row of ZX01, reliever-items, 2026-06; the first is in ${scratch}/run/one.csv, line 2`, 3],
    ]);
  });

  test("bad rows of JSON and of a query are named by their row, since nobody can look up a line", async () => {
    const rows = [
      { code: "ZX01", month: "2026-06", measure: "dpi", numerator: 1, denominator: 5 },
      { code: "ZX01", month: "2026-06", measure: "saba", numerator: -1, denominator: 5 },
    ];
    await writeFile(join(base, "bad.json"), JSON.stringify(rows));
    const told = async (edit: (text: string) => string) =>
      (await problemsWith({ "data.yaml": edit })).map(({ message, place }) => [
        message,
        place?.file.split("/").at(-1),
        place?.line,
      ]);
    expect(await told((text) => text.replace("observations.csv", "bad.json"))).toEqual([
      ["row 2: negative number: -1 over 5 (ZX01, reliever-items, 2026-06)", "bad.json", 1],
    ]);
    const sql =
      "  sql: select code, measure as indicator, month as period, -1 as numerator, denominator from rows limit 1\n";
    expect(
      await told((text) => text.replace(/ {4}dpi.*\n/, "    dpi: { is: dry-powder-share }\n") + sql),
    ).toContainEqual([
      "row 1 of the query: negative number: -1 over 2300 (ZX01, reliever-items, 2024-09)",
      "data.yaml",
      14,
    ]);
  });

  async function withRows(rows: string): Promise<Inputs> {
    return loadWith({ "observations.csv": () => `${head}${others}${rows}\n` });
  }
});

describe("the line of a row is the line of its file", () => {
  const head = "code,month,measure,note,numerator,denominator\n";
  const odd = `${head}ZX01,2026-06,saba,"two\n\nlines",5,2300\n\nZX01,2026-06,dpi,,20,60\n`; // lines 2 to 4, and 6

  test("with empty lines, and lines within cells", async () => {
    const problems = await problemsWith({ "observations.csv": () => `${odd}\nZX02,2026-06,saba,,-1,9\n` });
    expect(problems.map(({ place }) => place?.line)).toEqual([8]);
  });

  test("in each file of a list", async () => {
    await writeFile(join(base, "one.csv"), `${odd}ZX03,2026-06,saba,,-1,9\n`);
    await writeFile(join(base, "two.csv"), `${head}ZX02,2026-06,saba,,-1,9\nZX02,2026-06,dpi,,3,9\n`);
    const problems = await problemsWith(naming("[one.csv, two.csv]"));
    expect(problems.map(({ place }) => [basename(place?.file ?? ""), place?.line])).toEqual([["one.csv", 7]]);
    expect(problems[0]?.message).toMatch(/; and 1 more row like it, of 2 organisations: line 2 of \S+two\.csv$/);
  });

  test("where the file cannot be read on", async () => {
    const problems = await problemsWith({ "observations.csv": () => `${odd}ZX02,2026-06,saba,,1\n` });
    expect(problems.map(({ message, place }) => [message, place?.line])).toEqual([
      ["too few cells: the first line has 6", 7],
    ]);
  });

  test("with Windows line ends, and other ones within cells, as Excel writes them", async () => {
    const excel = `${odd}ZX02,2026-06,saba,"“5"" — café”\n",-1,9\nZX03,2026-06,saba,5" tall,-1,9\n`
      .replaceAll("\n", "\r\n")
      .replace("two\r\n\r\n", "two\n\n");
    const problems = await problemsWith({ "observations.csv": () => excel });
    expect(problems.map(({ place }) => place?.line)).toEqual([7]);
    expect(problems[0]?.message).toMatch(/; and 1 more row like it, of 2 organisations: line 9$/);
    const [alone] = await problemsWith({ "observations.csv": () => excel.replace("-1,9", "1,9") });
    expect(await problemsText([alone!])).toContain('   9 |   ZX03,2026-06,saba,5" tall,-1,9\n');
  });

  test("in gzipped files", async () => {
    await writeFile(join(base, "odd.csv.gz"), gzipSync(`${odd}ZX02,2026-06,saba,,-1,9\n`));
    const problems = await problemsWith(naming("odd.csv.gz"));
    expect(problems.map(({ message, place }) => [message, place?.line])).toEqual([
      ["negative number: -1 over 9 (ZX02, reliever-items, 2026-06)", 7],
    ]);
  });
});

describe("files that a data.yaml may name", () => {
  let outside: string; // a folder with the same data, elsewhere
  beforeAll(async () => {
    outside = await mkdtemp(join(tmpdir(), "outside-test-"));
    cpSync(base, outside, { recursive: true });
  });
  afterAll(() => rm(outside, { recursive: true }));

  test("a campaign's own: none elsewhere, by whatever way", async () => {
    const told = async (file: string) =>
      (await problemsWith(naming(file))).map(({ message, place }) => [message, place?.line]);
    const elsewhere = [[`"${join(outside, "observations.csv")}" is outside the project`, 8]];
    expect(await told(join(outside, "observations.csv"))).toEqual(elsewhere);
    expect(await told(`../../${basename(outside)}/observations.csv`)).toEqual(elsewhere);
    await symlink(join(outside, "observations.csv"), join(scratch, "linked-out.csv"));
    expect(await told("../linked-out.csv")).toEqual([
      [`"${join(scratch, "linked-out.csv")}" is a link that leads out of the project`, 8],
    ]);
  });

  test("nor may the campaign name a data.yaml elsewhere", async () => {
    const problems = await problemsWith({
      "campaign.yaml": (text) => text.replace("cycles:\n", `data: ${join(outside, "data.yaml")}\ncycles:\n`),
    });
    expect(problems.map(({ message, place }) => [message, place?.line])).toEqual([
      [`"${join(outside, "data.yaml")}" is outside the project`, 19],
    ]);
  });

  test("beside the library, and by a link that stays within", async () => {
    await writeFile(join(scratch, "beside.csv"), await readFile(join(base, "observations.csv")));
    await symlink("beside.csv", join(scratch, "linked.csv"));
    for (const file of ["../beside.csv", "../linked.csv"]) expect((await loadWith(naming(file))).warnings).toEqual([]);
  });

  test("given with --data: any", async () => {
    const { files } = await load(nodeWorld(), base, { data: join(outside, "data.yaml") });
    expect(files).toContain(join(outside, "observations.csv"));
  });

  test("never a pipe, which would be waited for without end", async () => {
    execFileSync("mkfifo", [join(outside, "pipe.csv")]);
    const text = (await readFile(join(outside, "data.yaml"), "utf8")).replace("observations.csv", "pipe.csv");
    await writeFile(join(outside, "pipe.yaml"), text);
    const reading = load(nodeWorld(), base, { data: join(outside, "pipe.yaml") });
    await expect(reading).rejects.toMatchObject({
      problems: [{ message: `"${join(outside, "pipe.csv")}" is not a file` }],
    });
  });
});

describe("organisations", () => {
  const head = "code,name,address,postcode,opened,place_code,place_name\n";
  const own = "ZX01,ALDER SURGERY,1 HIGH STREET,QX1 1AA,19900401,ZP1,Nether Vale\n";

  test.each(["__proto__", "constructor", "../ZX01", "ZX01/A", "zx01", "ZX 01", "Z".repeat(33), "ZX01\u0000", "-ZX"])(
    "the code %j is refused",
    async (code) => {
      const problems = await problemsWith({ "organisations.csv": () => `${head}${own}${code},A,B,C,,ZP1,D\n` });
      const said = /^[a-z]+\d*$/.test(code) ? `code "${code}" in small letters` : `invalid code "${code}"`;
      expect(problems.map(({ message, place }) => [message, place?.line])).toEqual([[said, 3]]);
    },
  );

  test.each(["__proto__", "constructor", "prototype"])("a level named %s is refused by name", async (name) => {
    const problems = await problemsWith({
      "data.yaml": (text) => text.replace("    sub-icb:", `    ${name}: { code: place_code }\n    sub-icb:`),
    });
    expect(problems.map(({ message }) => message)).toEqual([`a key called "${name}"`]);
  });

  test("cells with commas, quotes and lines are kept; days may be without hyphens", async () => {
    const odd = 'ZX02,"THE ""OAKS"", BIRCH & CO","1 HIGH STREET,\nNETHERTON",QX1 2AA,,ZP1,Nether Vale\n';
    const { directory } = await loadWith({
      "organisations.csv": () => head + own + odd,
      "observations.csv": only("ZX0[12]"),
    });
    expect(directory.get("ZX01")?.opened).toBe("1990-04-01");
    expect(directory.get("ZX02")).toMatchObject({
      name: 'THE "OAKS", BIRCH & CO',
      address: ["1 HIGH STREET", "NETHERTON"],
    });
  });

  const only = (codes: string) => (text: string) =>
    text
      .split("\n")
      .filter((line, i) => i === 0 || new RegExp(`^${codes},`).test(line))
      .join("\n");
});

/** The campaign with other files of observations. */
const naming = (file: string) => ({ "data.yaml": (text: string) => text.replace("observations.csv", file) });

async function observationLines(): Promise<string[]> {
  return (await readFile(join(base, "observations.csv"), "utf8")).trimEnd().split("\n");
}

type Edits = Readonly<Record<string, (text: string) => string>>;

/** The small campaign with some of its files changed. */
async function loadWith(edits: Edits): Promise<Inputs> {
  const folder = join(scratch, "run");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  cpSync(base, folder, { recursive: true });
  for (const [file, edit] of Object.entries(edits)) {
    const before = await readFile(join(base, file), "utf8");
    const after = edit(before);
    expect(after).not.toBe(before);
    await writeFile(join(folder, file), after);
  }
  return load(nodeWorld(), folder);
}

async function problemsWith(edits: Edits): Promise<readonly Problem[]> {
  try {
    await loadWith(edits);
  } catch (error) {
    if (isInputError(error)) return error.problems;
    throw error;
  }
  throw new Error("nothing wrong was found");
}

function expectSame(given: Inputs, wanted: Inputs): void {
  expect(given.warnings).toEqual([]);
  expect(given.directory).toEqual(wanted.directory);
  expect(given.observations).toEqual(wanted.observations);
}

describe("none of a number that nobody gives", () => {
  const blank = (text: string) => text.replace(/^(ZX01,2026-07,dpi),\d+,\d+$/m, "$1,0,");
  const knownIn = async (settings: string) => {
    const edit = (text: string) => text.replace("  patients:", `${settings}  patients:`);
    const { observations } = await loadWith({ "observations.csv": blank, "data.yaml": edit });
    const series = countsIn(observations.of.get("dry-powder-share")!.get("ZX01"));
    return [...(series?.numerators ?? [])].at(placeOfMonth(observations, "2026-07"));
  };

  test("is not known, or nothing of nothing where data.yaml says so", async () => {
    expect(await knownIn("  blank-denominator: not-known\n")).toBeNaN();
    expect(await knownIn("  blank-denominator: nothing-counted\n")).toBe(0);
  });
});

function withQuery(text: string): string {
  const sql = "  sql: select code, measure as indicator, month as period, numerator, denominator from rows\n";
  return text.replace("  patients: reliever-items", `${sql}  patients: reliever-items`);
}
