import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DuckDBInstance } from "@duckdb/node-api";
import { gzipSync, strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countsIn } from "../../src/input/data/observations.ts";
import type { Inputs } from "../../src/input/load.ts";
import { smallCampaign } from "./small.ts";
import { type Cell, workbookOf } from "./workbook.ts";

// Data in files of files: patterns, zips, workbooks and databases.

let small: Awaited<ReturnType<typeof smallCampaign>>;
let plain: Inputs;
let lines: string[];
let cells: string[][];
beforeAll(async () => {
  small = await smallCampaign();
  plain = await small.loadWith({});
  lines = (await small.text("observations.csv")).trimEnd().split("\n");
  cells = lines.map((line) => line.split(","));
});
afterAll(() => small.remove());

const observed = (settings: string) => (text: string) => text.replace("file: observations.csv", settings);
const halves = () => [lines.slice(0, 100), [lines[0]!, ...lines.slice(100)]].map((half) => half.join("\n"));

function expectSame(given: Inputs): void {
  expect(given.warnings).toEqual([]);
  expect(given.directory).toEqual(plain.directory);
  expect(given.observations).toEqual(plain.observations);
}

describe("patterns", () => {
  test("stand for the files of such a name in their folder", async () => {
    const [first = "", second = ""] = halves();
    const given = await small.loadWith({
      "months/2026-07.csv": first,
      "months/2026-08.csv": second,
      "months/2026-08.csv.old": "no data",
      "months/older/2026-06.csv": "no data",
      "data.yaml": observed('file: "months/2026-??.csv"'),
    });
    expectSame(given);
    expect(given.files.filter((file) => file.includes("months"))).toHaveLength(2);
    expect([...given.rows].map(([file, rows]) => [file.replace(`${small.folder}/`, ""), rows])).toEqual(
      expect.arrayContaining([
        ["months/2026-07.csv", 99],
        ["organisations.csv", 12],
      ]),
    );
  });

  test("for no file, or in the name of a folder, or for several where one is meant", async () => {
    const told = (file: string) => small.toldWith({ "data.yaml": observed(`file: "${file}"`) });
    expect(await told("2026-*.csv")).toEqual(['data.yaml:8 no such file "2026-*.csv" | no name in its folder matches']);
    expect(await told("20*/a.csv")).toEqual([
      'data.yaml:8 no such file "20*/a.csv" | a pattern is in the name of the file, not of its folder',
    ]);
    expect(
      await small.toldWith({
        "organisations-2.csv": await small.text("organisations.csv"),
        "data.yaml": (text) => text.replace("organisations.csv", "organ*.csv"),
      }),
    ).toEqual([
      'data.yaml:3 "organ*.csv" matches several files | one file is meant here; it matches "organisations-2.csv", "organisations.csv"',
    ]);
  });
});

describe("a zip", () => {
  const zipped = () => {
    const [first = "", second = ""] = halves();
    return zipSync({
      "in/A_NORTH.csv": strToU8(first),
      "in/A_SOUTH.csv": strToU8(second),
      "in/notes.txt": strToU8("x"),
    });
  };

  test("with one file; with several that match", async () => {
    expectSame(
      await small.loadWith({
        "data.zip": zipSync({ "observations.csv": strToU8(lines.join("\r\n")), "read me.pdf": strToU8("x") }),
        "data.yaml": observed("file: data.zip"),
      }),
    );
    expectSame(
      await small.loadWith({ "data.zip": zipped(), "data.yaml": observed('file: data.zip\n  inside: "in/A_*.csv"') }),
    );
    const given = await small.loadWith({
      "data.zip": zipped(),
      "data.yaml": observed("file: data.zip\n  inside: [in/A_NORTH.csv, in/A_SOUTH.csv]"),
    });
    expectSame(given);
    expect([...given.rows.values()]).toContain(lines.length - 1);
  });

  test("in latin1, and the line of a bad row", async () => {
    const text = "code,month,measure,numerator,denominator,note\nZX01,2026-06,saba,1,9,café\nZX01,2026-06,dpi,-1,9,\n";
    expect(
      await small.toldWith({
        "data.zip": zipSync({ "a.csv": new Uint8Array(Buffer.from(text, "latin1")) }),
        "data.yaml": observed("file: data.zip\n  encoding: latin1"),
      }),
    ).toEqual(["data.zip/a.csv:3 negative number: -1 over 9 (ZX01, dry-powder-share, 2026-06)"]);
    expect(
      await small.toldWith({
        "data.zip": zipSync({ "a.csv": new Uint8Array(Buffer.from(text, "latin1")) }),
        "data.yaml": observed("file: data.zip"),
      }),
    ).toEqual([expect.stringMatching(/^data\.zip:2 the file is not in UTF-8 \| say how it is stored/)]);
  });

  test("of which it is not clear what is meant", async () => {
    const told = (settings: string, bytes = zipped()) =>
      small.toldWith({ "data.zip": bytes, "data.yaml": observed(`file: data.zip${settings}`) });
    expect(await told("")).toEqual([
      'data.zip:1 there are 3 CSV files in the zip | say which with `inside`, by a name or a pattern: "in/A_NORTH.csv", "in/A_SOUTH.csv", "in/notes.txt"',
    ]);
    expect(await told("\n  inside: in/A_NORT.csv")).toEqual([
      'data.zip:1 no file "in/A_NORT.csv" in the zip | did you mean "in/A_NORTH.csv"?',
    ]);
    expect(await told("", new Uint8Array([1, 2, 3]))).toEqual([
      expect.stringMatching(/^data\.zip:1 the file is not packed, whatever its name says \| /),
    ]);
  });
});

