import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countsIn } from "../../src/input/data/observations.ts";
import type { Inputs } from "../../src/input/load.ts";
import { smallCampaign } from "./small.ts";

// How data files are read (src/input/files/form.ts), and which of their rows are taken (shape.ts).

let small: Awaited<ReturnType<typeof smallCampaign>>;
let plain: Inputs;
beforeAll(async () => {
  small = await smallCampaign();
  plain = await small.loadWith({});
});
afterAll(() => small.remove());

const ofOrganisations = (settings: string) => (text: string) =>
  text.replace("  file: organisations.csv\n", `  file: organisations.csv\n${settings}`);
const ofObservations = (settings: string) => (text: string) =>
  text.replace("  file: observations.csv\n", `  file: observations.csv\n${settings}`);
const body = (text: string) => text.slice(text.indexOf("\n") + 1);

function expectSame(given: Inputs): void {
  expect(given.warnings).toEqual([]);
  expect(given.directory).toEqual(plain.directory);
  expect(given.observations).toEqual(plain.observations);
}

describe("header", () => {
  test("none: columns are numbers", async () => {
    expectSame(
      await small.loadWith({
        "organisations.csv": body,
        "data.yaml": (text) =>
          ofOrganisations("  header: none\n")(text)
            .replace(
              "{ code: code, name: name, address: address, postcode: postcode, opened: opened }",
              "{ code: 1, name: 2, address: 3, postcode: 4, opened: 5 }",
            )
            .replace("{ code: place_code, name: place_name }", "{ code: 6, name: 7 }"),
      }),
    );
  });

  test("names, in order", async () => {
    expectSame(
      await small.loadWith({
        "observations.csv": body,
        "data.yaml": ofObservations("  header: [code, month, measure, numerator, denominator]\n"),
      }),
    );
  });

  test("on a line below a title", async () => {
    expectSame(
      await small.loadWith({
        "observations.csv": (text) => `Inhalers, "by practice\n\n${text}`,
        "data.yaml": ofObservations("  header: 3\n"),
      }),
    );
  });

  test("lines of bad rows are right below a title, and without a header", async () => {
    const bad = (text: string) => text.replace("ZX01,2024-10,saba,", "ZX01,2024-10,saba,x");
    const line = (await small.text("observations.csv"))
      .split("\n")
      .findIndex((each) => each.startsWith("ZX01,2024-10,saba"));
    const told = async (above: string, settings: string, dress = (text: string) => text) =>
      (
        await small.toldWith({
          "observations.csv": (text) => above + dress(bad(text)),
          "data.yaml": ofObservations(settings),
        })
      ).map((each) => each.split(" ")[0]);
    expect(await told("Title\n\n", "  header: 3\n")).toEqual([`observations.csv:${line + 3}`]);
    expect(await told("", "  header: [code, month, measure, numerator, denominator]\n", body)).toEqual([
      `observations.csv:${line}`,
    ]);
  });

  test("names more columns than there are", async () => {
    expect(
      await small.toldWith({ "observations.csv": body, "data.yaml": ofObservations("  header: [code, month]\n") }),
    ).toEqual([
      "observations.csv:1 the first line has 5 cells, and `header` names 2 columns | name every column in order; or say header: none, and call columns by their numbers",
    ]);
  });
});

describe("encoding", () => {
  const accents = (text: string) => text.replace("ALDER SURGERY", "ST JOHN’S CAFÉ");
  const windows = (text: string) => Buffer.from(text.replaceAll("’", "\x92"), "latin1");

  test.each(["latin1", "windows-1252"])("%s, with the letters of Windows", async (encoding) => {
    const { directory, warnings } = await small.loadWith({
      "organisations.csv": windows(accents(await small.text("organisations.csv"))),
      "data.yaml": ofOrganisations(`  encoding: ${encoding}\n`),
    });
    expect(warnings).toEqual([]);
    expect(directory.get("ZX01")?.name).toBe("ST JOHN’S CAFÉ");
    expect([...directory.keys()]).toEqual([...plain.directory.keys()]);
  });

  test("latin1, gzipped, with the line of a bad row", async () => {
    const text = `code,month,measure,numerator,denominator,note\nZX01,2026-06,saba,1,9,café\nZX02,2026-06,saba,-1,9,"a\r\nb"\n\nZX03,2026-06,saba,-1,9,\n`;
    expect(
      await small.toldWith({
        "observations.csv.gz": gzipSync(windows(text)),
        "data.yaml": (yaml) =>
          ofObservations("  encoding: latin1\n")(yaml).replace("observations.csv", "observations.csv.gz"),
      }),
    ).toEqual(
      expect.arrayContaining([
        "observations.csv.gz:3 negative number: -1 over 9 (ZX02, reliever-items, 2026-06); and 1 more row like it, of 2 organisations: line 6",
      ]),
    );
  });

  test("utf-16 with tabs, as Excel's Unicode text", async () => {
    const text = (await small.text("observations.csv")).replaceAll(",", "\t").replaceAll("\n", "\r\n");
    const wide = Buffer.from(`\uFEFF${text}`, "utf16le");
    for (const bytes of [wide, Buffer.from(wide).swap16()])
      expectSame(
        await small.loadWith({ "observations.csv": bytes, "data.yaml": ofObservations("  encoding: utf-16\n") }),
      );
  });

  test("of another kind than it is said to be", async () => {
    expect(
      await small.toldWith({
        "organisations.csv": accents,
        "data.yaml": ofOrganisations("  encoding: latin1\n"),
      }),
    ).toEqual(["organisations.csv:1 the file is in UTF-8, not latin1 | leave out `encoding`"]);
  });
});

