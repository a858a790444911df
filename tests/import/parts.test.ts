import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { create } from "../../src/cli/new.ts";
import { importFolder, toldOf } from "./imported.ts";

// Files of no public shape whose rows are parts, wholes or published values: what adds up, and over what.

const { folder, made, given, remove } = await importFolder();
afterAll(remove);

const lines = (...rows: readonly string[]) => [...rows, ""].join("\n");
const directory = lines("PracticeCode,GPPracticeName,PracticeListSize,HB", "90001,Ash,5000,S9", "90002,Beech,8000,S9");
const items = lines(
  "HBT,GPPractice,BNFItemCode,BNFItemDescription,NumberOfPaidItems,PaidQuantity,GrossIngredientCost,PaidDateMonth",
  "S9,90001,0407020B0AAAAAA,MORPHINE TAB 10MG,3,84,4.1,202603",
  "S9,90001,0407020B0AAABAB,MORPHINE TAB 30MG,4,112,9.1,202603",
  "S9,90001,040702040AAAAAA,TRAMADOL CAP 50MG,20,560,19,202603",
  "S9,90002,040702040AAAAAA,TRAMADOL CAP 50MG,30,840,29,202603",
  "S9,90002,040702040AAAAAA,TRAMADOL CAP 50MG,1,100,2,202603",
);

describe("rows that are parts", () => {
  test("items of products add up over the patients of the directory; none of a substance is 0", async () => {
    const { figures, told } = await made({ "directory.csv": directory, "pitc.csv": items });
    expect(figures).toEqual([
      "bnf-040702040 90001 2026-03 20/5000",
      "bnf-040702040 90002 2026-03 31/8000",
      "bnf-0407020b0 90001 2026-03 7/5000",
      "bnf-0407020b0 90002 2026-03 0/8000",
    ]);
    expect(told).toContain('what is counted is "NumberOfPaidItems"; it might also be "PaidQuantity"');
    expect(told).toContain('numbers of patients are those of the directory ("PracticeListSize"), the same in every');
  });

  test("lists by date, with totals beside parts: each month has the nearest", async () => {
    const lists = lines(
      "Date,PracticeCode,Sex,AllAges",
      "20260401,90001,All,5100",
      "20260401,90001,Female,2600",
      "20250101,90001,All,4000",
      "20250101,90001,Female,2000",
      "20260401,90002,All,8100",
      "20260401,90002,Female,4100",
    );
    const { figures, told } = await made({ "directory.csv": directory, "pitc.csv": items, "lists.csv": lists });
    expect(figures).toContain("bnf-040702040 90001 2026-03 20/5100");
    expect(figures).toContain("bnf-040702040 90002 2026-03 31/8100");
    expect(told).toContain("lists of another month are used for 2026-03 (that of 2026-04)");
  });

  test("without numbers of patients, each status is a share of all rows; another column if asked", async () => {
    const appointments = lines(
      "APPOINTMENT_MONTH,GP_CODE,GP_NAME,APPT_MODE,APPT_STATUS,COUNT_OF_APPOINTMENTS",
      "01MAR2026,Z10001,Ash,Telephone,Attended,90",
      "01MAR2026,Z10001,Ash,Telephone,DNA,5",
      "01MAR2026,Z10001,Ash,Face-to-Face,Attended,50",
      "01MAR2026,Z10002,Beech,Telephone,Attended,70",
    );
    const files = { "appointments.csv": appointments };
    const { figures, map } = await made(files);
    expect(figures).toEqual([
      "attended Z10001 2026-03 140/145",
      "attended Z10002 2026-03 70/70",
      "dna Z10001 2026-03 5/145",
      "dna Z10002 2026-03 0/70",
    ]);
    expect(map.organisations.columns).toMatchObject({ code: "GP_CODE", name: "GP_NAME" });
    expect((await made(files, { by: "appt_mode=Telephone" })).figures).toEqual([
      "telephone Z10001 2026-03 95/145",
      "telephone Z10002 2026-03 70/70",
    ]);
    expect(toldOf(await given(files, { by: "NONE" }))).toContain('there is no column "NONE": ');
  });

  test("too many texts are not guessed: which are the largest, and how to choose", async () => {
    const many = Array.from(
      { length: 13 },
      (_, i) => `${i < 7 ? 2025 : 2026},${(i % 12) + 1},Z10001,Drug ${i},${9 + i}`,
    );
    const counts = lines("Year,Month,Practice,VTM_NM,Total Items", ...many);
    const lists = lines("Practice,PracticeName,Registered Patients", "Z10001,Ash,5000", "Z10002,Beech,5000");
    const told = toldOf(await given({ "lists.csv": lists, "items.csv": counts }));
    expect(told).toContain('column "VTM_NM" has 13 texts: say which is counted, e.g. --by "VTM_NM=Drug 12"');
  });
});

