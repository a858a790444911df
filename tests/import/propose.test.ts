import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { standIn } from "../../src/import/campaign.ts";
import type { Theirs } from "../../src/import/part.ts";
import { loadData } from "../../src/input/load-data.ts";
import { nodeWorld } from "../../src/node.ts";
import type { Problem } from "../../src/problem.ts";
import { workbookOf } from "../input/workbook.ts";
import { importFolder, leftOf, toldOf } from "./imported.ts";

// Files of no public shape: what is proposed, what it might also have been, and what is not guessed.

const { made, given, remove } = await importFolder();
afterAll(remove);

const directory = [
  "Practice code,Practice name,Address 1,Town,Post code,PCN code,PCN name,List size",
  "Z10001,Ashwell,1 Mill Lane,Hathelwick,QC18 3UN,ZN1,North,8000",
  "Z10002,Beckside,2 Mill Lane,Hathelwick,QC18 3UP,ZN2,South,9000",
  "",
].join("\n");
const long = [
  "practice,measure,month,numerator,denominator",
  "Z10001,reviews,2025-08,30,40",
  "Z10001,reviews,2025-09,31,41",
  "Z10002,reviews,2025-08,10,20",
  "Z10002,reviews,2025-09,11,21",
  "",
].join("\n");

const count: Theirs = { theirs: "numerator", kind: "rate", numerator: "counted", denominator: "patients" };

const lines = (...rows: readonly string[]) => [...rows, ""].join("\n");

describe("a directory", () => {
  test("is one row for each organisation with a name; levels and address by their names", async () => {
    const { map, told, data } = await made({ "practices.csv": directory, "counts.csv": long });
    expect(map.organisations).toMatchObject({
      columns: {
        code: "Practice code",
        name: "Practice name",
        address: ["Address 1", "Town"],
        postcode: "Post code",
        patients: "List size",
      },
      levels: { pcn: { code: "PCN code", name: "PCN name" } },
    });
    expect(data.directory.get("Z10002")?.address).toEqual(["2 Mill Lane", "Hathelwick"]);
    expect(told).toContain(
      'each row is one organisation with a name ("Practice name"), so the file is taken for the directory, with the levels pcn',
    );
  });
});

test("a place whose name is in a column called like the level, and a list size with its month", async () => {
  const plain = directory.replace("PCN name,List size", "PCN,List size April 2026");
  const { map } = await made({ "practices.csv": plain, "counts.csv": long });
  expect(map.organisations).toMatchObject({
    columns: { patients: "List size April 2026" },
    levels: { pcn: { code: "PCN code", name: "PCN" } },
  });
});