describe("delimiter and decimal", () => {
  test("a file of semicolons with commas before decimals", async () => {
    const { observations } = await small.loadWith({
      "observations.csv": (text) =>
        text.replaceAll(",", ";").replace("ZX01;2026-08;saba;11;", "ZX01;2026-08;saba;11,5;"),
      "data.yaml": ofObservations('  delimiter: ";"\n  decimal: ","\n'),
    });
    const last = countsIn(observations.of.get("reliever-items")?.get("ZX01"));
    expect([last?.numerators[23], last?.denominators[23]]).toEqual([11.5, 2323]);
  });

  test("a delimiter that is not the file's", async () => {
    expect(
      await small.toldWith({
        "observations.csv": (text) => text.replaceAll(",", ";"),
        "data.yaml": ofObservations('  delimiter: ","\n'),
      }),
    ).toEqual(['observations.csv:1 the line has one cell if "," separates them | say delimiter: ";"']);
  });

  test("decimals of the other kind", async () => {
    const cells = (own: string) => (text: string) =>
      text.replaceAll(",", ";").replace("ZX01;2026-08;saba;11;", `ZX01;2026-08;saba;${own};`);
    const told = async (own: string, settings: string) =>
      (await small.toldWith({ "observations.csv": cells(own), "data.yaml": ofObservations(settings) })).map((each) =>
        each.replace(/^\S+ /, ""),
      );
    expect(await told("11,5", "")).toEqual([
      'numerator "11,5" is not a number (ZX01, reliever-items, 2026-08) | if a comma stands before the decimals, say decimal: ","; if it parts thousands, say thousands: ","',
    ]);
    expect(await told("1.234", '  decimal: ","\n')).toEqual([
      'numerator "1.234" is not a number (ZX01, reliever-items, 2026-08) | if it parts thousands, say so beside `file`: thousands: "."',
    ]);
  });
});

describe("columns", () => {
  test("an address of several columns: a line each", async () => {
    const { directory } = await small.loadWith({
      "organisations.csv": (text) =>
        text.replace("address", "addr1,addr2,addr3").replace(/"(\d+ [A-Z ]+), ([A-Z]+)"/g, '"Unit 3, $1",,$2'),
      "data.yaml": (text) => text.replace("address: address", "address: [addr1, addr2, addr3]"),
    });
    expect(directory.get("ZX01")?.address).toEqual(["Unit 3, 1 HIGH STREET", "NETHERTON"]);
  });

  test("codes of digits that have lost their zeros", async () => {
    const digits = (text: string) => text.replaceAll(/^ZX/gm, "").replaceAll(/^0/gm, "");
    const { directory, observations, warnings } = await small.loadWith({
      "organisations.csv": (text) => text.replaceAll(/^ZX/gm, "0000"),
      "observations.csv": digits,
      "data.yaml": ofObservations("  pad: { code: 6 }\n"),
    });
    expect(warnings).toEqual([]);
    expect([...directory.keys()]).toEqual([...plain.directory.keys()].map((code) => code.replace("ZX", "0000")));
    expect(observations.of.get("reliever-items")?.get("000001")).toEqual(
      plain.observations.of.get("reliever-items")?.get("ZX01"),
    );
  });

  test("one that the file lacks, with the same value in every row", async () => {
    const { observations } = await small.loadWith({
      "observations.csv": "code,measure,n,d\nZX01,saba,11,2300\nZX01,dpi,3,9\n",
      "data.yaml": (text) =>
        ofObservations("  add: { month: 2026-08 }\n")(text)
          .replace("numerator: numerator", "numerator: n")
          .replace("denominator: denominator", "denominator: d"),
    });
    expect(countsIn(observations.of.get("reliever-items")?.get("ZX01"))?.numerators).toEqual(new Float64Array([11]));
  });

  test("one that is added, and there already; one that is padded, and missing", async () => {
    expect(
      await small.toldWith({ "data.yaml": ofObservations("  add: { month: 2026-08 }\n  pad: { cod: 6 }\n") }),
    ).toEqual([
      'data.yaml:9 observations.csv has a column "month" | a value is added only where the file has none: take one of the two away',
      'data.yaml:10 missing column "cod" in observations.csv | did you mean "code"?',
    ]);
  });
});