describe("rows of counts, one of which is the whole", () => {
  const rows = (code: string, register: number, done: number, declined: number) => [
    `31/03/2026,${code},Ash ${code},Patients on the register,${register}`,
    `31/03/2026,${code},Ash ${code},Checks completed,${done}`,
    `31/03/2026,${code},Ash ${code},Checks declined,${declined}`,
  ];
  const head = "ACH_DATE,PRACTICE_CODE,PRACTICE_NAME,MEASURE,VALUE";

  test("is found by its name and because it is nowhere less", async () => {
    const { figures, told } = await made({
      "ld.csv": lines(head, ...rows("Z10001", 40, 30, 2), ...rows("Z10002", 20, 20, 0)),
    });
    expect(figures).toEqual([
      "checks-completed Z10001 2026-03 30/40",
      "checks-completed Z10002 2026-03 20/20",
      "checks-declined Z10001 2026-03 2/40",
      "checks-declined Z10002 2026-03 0/20",
    ]);
    expect(told).toContain(
      '"Patients on the register" is nowhere less than the others, and is what they are counted over',
    );
  });

  test("a pair becomes a pivot", async () => {
    const { figures, map } = await made({
      "pair.csv": lines(
        "month,code,name,what,n",
        "2026-03,Z10001,Ash,Items,30",
        "2026-03,Z10001,Ash,Patients,400",
        "2026-03,Z10002,Beech,Items,3",
        "2026-03,Z10002,Beech,Patients,200",
      ),
    });
    expect(map.observations.pivot).toEqual({ names: "what", values: "n" });
    expect(figures).toEqual(["pair Z10001 2026-03 30/400", "pair Z10002 2026-03 3/200"]);
  });

  test("is none where another is more", async () => {
    const told = toldOf(await given({ "ld.csv": lines(head, ...rows("Z10001", 40, 41, 2)) }));
    expect(told).not.toContain("is nowhere less");
  });
});

describe("the period in the name of the file", () => {
  const wide = (gps: number | string) =>
    lines(
      "PRAC_CODE,PRAC_NAME,TOTAL_PATIENTS,TOTAL_GP_HC,TOTAL_GP_FTE",
      `Z10001,Ash,5000,${gps},2.5`,
      "Z10002,Beech,4000,3,ND",
    );
  const files = {
    "workforce/1 General Practice – March 2026 Practice Level.csv": wide(4),
    "workforce/1 General Practice – December 2025 Practice Level.csv": wide(3),
  };

  test("is read by the engine from each name; people on a day are a snapshot; marks are not known", async () => {
    const { figures, told, map, named } = await made(files);
    expect(map.observations["period-from-name"]).toBe("period");
    expect(map.observations["not-known"]).toEqual(["ND"]);
    expect(figures.filter((each) => each.startsWith("total-gp-hc"))).toEqual([
      "total-gp-hc Z10001 2025-12 3/5000",
      "total-gp-hc Z10001 2026-03 4/5000",
      "total-gp-hc Z10002 2025-12 3/4000",
      "total-gp-hc Z10002 2026-03 3/4000",
    ]);
    expect(named[0]?.theirs.period).toBe("snapshot");
    expect(told).toContain("people and registers are counted on one day, so each file is a snapshot");
    expect(told).toContain('the file of observations also names the organisations ("PRAC_NAME")');
  });
});

describe("published values", () => {
  test("percentages with their sign, of Danish quarters and with commas", async () => {
    const { told, map, data } = await made({
      "andel.csv": lines(
        "Ydernummer;Praksis;Indikator;Periode;Andel",
        "900001;Ask;statin;2025K4;71,5",
        "900002;Bøg;statin;2025K4;80,0",
      ),
    });
    expect(map.observations).toMatchObject({ decimal: ",", indicators: { statin: { unit: "percent" } } });
    expect(data.observations.of.get("statin")?.get("900001")).toMatchObject({ values: new Float64Array([0.715]) });
    expect(told).toContain('no counts: "Andel" is a published value, without an interval, in the unit percent');
  });

  test("with an interval; a unit that nothing tells is asked for", async () => {
    const rates = lines("code,name,month,rate,lower,upper", "Z10001,Ash,2025-09,3.5,3,4", "Z10002,Beech,2025-09,4,3,5");
    const { problems, told } = await given({ "rates.csv": rates }).then((each) => ({ ...each, told: toldOf(each) }));
    expect(told).toContain('with an interval from "lower" to "upper"; say its unit with --unit');
    expect(problems.map(({ message }) => message)).toContainEqual(expect.stringContaining("the unit of"));
    const { data } = await made({ "rates.csv": rates }, { unit: "per-1000" });
    expect(data.observations.of.get("rates")?.get("Z10001")).toMatchObject({ lowers: new Float64Array([3]) });
  });

  test("beside counts that do not give them are told", async () => {
    const rows = Array.from({ length: 10 }, (_, i) => `PHN90${i},Place ${i},2025 Q3,50,100,52.0`);
    const { told } = await made({
      "pip.csv": lines("PHN code,PHN name,Quarter,Numerator,Denominator,Percentage", ...rows),
    });
    expect(told).toContain('"Percentage" is not "Numerator" over "Denominator" in 10 of 10 rows');
  });
});

test("what a campaign must still say is told: its peers, and between which values its indicator lies", async () => {
  const content = join(folder, "content");
  vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  await create("campaign", "statin", { folder: content });
  vi.restoreAllMocks();
  const rows = Array.from({ length: 12 }, (_, i) => `${900001 + i};Ash ${i};K1;2026-04;${60 + i};100`);
  const files = { "statin.csv": lines("Ydernummer;Praksis;Kommune;Periode;Tæller;Nævner", ...rows) };
  const told = toldOf(await given(files, { campaign: join(content, "campaigns/statin") }));
  expect(told).toContain(
    'the campaign takes peers from "sub-icb", which the directory does not have: set peers in campaign.yaml to one of "kommune", "all"',
  );
  expect(told).toContain("statin: plausible: { from: 0.2, to: 1 }");
  expect(told).toContain("issued: 2026-06-01, extracted: 2026-06-01, data: { from: 2026-04, to: 2026-04 }");
});