test("a packed file that is cut off, or none at all, is told as that", async () => {
  const text = strToU8(lines.join("\n"));
  const cut = (bytes: Uint8Array) => bytes.subarray(0, Math.floor(0.7 * bytes.length));
  const told = (file: string, bytes: Uint8Array) =>
    small.toldWith({ [file]: bytes, "data.yaml": observed(`file: ${file}`) });
  const broken = (file: string) => [`${file}:1 the file is cut off or damaged | fetch it again`];
  expect(await told("a.csv.gz", cut(gzipSync(text)))).toEqual(broken("a.csv.gz"));
  expect(await told("a.zip", cut(zipSync({ "a.csv": text })))).toEqual(broken("a.zip"));
  expect(await told("a.xlsx", cut(zipSync({ "xl/workbook.xml": text })))).toEqual(broken("a.xlsx"));
  const foreign = (file: string, is: string) => [
    `${file}:1 the file is ${is}, whatever its name says | if it is a table of text, give it the end of its name: .csv; else fetch it again`,
  ];
  expect(await told("a.csv.gz", text)).toEqual(foreign("a.csv.gz", "not packed"));
  expect(await told("a.zip", text)).toEqual(foreign("a.zip", "not packed"));
  expect(await told("a.xlsx", text)).toEqual(foreign("a.xlsx", "no workbook"));
});

test("a directory and achievements as the NHS publishes them, with invented values", async () => {
  const practice = (code: string, name: string, status: string, setting: number) =>
    [
      `"${code}"`,
      `"${name}"`,
      "Y54",
      "QX",
      '"1 HIGH STREET"',
      '"NETHERTON"',
      '""',
      '""',
      '""',
      '"QX1 1AA"',
      "19740401",
      "",
    ]
      .concat([status, "B", "ZP1", "20200401", "", "01632 960001", "", "", "", "0", "", "ZP1", "", String(setting), ""])
      .join(",");
  const directory = [
    practice("ZX01", "ALDER SURGERY", "A", 4),
    practice("ZX02", "OLD SURGERY", "C", 4),
    practice("ZX03", "WALK-IN CENTRE", "A", 9),
  ];
  const rows = ["ZX01", "ZX03"].flatMap((code) =>
    ["AST012", "AST999"].flatMap((indicator) =>
      [
        ["ACHIEVED_POINTS", 3],
        ["DENOMINATOR", 60],
        ["NUMERATOR", 45],
        ["PCAS", 2],
      ].map((cells) => ["LONDON", code, indicator, ...cells].join(",")),
    ),
  );
  const achievement = (own: string[]) =>
    strToU8(["REGION,PRACTICE_CODE,INDICATOR_CODE,MEASURE,VALUE", ...own].join("\r\n"));
  const {
    observations,
    directory: known,
    warnings,
  } = await small.loadWith({
    "epraccur.zip": zipSync({ "epraccur.csv": new Uint8Array(Buffer.from(`${directory.join("\r\n")}\r\n`)) }),
    "qof.zip": zipSync({
      "ACHIEVEMENT_LONDON_2425.csv": achievement(rows.slice(0, 8)),
      "ACHIEVEMENT_NORTH_2425.csv": achievement(rows.slice(8)),
      "PREVALENCE_2425.csv": strToU8("PRACTICE_CODE\n"),
    }),
    "data.yaml": `fictional: true
organisations:
  file: epraccur.zip
  header: none
  columns: { code: 1, name: 2, address: [5, 6, 7, 8, 9], postcode: 10, opened: 11, closed: 12 }
  where: { 13: A, 26: 4 } # active, and a GP practice
  levels:
    sub-icb: { code: 15 }
observations:
  file: qof.zip
  inside: ACHIEVEMENT_*.csv
  pivot: { names: MEASURE, values: VALUE }
  add: { month: 2026-08 }
  columns: { code: PRACTICE_CODE, indicator: INDICATOR_CODE, period: month, numerator: NUMERATOR, denominator: DENOMINATOR }
  indicators: { AST012: dry-powder-share, AST999: reliever-items }
`,
  });
  expect([...known.keys()]).toEqual(["ZX01"]);
  expect(known.get("ZX01")).toMatchObject({
    name: "ALDER SURGERY",
    address: ["1 HIGH STREET", "NETHERTON"],
    opened: "1974-04-01",
  });
  const series = countsIn(observations.of.get("dry-powder-share")?.get("ZX01"));
  expect([series?.numerators[0], series?.denominators[0]]).toEqual([45, 60]);
  expect(warnings.map(({ message }) => message)).toEqual([
    "1 organisation of the 2 in the data is not in the directory: ZX03",
  ]);
});