describe("files of several months, whose month stands in their names alone", () => {
  const counts = (column: string, reliever: number) =>
    `${column},measure,n,d\nZX01,saba,${reliever},2300\nZX01,dpi,3,9\n`;
  const filesWith = (settings: string, files: readonly string[] = ["counts_0726.csv", "counts_0826.csv"]) => ({
    "counts_0726.csv": counts("practicecode", 10),
    "counts_0826.csv": counts("code", 11),
    "data.yaml": (text: string) =>
      text
        .replace("file: observations.csv", `file: [${files.join(", ")}]\n${settings}`)
        .replace("numerator: numerator", "numerator: n")
        .replace("denominator: denominator", "denominator: d"),
  });

  test("a value for each pattern, and a column that one of them calls otherwise", async () => {
    const { observations } = await small.loadWith(
      filesWith('  rename: { practicecode: code }\n  add: { month: { "*_0726.csv": 2026-07, "*_0826.csv": 2026-08 } }'),
    );
    expect(countsIn(observations.of.get("reliever-items")?.get("ZX01"))?.numerators).toEqual(
      new Float64Array([10, 11]),
    );
  });

  test("a pattern that fits no file, a file that none fits, and two values for one", async () => {
    expect(
      await small.toldWith(
        filesWith(
          '  rename: { practicecode: code }\n  add:\n    month:\n      "*_0825.csv": 2025-08\n      "*_08*.csv": 2026-08\n      "counts_0826.csv": 2026-09',
        ),
      ),
    ).toEqual([
      'data.yaml:11 no value of "month" for counts_0726.csv | add its name, or a pattern',
      'data.yaml:11 two values of "month" for counts_0826.csv: "2026-08" and "2026-09" | it is meant by "*_08*.csv" and by "counts_0826.csv"',
      'data.yaml:12 no file is called "*_0825.csv" | one of "counts_0726.csv", "counts_0826.csv"',
    ]);
  });

  test("a column to rename that no file has, or that stands beside the other name", async () => {
    const month = "  add: { month: 2026-08 }\n";
    expect(await small.toldWith(filesWith(`${month}  rename: { prac: code }`))).toContainEqual(
      expect.stringContaining('data.yaml:10 missing column "prac" in counts_0726.csv and the other file'),
    );
    expect(await small.toldWith(filesWith(`${month}  rename: { measure: n }`, ["counts_0826.csv"]))).toContain(
      'data.yaml:10 counts_0826.csv has both "measure" and "n" | only a file that has one of the two is meant: take this line away',
    );
  });
});

describe("where", () => {
  const mixed = (text: string) =>
    text
      .trimEnd()
      .split("\n")
      .map((line, i) => (i === 0 ? `${line},sex,type` : `${line},ALL,GP\n${line},FEMALE,GP\n${line},ALL,TOTAL`))
      .join("\n");

  test("totals among parts", async () => {
    expectSame(
      await small.loadWith({
        "observations.csv": mixed,
        "data.yaml": ofObservations("  where: { sex: ALL, type: [GP, PCN] }\n"),
      }),
    );
    expectSame(
      await small.loadWith({
        "observations.csv": mixed,
        "data.yaml": ofObservations("  where: { sex: ALL, type: { not: TOTAL } }\n"),
      }),
    );
  });

  test("organisations of one kind; of a file without a header", async () => {
    const { directory } = await small.loadWith({
      "organisations.csv": (text) =>
        text
          .trimEnd()
          .split("\n")
          .map((line, i) => `${line},${i === 0 ? "setting" : 4}`)
          .join("\n")
          .concat("\nZX99,WALK-IN CENTRE,A,QX1 1AA,,ZP1,Nether Vale,9\nZX98,NONE,A,QX1 1AA,,ZP1,Nether Vale,\n"),
      "data.yaml": ofOrganisations("  where: { setting: 4 }\n"),
    });
    expect(directory).toEqual(plain.directory);
  });

  test("conditions that no row meets", async () => {
    const told = (where: string) =>
      small.toldWith({ "observations.csv": mixed, "data.yaml": ofObservations(`  where: ${where}\n`) });
    expect(await told("{ sex: all, type: GP }")).toEqual([
      'data.yaml:9 no row has "all" in column "sex" | did you mean "ALL"?',
    ]);
    expect(await told("{ sex: ALL, type: { not: Total } }")).toEqual([
      'data.yaml:9 no row has "Total" in column "type" | did you mean "TOTAL"?',
    ]);
    expect(await told("{ sex: ALL, type: [Practice, Surgery] }")).toEqual(
      [
        'data.yaml:9 no row has "Practice" in column "type" | one of "TOTAL", "GP"',
        'data.yaml:9 no row has "Surgery" in column "type" | one of "TOTAL", "GP"',
      ].map((each) => each.replace('"TOTAL", "GP"', '"GP", "TOTAL"')),
    );
    expect(await told("{ gender: ALL }")).toEqual([
      'data.yaml:9 missing column "gender" in observations.csv | one of "code", "month", "measure", "numerator", "denominator", "sex", "type"',
    ]);
  });
});