describe("observations", () => {
  test("money is left out, and both columns are told", async () => {
    const spend = lines("code,month,items,actual_cost,list_size", "Z10001,2025-09,9,812.5,8000");
    const { figures, told } = await made({ "practices.csv": directory, "spend.csv": spend });
    expect(figures).toEqual(["spend Z10001 2025-09 9/8000"]);
    expect(told).toContain('the numerator is "items", because no other column holds counts');
    expect(told).toContain('"actual_cost": sums of money, so not taken as the numerator');
  });

  test("a sign in place of a number is told, and the example of a code is no total", async () => {
    const rows = ["TOTAL,2025-09,21,169", ...[1, 2, 3, 4].map((i) => `Z1000${i},2025-09,5,40`), "Z10005,2025-09,*,9"];
    const { map, told } = await made({
      "practices.csv": directory,
      "counts.csv": lines("code,month,numerator,denominator", ...rows),
    });
    expect(map.observations["not-known"]).toEqual(["*"]);
    expect(told).toContain('guess: "*" in place of a number says that it is not known, or was withheld (not-known)');
    expect(told).toContain('column "code", by its name (such as "Z1000');
  });

  test("long: each role is told with its reason", async () => {
    const { figures, told } = await made({ "practices.csv": directory, "counts.csv": long });
    expect(figures).toEqual([
      "reviews Z10001 2025-08 30/40",
      "reviews Z10001 2025-09 31/41",
      "reviews Z10002 2025-08 10/20",
      "reviews Z10002 2025-09 11/21",
    ]);
    expect(told).toContain(
      'guess: counts.csv: the code of the organisation: column "practice", by its name (such as "Z10001")',
    );
    expect(told).toContain('numerator "numerator" over denominator "denominator", by their names');
  });

  test("wide: each column of counts is an indicator over the list", async () => {
    const wide = lines("code,month,patients,amber,green", "Z10001,2025-09,8000,20,300", "Z10002,2025-09,9000,30,400");
    const { figures, told, map } = await made({ "practices.csv": directory, "wide.csv": wide });
    expect(figures).toEqual([
      "amber Z10001 2025-09 20/8000",
      "amber Z10002 2025-09 30/9000",
      "green Z10001 2025-09 300/8000",
      "green Z10002 2025-09 400/9000",
    ]);
    expect(told).toContain('each other column of numbers is an indicator of its own: "amber", "green"');
    expect(map.observations.sql).toContain("union all");
  });

  test("months in words are listed in a query; a month that is not listed is told of, not lost", async () => {
    const counts = lines("code,month,numerator,denominator", "Z10001,01/08/2025,3,40", "Z10001,30/09/2025,4,41");
    const { figures, text } = await made({ "practices.csv": directory, "counts.csv": counts });
    expect(figures).toEqual(["counts Z10001 2025-08 3/40", "counts Z10001 2025-09 4/41"]);
    expect(text).toContain("('01/08/2025', '2025-08'), ('30/09/2025', '2025-09')");
  });

  test("no column of months: the name of the file; no column of indicators: the same", async () => {
    const counts = lines("code,numerator,denominator", "Z10001,3,40", "Z10002,4,41");
    const { figures, told } = await made({ "practices.csv": directory, "reviews-2025-09.csv": counts });
    expect(figures).toEqual(["reviews Z10001 2025-09 3/40", "reviews Z10002 2025-09 4/41"]);
    expect(told).toContain(
      "no column holds periods, so all rows are of 2025-09, as the name of the file says (period-from-name)",
    );
    expect(told).toContain(
      'no column says which indicator a row is about, so all rows are of one, called "reviews" after the file',
    );
  });

  test("two numbers without names: the one that is never larger is counted over the other", async () => {
    const counts = lines("code,month,a,b", "Z10001,2025-09,3,40", "Z10002,2025-09,4,41");
    const { figures, told } = await made({ "practices.csv": directory, "counts.csv": counts });
    expect(figures).toEqual(["counts Z10001 2025-09 3/40", "counts Z10002 2025-09 4/41"]);
    expect(told).toContain('numerator "a" over denominator "b", because the one is never larger than the other');
  });

  test("several columns that fit as well: which was taken, and which might have been", async () => {
    const counts = lines("practice_code,org_code,month,numerator,denominator", "Z10001,Z20001,2025-09,3,40");
    const { told } = await made({ "practices.csv": directory, "counts.csv": counts });
    expect(told).toContain('column "practice_code", by its name (such as "Z10001"); it might also be "org_code"');
  });

  test("financial years: every one, and which kind of period it is", async () => {
    const counts = lines("code,year,numerator,denominator", "Z10001,2023/24,3,40", "Z10001,2024/25,4,41");
    const { figures, told, understood } = await made({ "practices.csv": directory, "counts.csv": counts });
    expect(figures).toEqual(["counts Z10001 2024-03 3/40", "counts Z10001 2025-03 4/41"]);
    expect(told).toContain("guess: counts.csv: each figure is of a financial year: 2 of them, from 2023/24 to 2024/25");
    expect(understood?.indicators[0]).toMatchObject({ from: "2023/24", to: "2024/25", at: "in 2024/25" });
    expect(understood?.worked).toEqual(["Z10001: 4 counted among 41 in the denominator in 2024/25 (9.8%)"]);
  });
});

describe("what organisations are", () => {
  test("sub-ICBs by their codes; lists in thousands become patients", async () => {
    const places = lines("code,name", "00L,North", "36J,South", "W2U3Z,West");
    const counts = lines(
      "code,month,measure,numerator,denominator",
      "00L,2025-09,items,9,329.991",
      "36J,2025-09,items,8,140.725",
    );
    const { map, figures, told } = await made({ "places.csv": places, "counts.csv": counts });
    expect(map.organisations.type).toBe("sub-icb");
    expect(figures).toEqual(["items 00L 2025-09 9/329991", "items 36J 2025-09 8/140725"]);
    expect(told).toContain("guess: counts.csv: items: denominators are thousands of patients, such as 11.299");
  });

  test("codes of digits where their column says so; what they are nobody says", async () => {
    const places = lines("org_code,name", "010999,North", "010998,South");
    const counts = lines("org_code,month,numerator,denominator", "010999,2025-09,9,30", "010998,2025-09,8,40");
    const { figures, told } = await made({ "places.csv": places, "counts.csv": counts });
    expect(figures).toEqual(["counts 010998 2025-09 8/40", "counts 010999 2025-09 9/30"]);
    expect(told).toContain('guess: nothing says what the organisations are: they are taken for "practice" (type)');
  });
});