describe("a workbook", () => {
  const toCell = (text: string): Cell => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : text);
  const sheet = (): Cell[][] => cells.map((row) => row.map(toCell));
  const withDays = () =>
    sheet().map((row, i) => row.map((cell, c) => (i > 0 && c === 1 ? new Date(`${cell}-01`) : cell)));
  const book = (rows: Cell[][]) => workbookOf({ Notes: [["Read me"]], Counts: rows });

  test("one of its sheets, with days", async () => {
    expectSame(
      await small.loadWith({
        "data.xlsx": book(withDays()),
        "data.yaml": observed("file: data.xlsx\n  sheet: Counts"),
      }),
    );
  });

  test("a range below a title", async () => {
    const below = [["Inhalers"], [], ...sheet().map((row) => [undefined, ...row, "beside"])];
    for (const settings of [`range: B3:F${cells.length + 2}`, "range: B3:F", "header: 3\n  range: B:F"])
      expectSame(
        await small.loadWith({
          "data.xlsx": workbookOf({ Counts: below as Cell[][] }),
          "data.yaml": observed(`file: data.xlsx\n  ${settings}`),
        }),
      );
  });

  test("bad cells are told by sheet and cell; a broken formula is not an empty cell", async () => {
    const bad = sheet();
    bad[3]![3] = { error: "#N/A" };
    bad[5]![4] = -1;
    bad[7]![1] = "soon";
    expect(
      (await small.toldWith({ "data.xlsx": book(bad), "data.yaml": observed("file: data.xlsx\n  sheet: Counts") })).map(
        (each) => each.split(" |")[0],
      ),
    ).toEqual(
      expect.arrayContaining([
        'data.xlsx:Counts!D4 numerator "#N/A" is not a number (ZX01, reliever-items, 2024-10)',
        expect.stringMatching(/^data\.xlsx:Counts!D6 negative number: \d+ over -1 \(ZX01, reliever-items, 2024-11\)$/),
        'data.xlsx:Counts!B8 invalid month "soon" (ZX01, reliever-items, soon)',
      ]),
    );
  });

  test("of organisations", async () => {
    const text = await small.text("organisations.csv");
    const rows = text
      .trimEnd()
      .split("\n")
      .map((line) => [...`${line},`.matchAll(/("[^"]*"|[^,]*),/g)].map(([, cell = ""]) => cell.replaceAll('"', "")));
    const dressed = (own: string[][]) => ({
      "o.xlsx": workbookOf({ All: own }),
      "data.yaml": (yaml: string) => yaml.replace("organisations.csv", "o.xlsx"),
    });
    expectSame(await small.loadWith(dressed(rows)));
    expect(await small.toldWith(dressed([...rows, ["zx99", "A", "B", "C", "2026-02-30", "ZP1"]]))).toEqual([
      'o.xlsx:All!A14 code "zx99" in small letters | codes are in capitals: say capitals: [code], beside `file`',
    ]);
  });

  test("names that cannot be printed are told by their cell", async () => {
    const { warnings } = await small.loadWith({
      "o.xlsx": workbookOf({
        All: [
          ["code", "name", "place", "place_name"],
          ["ZX01", "医 SURGERY", "ZP1", "Nether Vale"],
        ],
      }),
      "data.yaml": (yaml) =>
        yaml
          .replace("organisations.csv", "o.xlsx")
          .replace(", address: address, postcode: postcode, opened: opened", "")
          .replace("place_code", "place"),
    });
    const lacking = warnings.filter(({ code }) => code === "letters-lacking");
    expect(lacking.map(({ place }) => place?.cell)).toEqual(["All!B2"]);
  });

  test("of which it is not clear what is meant, or settings that are for others", async () => {
    const told = (settings: string) =>
      small.toldWith({ "data.xlsx": book(sheet()), "data.yaml": observed(`file: data.xlsx${settings}`) });
    expect(await told("")).toEqual([
      'data.xlsx:1 the workbook has 2 sheets | say which with `sheet`: "Notes", "Counts"',
    ]);
    expect(await told("\n  sheet: Count")).toEqual([
      'data.xlsx:1 no sheet "Count" in the workbook | did you mean "Counts"?',
    ]);
    const titled = book([["Inhalers"], [], ...sheet()]);
    expect(
      await small.toldWith({ "data.xlsx": titled, "data.yaml": observed("file: data.xlsx\n  sheet: Counts") }),
    ).toEqual([
      "data.xlsx:1 row 1 of the sheet has 1 of 5 cells, as a title has | say which row names the columns: header: 3",
    ]);
    expect(await told("\n  sheet: Counts\n  encoding: latin1")).toEqual([
      "data.xlsx:1 `encoding` is for a CSV file, which this is not | take `encoding` away",
    ]);
    expect(await small.toldWith({ "data.yaml": observed("file: observations.csv\n  sheet: Counts") })).toEqual([
      "observations.csv:1 `sheet` is for an .xlsx workbook, which this is not | take `sheet` away",
    ]);
  });
});

describe("a database", () => {
  const make = async (kind: string, extra = "") => {
    const file = join(small.folder, "..", `data.${kind}`);
    await rm(file, { force: true });
    const values = cells
      .slice(1)
      .map(([code, month, measure, n, d]) => `('${code}', '${month}', '${measure}', ${n}, ${d})`);
    const sql = `create table counts (code text, month text, measure text, numerator integer, denominator double precision);
      insert into counts values ${values.join(", ")}; create table other (a text); ${extra}`;
    if (kind === "duckdb") {
      const instance = await DuckDBInstance.create(file);
      const connection = await instance.connect();
      await connection.run(sql);
      connection.closeSync();
      instance.closeSync();
    } else {
      const database = new DatabaseSync(file);
      database.exec(sql);
      database.close();
    }
    return `../data.${kind}`;
  };

  test.each(["duckdb", "sqlite", "db"])("a table of a .%s", async (kind) => {
    const file = await make(kind);
    expectSame(await small.loadWith({ "data.yaml": observed(`file: ${file}\n  table: counts`) }));
  });

  test.each(["duckdb", "sqlite"])(
    "bad rows of a .%s are told by their number; unknown tables by the names there are",
    async (kind) => {
      const file = await make(kind, "insert into counts values ('ZX01', '2026-13', 'saba', 1, 2)");
      const told = async (table: string) =>
        (await small.toldWith({ "data.yaml": observed(`file: ${file}${table}`) })).map(
          (each) => each.replace(/^\S+ /, "").split(" | month")[0],
        );
      expect(await told("\n  table: counts")).toEqual([
        `row ${cells.length} of counts: invalid month "2026-13" (ZX01, reliever-items, 2026-13) | a month as 2026-08 or August 2026, or a day in it`,
      ]);
      expect(await told("")).toEqual(['a database has tables | say which with `table`: "counts", "other"']);
      expect(await told("\n  table: count")).toEqual(['no table "count" in the database | did you mean "counts"?']);
    },
  );

  test("a view of a DuckDB file opens no other file", async () => {
    await mkdir(small.folder, { recursive: true });
    const file = await make(
      "duckdb",
      "create view sly as select * from read_csv('/etc/hostname', header = false, columns = {'code': 'varchar'})",
    );
    expect(await small.toldWith({ "data.yaml": observed(`file: ${file}\n  table: sly`) })).toEqual([
      expect.stringMatching(/cannot read the file: Permission Error: Cannot access file/),
    ]);
  });
});