describe("pivot", () => {
  const long = (text: string) =>
    text
      .trimEnd()
      .split("\n")
      .flatMap((line, i) => {
        const [code, month, measure, n, d] = line.split(",");
        if (i === 0) return "code,month,measure,what,value,note";
        return [
          `${code},${month},${measure},DENOMINATOR,${d},a`,
          `${code},${month},${measure},NUMERATOR,${n},b`,
          `${code},${month},${measure},POINTS,5,c`,
        ];
      })
      .join("\n");
  const pivoted = (text: string) =>
    ofObservations("  pivot: { names: what, values: value }\n")(text).replace(
      "numerator: numerator, denominator: denominator",
      "numerator: NUMERATOR, denominator: DENOMINATOR",
    );

  test("numerator and denominator on rows of their own", async () => {
    expectSame(await small.loadWith({ "observations.csv": long, "data.yaml": pivoted }));
  });

  test("in files of their own", async () => {
    const all = long(await small.text("observations.csv")).split("\n");
    const only = (what: string) => [all[0], ...all.filter((line) => line.includes(`,${what},`))].join("\n");
    expectSame(
      await small.loadWith({
        "top.csv": only("NUMERATOR"),
        "bottom.csv": only("DENOMINATOR"),
        "data.yaml": (text) => pivoted(text).replace("file: observations.csv", "file: [top.csv, bottom.csv]"),
      }),
    );
  });

  test("bad cells and second rows are told with their own lines", async () => {
    const bad = (text: string) => {
      const [head, ...lines] = long(text).split("\n");
      return [
        head,
        ...lines.map((line, i) => (i === 7 ? line.replace("NUMERATOR,", "NUMERATOR,x") : line)),
        lines[9],
      ].join("\n");
    };
    const count = long(await small.text("observations.csv")).split("\n").length;
    expect(await small.toldWith({ "observations.csv": bad, "data.yaml": pivoted })).toEqual([
      `observations.csv:${count + 1} second row of DENOMINATOR, ZX01, dpi, 2024-10; the first is on line 11`,
    ]);
    const x = (text: string) => bad(text).split("\n").slice(0, -1).join("\n");
    expect(
      (await small.toldWith({ "observations.csv": x, "data.yaml": pivoted })).map((each) => each.split(" |")[0]),
    ).toEqual([
      expect.stringMatching(/^observations\.csv:9 numerator "x\d+" is not a number \(ZX01, reliever-items, 2024-10\)$/),
    ]);
  });

  test("a name that no row has", async () => {
    expect(
      await small.toldWith({
        "observations.csv": long,
        "data.yaml": (text) => pivoted(text).replace("denominator: DENOMINATOR", "denominator: DENOMINATORS"),
      }),
    ).toEqual([
      'data.yaml:10 missing column "DENOMINATORS", and no row has it in "what" | did you mean "DENOMINATOR"?',
    ]);
  });

  test("organisations told line by line", async () => {
    const { directory } = await small.loadWith({
      "organisations.csv": (text) =>
        [
          "code,what,text",
          ...text
            .trimEnd()
            .split("\n")
            .slice(1)
            .map((line) => /^([^,]*),([^,]*),.*,([^,]*),([^,]*),([^,]*),([^,]*)$/.exec(line) ?? [])
            .flatMap(([, code, name, postcode, , place, called]) => [
              `${code},name,${name}`,
              `${code},postcode,${postcode}`,
              `${code},place_code,${place}`,
              `${code},place_name,${called}`,
            ]),
        ].join("\n"),
      "data.yaml": (text) =>
        ofOrganisations("  pivot: { names: what, values: text }\n")(text)
          .replace(", address: address", "")
          .replace(", opened: opened", ""),
    });
    expect(directory.get("ZX01")).toEqual({
      ...plain.directory.get("ZX01"),
      address: [],
      opened: undefined,
    });
  });
});