describe("what the file is", () => {
  test("a sheet with a title above, beside an empty sheet and one of notes", async () => {
    const sheets = {
      Notes: [["Extract of September"], ["by the analyst"]],
      Counts: [
        ["Reviews by practice"],
        ["code", "month", "numerator", "denominator"],
        ["Z10001", "2025-09", 3, 40],
        ["Z10002", "2025-09", 4, 41],
      ],
    };
    const { figures, map } = await made({ "practices.csv": directory, "book.xlsx": workbookOf(sheets) });
    expect(map.observations).toMatchObject({ sheet: "Counts", header: 2 });
    expect(figures).toEqual(["book Z10001 2025-09 3/40", "book Z10002 2025-09 4/41"]);
  });

  test("letters of older files, semicolons, a title above", async () => {
    const text = "Reviews\n\ncode;name of café;month;numerator;denominator\nZ10001;Café;2025-09;3;40\n";
    const { figures, map } = await made({ "practices.csv": directory, "counts.csv": Buffer.from(text, "latin1") });
    expect(map.observations).toMatchObject({ encoding: "latin1", header: 3 });
    expect(figures).toEqual(["counts Z10001 2025-09 3/40"]);
  });
});

describe("what is not understood is told with what was seen and what would help:", () => {
  test.each([
    ["no codes", lines("colour,size", "red,3", "blue,4"), "no column holds codes of organisations"],
    ["no months", lines("code,numerator,denominator", "Z10001,3,40", "Z10001,4,40"), "no column holds periods"],
    [
      "money alone",
      lines("code,month,cost", "Z10001,2025-09,3.5", "Z10001,2025-08,3.7"),
      'there is no pair of a numerator and a denominator, nothing that adds up over a number of patients, and no published value; columns of numbers: "cost"',
    ],
  ])("%s", async (_, text, why) => {
    const imported = await given({ "practices.csv": directory, "other.csv": text });
    expect(imported.out).toBeUndefined();
    const told = toldOf(imported);
    expect(told).toContain(`not understood: ${why}`);
    expect(told).toMatch(/Seen: 2 rows; columns ".+" \(.+, such as .+\)/);
    expect(told).toContain("What would help: one row for each organisation, indicator and month");
  });

  test("observations without a directory", async () => {
    const imported = await given({ "counts.csv": long });
    expect(imported.out).toBeUndefined();
    expect(toldOf(imported)).toContain("no file says which organisations there are");
  });
});

describe("codes that do not match", () => {
  test("are told with the one that is meant, and a run would refuse them", async () => {
    const counts = lines(
      "code,month,numerator,denominator",
      "z10001,2025-09,3,40",
      "Z10002,2025-09,4,41",
      "Z77777,2025-09,4,41",
    );
    const { understood, problems, ...imported } = await given({ "practices.csv": directory, "counts.csv": counts });
    expect(problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      "error near-miss",
      "warning unknown-organisation",
    ]);
    expect(understood?.strangers).toEqual([
      { code: "z10001", rows: 1, near: "Z10001" },
      { code: "Z77777", rows: 1 },
    ]);
    expect(leftOf(imported as never)).toEqual(["2 of an organisation that is not in the directory"]);
  });
});

test("a later file with a month that the query does not list is refused, not passed over", async () => {
  const counts = (month: string) => lines("code,month,numerator,denominator", `Z10001,${month},3,40`);
  const { out } = await made({ "practices.csv": directory, "counts.csv": counts("01/08/2025") });
  await writeFile(join(dirname(out ?? ""), "counts.csv"), counts("01/09/2025"));
  const problems: Problem[] = [];
  await loadData(nodeWorld(), out ?? "", new Map([["counts", standIn("counts", count)]]), problems);
  expect(problems.map(({ message }) => message)).toEqual([
    'row 1 of the query: invalid month "01/09/2025" (Z10001, counts, 01/09/2025)',
  ]);
});
