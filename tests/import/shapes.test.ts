import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterAll, describe, expect, test } from "vitest";
import { shapeIds } from "../../src/import/shapes.ts";
import type { Observations } from "../../src/input/data/observations.ts";
import { verdicts } from "../../src/input/data/verdicts.ts";
import { readOneYaml } from "../../src/input/files/yaml.ts";
import { indicatorSchema } from "../../src/input/library/indicator.ts";
import { toIso } from "../../src/month.ts";
import type { Problem } from "../../src/problem.ts";
import { importFolder, leftOf, samples, toldOf } from "./imported.ts";

/*
 * Every public shape: its small sample is recognised by its columns, and what is written is read as the figures that one
 * works out by hand from the sample. Then the traps of each.
 */

const { folder, given, made, remove } = await importFolder();
afterAll(remove);

const sample = (name: string) => readFile(join(samples, name), "utf8");

test.each([
  ["openprescribing.csv", "openprescribing"],
  ["openprescribing.json", "openprescribing"],
  ["openprescribing-v2.json", "openprescribing-v2"],
  ["EPD_202508.csv", "epd"],
  ["EPD_SNOMED_202509.csv", "epd"],
  ["fingertips.csv", "fingertips"],
  ["fingertips-parents.csv", "fingertips"],
  ["qof/ACHIEVEMENT_NORTH_2425.csv", "qof"],
  ["qof/PREVALENCE_2425.csv", "qof-prevalence"],
  ["qof/MAPPING_NHS_GEOGRAPHIES_2425.csv", "qof-practices"],
  ["cvdprevent.json", "cvdprevent"],
  ["epraccur.csv", "epraccur"],
  ["ods.csv", "ods"],
  ["gp-reg-pat-prac-quin-age-aug-25.csv", "gp-list-size"],
  ["gp-reg-pat-prac-sing-age-male.csv", "gp-list-size"],
  ["talking-therapies.csv", "talking-therapies"],
  ["cms.csv", "cms"],
])("%s is recognised as %s", async (file, shape) => {
  const { recognised } = await given([file]);
  expect(recognised.map((each) => each.shape)).toEqual([shape]);
  expect(shapeIds).toContain(shape);
});

describe("openprescribing", () => {
  test("lists in thousands become patients; a month without a denominator is not known", async () => {
    const { figures, told, left, problems, map } = { ...(await made(["openprescribing.csv"])) };
    expect(figures).toEqual([
      "cephalosporins Z10001 2025-08 12/100",
      "cephalosporins Z10001 2025-09 14/90",
      "cephalosporins Z10002 2025-08 30/200",
      "cephalosporins Z10002 2025-09 25/180",
      "opioidper1000 Z10001 2025-08 40/8123",
      "opioidper1000 Z10001 2025-09 42/8130",
      "opioidper1000 Z10002 2025-08 113/11299",
      "opioidper1000 Z10002 2025-09 110/11305",
      "opioidper1000 Z10003 2025-08 9/2500",
      "opioidper1000 Z10003 2025-09 7/2487",
    ]);
    expect(problems).toEqual([]);
    expect(told).toContain("guess: opioidper1000: denominators are thousands of patients, such as 11.299");
    expect(left).toEqual([
      { rows: 1, why: "not of a practice" },
      { rows: 2, why: "no denominator is given: these months are taken as not known" },
    ]);
    expect(map.observations.patients).toBe("opioidper1000");
  });

  test("three rates are worked out in words, and the organisations come from the last month", async () => {
    const { understood, told } = await made(["openprescribing.csv"]);
    expect(understood?.worked).toEqual([
      "Z10003: 7 counted among 2,487 patients in September 2025 (2.8 per 1,000)",
      "Z10001: 42 counted among 8,130 patients in September 2025 (5.2 per 1,000)",
      "Z10002: 110 counted among 11,305 patients in September 2025 (9.7 per 1,000)",
    ]);
    expect(understood?.organisations).toEqual({ count: 3, type: "practice", levels: [], withoutData: [] });
    expect(told).toContain("peers can only be all of them");
  });

  test("JSON is told to be downloaded as CSV", async () => {
    expect(toldOf(await given(["openprescribing.json"]))).toContain("limit: this is JSON");
  });

  test("several files of a measure each go together, and the directory is that of epraccur", async () => {
    const text = await sample("openprescribing.csv");
    const [header, ...rows] = text.trim().split("\n");
    const of = (measure: string) => `${[header, ...rows.filter((row) => row.startsWith(measure))].join("\n")}\n`;
    const { figures, map, understood } = await made({
      "a.csv": of("opioid"),
      "b.csv": of("ceph"),
      "epraccur.csv": await sample("epraccur.csv"),
    });
    expect(figures).toHaveLength(10);
    expect(map.observations.file).toEqual(["a.csv", "b.csv"]);
    expect(understood?.organisations.levels).toEqual([
      { level: "sub-icb", places: 2 },
      { level: "icb", places: 1 },
    ]);
  });
});

describe("openprescribing-v2", () => {
  const files = ["openprescribing-v2.json", "epraccur.csv"];

  test("rows within a cell become values; null is not known; the unit is what a person says", async () => {
    const { data, told, problems, map } = await made(files, { unit: "per-1000" });
    expect(problems).toEqual([]);
    expect(valuesOf(data.observations)).toEqual(["openprescribing-v2 Z10001 2025-09 4.2"]);
    expect(map.observations.indicators["openprescribing-v2"]).toMatchObject({ unit: "per-1000" });
    expect(told).toContain("guess: openprescribing-v2.json: the file does not say how values stand in it");
    expect(told).toContain("without intervals");
  });

  test("without a unit, reading it says what to write", async () => {
    const { problems } = await given(files);
    expect(problems.map(({ code }) => code)).toEqual(["missing-unit"]);
  });

  test("deciles with the values of one organisation do not say whose they are", async () => {
    const imported = await given({
      "deciles.json":
        '{"deciles": [{"centile": 10, "month": "2025-09-01", "value": 1}], "org": [{"month": "2025-09-01", "value": 2}]}',
    });
    expect(imported.out).toBeUndefined();
    expect(toldOf(imported)).toContain("download the values of all organisations");
  });
});

describe("cms", () => {
  test("scores become values with interval, n and verdict; what is not available is not known", async () => {
    const { data, told, map, problems, text } = await made(["cms.csv"], { unit: "number" });
    expect(problems).toEqual([]);
    expect(valuesOf(data.observations)).toEqual([
      "edac-30-ami 010998 2024-06 4.1 (1.2 to 9.8) of 90",
      "mort-30-ami 010997 2024-06 0.169 (0.142 to 0.198) of 310 worse",
      "mort-30-ami 010999 2024-06 0.124 (0.106 to 0.147) of 250 no-different",
      "psi-04 010999 2023-06 151.2 (120.1 to 188.3) of 40",
    ]);
    expect([...data.directory.keys()].sort()).toEqual(["010997", "010998", "010999"]); // zeros are kept
    expect(map.observations.verdicts).toEqual({
      "Average Days per 100 Discharges": "none",
      "No Different Than the National Rate": "no-different",
      "Number of Cases Too Small": "too-few",
      "Worse Than the National Rate": "worse",
    });
    expect(told).toContain("guess: MORT_30_AMI: percent");
    expect(told).toContain("MORT_30_AMI (36 months), PSI_04 (24 months) are not of one year");
    expect(text).toContain("not-known:");
  });

  test("files to begin with say what the data bring", async () => {
    const { folder: own, given: fresh, remove: removeOwn } = await importFolder();
    const { started = [] } = await fresh(["cms.csv"], { unit: "number", out: join(own, "study/data.yaml") });
    expect(started.map((path) => basename(path))).toEqual(["edac-30-ami.yaml", "mort-30-ami.yaml", "psi-04.yaml"]);
    const problems: Problem[] = [];
    const read = await Promise.all(
      started.map(async (path) => readOneYaml(path, await readFile(path, "utf8"), indicatorSchema, problems)?.value),
    );
    await removeOwn();
    expect(problems).toEqual([]);
    expect(read.map((each) => [each?.given, each?.kind, each?.period, each?.multiplier])).toEqual([
      ["value", "rate", "12-months-to", 1],
      ["value", "share", "snapshot", 1],
      ["value", "rate", "snapshot", 1000],
    ]);
  });

  test("zeros that a spreadsheet dropped are put back", async () => {
    const text = await readFile(join(samples, "cms.csv"), "utf8");
    const { data, told } = await made({ "dropped.csv": text.replace(/^0/gm, "") }, { unit: "number" });
    expect([...data.directory.keys()].sort()).toEqual(["010997", "010998", "010999"]);
    expect([...(data.observations.of.get("mort-30-ami")?.keys() ?? [])]).toEqual(["010997", "010999"]);
    expect(told).toContain("the zeros before it are put back");
  });

  test("several years are read together, and the newest names the facilities, in whatever order they are given", async () => {
    const text = await readFile(join(samples, "cms.csv"), "utf8");
    const before = text
      .replace(/(\d\d\/\d\d\/)(\d{4})/g, (_, day, year) => day + (Number(year) - 1))
      .replaceAll(" GENERAL", "");
    const { data, told, problems, map } = await made({ "before.csv": before, "now.csv": text }, { unit: "number" });
    expect(problems).toEqual([]);
    expect(map.organisations).toMatchObject({ file: expect.stringMatching(/now\.csv$/) });
    expect(data.directory.get("010999")?.name).toBe("SKELDER GENERAL");
    expect(valuesOf(data.observations).filter((value) => value.startsWith("mort-30-ami 010999"))).toEqual([
      "mort-30-ami 010999 2023-06 0.124 (0.106 to 0.147) of 250 no-different",
      "mort-30-ami 010999 2024-06 0.124 (0.106 to 0.147) of 250 no-different",
    ]);
    expect(told).toContain("the newest file of scores, also names the facilities");
  });
});

/** "mort-30-ami 010999 2024-06 0.124 (0.106 to 0.147) of 250 worse", sorted. */
function valuesOf({ first, of }: Observations): string[] {
  const round = (value: number | undefined) => Number((value ?? Number.NaN).toFixed(6));
  return [...of]
    .flatMap(([indicator, byCode]) =>
      [...byCode].flatMap(([code, series]) => {
        if (!("values" in series)) return [];
        return [...series.values].flatMap((value, place) => {
          if (Number.isNaN(value)) return [];
          const [lower, upper, n] = [series.lowers, series.uppers, series.sizes].map((each) => round(each[place]));
          const verdict = verdicts[series.verdicts[place] ?? -1];
          return [
            `${indicator} ${code} ${toIso(first + place)} ${round(value)}`,
            ...(Number.isNaN(lower) ? [] : [`(${lower} to ${upper})`]),
            ...(Number.isNaN(n) ? [] : [`of ${n}`]),
            ...(verdict && verdict !== "none" ? [verdict] : []),
          ].join(" ");
        });
      }),
    )
    .sort();
}

describe("epd", () => {
  const lists = ["gp-reg-pat-prac-quin-age-aug-25.csv", "gp-reg-pat-prac-quin-age-sep-25.csv"];
  const all = ["EPD_202508.csv", "EPD_202509.csv", ...lists, "epraccur.csv"];

  test("items of all quantities over the list of the month; none is 0, others are left out", async () => {
    const imported = await made(all);
    const { figures, map, problems } = imported;
    expect(figures).toEqual([
      "morphine-sulfate Z10001 2025-08 4/8123",
      "morphine-sulfate Z10001 2025-09 4/8130",
      "morphine-sulfate Z10002 2025-08 20/11299",
      "morphine-sulfate Z10002 2025-09 21/11305",
      "morphine-sulfate Z10003 2025-08 0/2500",
      "morphine-sulfate Z10003 2025-09 0/2487",
      "oxycodone-hydrochloride Z10001 2025-08 9/8123", // 5 + 3 of another quantity + 1 of another strength
      "oxycodone-hydrochloride Z10001 2025-09 10/8130",
      "oxycodone-hydrochloride Z10002 2025-08 0/11299",
      "oxycodone-hydrochloride Z10002 2025-09 0/11305",
      "oxycodone-hydrochloride Z10003 2025-08 0/2500",
      "oxycodone-hydrochloride Z10003 2025-09 0/2487",
    ]);
    expect(problems).toEqual([]); // Z19999 has no list, so it is not in the answer
    expect(map.observations.encoding).toBe("latin1");
    expect(leftOf(imported)).toEqual([
      "2 of prescribers who were not identified",
      "2 of a prescriber without a list of patients",
      "1 of the directory, not active (closed, dormant or proposed)",
      "1 of the directory, not a GP practice (column 26 is not 4)",
    ]);
    expect(imported.understood?.strangers).toEqual([{ code: "Z19999", rows: 2 }]);
  });

  test("with SNOMED codes: the BNF code has another name", async () => {
    const { figures } = await made(["EPD_SNOMED_202509.csv", lists[1]!, "epraccur.csv"]);
    expect(figures).toContain("oxycodone-hydrochloride Z10001 2025-09 10/8130");
  });

  test("in a zip, as it is published", async () => {
    const bytes = new Uint8Array(await readFile(join(samples, "EPD_202509.csv")));
    const zip = zipSync({ "EPD_202509.csv": bytes });
    const { figures } = await made({
      "EPD_202509.zip": zip,
      "lists.csv": await sample(lists[1]!),
      "epraccur.csv": await sample("epraccur.csv"),
    });
    expect(figures).toContain("morphine-sulfate Z10002 2025-09 21/11305");
  });

  test("the codes that are wanted are counted together", async () => {
    const { figures } = await made(all, { bnf: ["0407020", "0407020ADAAABAB"] });
    expect(figures).toContain("bnf-0407020 Z10001 2025-09 14/8130");
    expect(figures).toContain("bnf-0407020adaaabab Z10001 2025-09 1/8130");
    expect(toldOf(await given(all, { bnf: ["9999"] }))).toContain("no product has a BNF code that begins with 9999");
  });

  test("without lists, and with a month in two files, nothing is written", async () => {
    expect(toldOf(await given(["EPD_202508.csv", "epraccur.csv"]))).toContain("also give files of list sizes");
    const again = await given(["EPD_202509.csv", ...lists, "epraccur.csv"]);
    expect(again.out).toBeDefined();
    const twice = {
      "EPD_202509.csv": await readFile(join(samples, "EPD_202509.csv")),
      "again/EPD_202509.csv": await readFile(join(samples, "EPD_202509.csv")),
    };
    expect(toldOf(await given(twice))).toContain("several files hold 202509");
  });

  test("a list of another month is used where there is none, and told", async () => {
    const { figures, told } = await made(["EPD_202508.csv", "EPD_202509.csv", lists[1]!, "epraccur.csv"]);
    expect(figures).toContain("morphine-sulfate Z10002 2025-08 20/11305");
    expect(told).toContain("there is no list of 2025-08: that of 2025-09 is used");
  });

  test("many substances are not chosen from: the codes have to be said", async () => {
    const [header, row = ""] = (await readFile(join(samples, "EPD_202509.csv"), "latin1")).split("\n");
    const rows = Array.from({ length: 13 }, (_, i) =>
      row.replaceAll("0407020AD", `04070${String(i).padStart(2, "0")}AD`),
    );
    const imported = await given({
      "EPD_202509.csv": [header, ...rows, ""].join("\n"),
      "lists.csv": await sample(lists[1]!),
      "epraccur.csv": await sample("epraccur.csv"),
    });
    expect(imported.out).toBeUndefined();
    expect(toldOf(imported)).toContain("the files hold 13 chemical substances: say which products are counted");
  });

  test("codes of two years are told to be checked", async () => {
    const text = await readFile(join(samples, "EPD_202509.csv"), "latin1");
    const { told } = await made({
      "EPD_202509.csv": text,
      "EPD_202601.csv": text.replaceAll("202509", "202601"),
      "lists.csv": await sample(lists[1]!),
      "epraccur.csv": await sample("epraccur.csv"),
    });
    expect(told).toContain("BNF codes change each January");
  });
});

describe("gp-list-size", () => {
  test("the totals alone are patients; rows of sexes and ages are not added to them", async () => {
    const { data, ...imported } = await made(["EPD_SNOMED_202509.csv", "gp-reg-pat-prac-quin-age-sep-25.csv"]);
    expect([...data.directory.values()].map(({ code, patients }) => `${code} ${patients}`)).toEqual([
      "Z10001 8130",
      "Z10002 11305",
      "Z10003 2487",
    ]);
    expect(leftOf(imported)).toEqual(
      expect.arrayContaining([
        "9 of the directory, of one sex: a part of the total",
        "1 of the directory, not of a practice",
      ]),
    );
  });

  test("single years of age by sex have no totals", async () => {
    expect(toldOf(await given(["gp-reg-pat-prac-sing-age-male.csv"]))).toContain(
      "no totals: use the file of five-year groups",
    );
  });

  test("the older names of columns", async () => {
    const old = [
      "PUBLICATION,EXTRACT_DATE,TYPE,SUB_ICB_LOCATION_CODE,ONS_SUB_ICB_LOCATION_CODE,CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS",
      "GP_PRAC_PAT_LIST,01SEP2025,GP,ZP3,E2,Z10001,QC18 3UN,ALL,ALL,8130",
      "",
    ].join("\n");
    const { figures, map } = await made({
      "EPD_202509.csv": await sample("EPD_SNOMED_202509.csv"),
      "gp-reg-pat-prac-all.csv": old,
    });
    expect(figures).toEqual([
      "morphine-sulfate Z10001 2025-09 4/8130",
      "oxycodone-hydrochloride Z10001 2025-09 10/8130",
    ]);
    expect(map.organisations.levels).toEqual({ "sub-icb": { code: "SUB_ICB_LOCATION_CODE" } });
  });
});

describe("epraccur", () => {
  test("no header: columns are numbers; closed practices and other prescribers are left out", async () => {
    const { data } = await made(["openprescribing.csv", "epraccur.csv"]);
    expect([...data.directory.keys()]).toEqual(["Z10001", "Z10002", "Z10003"]);
    expect(data.directory.get("Z10001")).toMatchObject({
      name: "ASHWELL SURGERY",
      address: ["1 MILL LANE", "HATHELWICK"],
      postcode: "QC18 3UN",
      opened: "1974-04-01",
      parents: { "sub-icb": { code: "ZP3" }, icb: { code: "ZB1" } },
    });
  });

  test("alone it is no delivery", async () => {
    const imported = await given(["epraccur.csv"]);
    expect(imported.out).toBeUndefined();
    expect(toldOf(imported)).toContain("there are organisations and no observations");
  });
});

describe("ods", () => {
  test("only open GP practices; a practice in two networks costs the level of networks, and that is told", async () => {
    const { data, map, told } = await made(["openprescribing.csv", "ods.csv"]);
    expect([...data.directory.keys()]).toEqual(["Z10001", "Z10002", "Z10003"]);
    expect(Object.keys(map.organisations.levels)).toEqual(["sub-icb", "icb"]);
    expect(told).toContain("1 practice is in two networks in isPartnerToCode[]");
  });

  test("networks are a level where each practice has one", async () => {
    const text = (await sample("ods.csv")).replace("ZN038|ZN045", "ZN045");
    const { data } = await made({ "ods.csv": text, "op.csv": await sample("openprescribing.csv") });
    expect(data.directory.get("Z10002")?.parents.pcn).toEqual({ code: "ZN045", name: "ZN045" });
  });
});

describe("ods as JSON", () => {
  const practice = { name: "ASHWELL SURGERY", inactive: false, primaryRole: "RO177", RE4: "ZP3", ICB: "ZB1" };

  test("lists of networks cannot be a level", async () => {
    const rows = ["Z10001", "Z10002"].map((id) => ({ id, ...practice, "isPartnerToCode[]": ["ZN038"] }));
    const { map, told } = await made({
      "ods.json": JSON.stringify(rows),
      "op.csv": await sample("openprescribing.csv"),
    });
    expect(Object.keys(map.organisations.levels)).toEqual(["sub-icb", "icb"]);
    expect(told).toContain("isPartnerToCode[] holds lists, so the level pcn is left out");
  });

  test("one organisation of the ORD interface is no directory", async () => {
    const ord = JSON.stringify({ Organisation: { Name: "ASHWELL SURGERY", OrgId: { extension: "Z10001" } } });
    const imported = await given({ "ord.json": ord });
    expect(imported.recognised[0]?.shape).toBe("ods");
    expect(toldOf(imported)).toContain("one organisation of the ORD interface");
  });
});

describe("fingertips", () => {
  test("rows of practices, both sexes and no groups, of every period; England, groups and men are left out", async () => {
    const { figures, told, ...imported } = await made(["fingertips.csv"]);
    expect(figures).toEqual([
      "cancer-two-week-referrals Z10001 2023-12 20/160",
      "cancer-two-week-referrals Z10001 2024-03 24/170",
      "diabetes-qof-prevalence Z10001 2022-03 780/7900",
      "diabetes-qof-prevalence Z10001 2023-03 800/8000",
      "diabetes-qof-prevalence Z10001 2024-03 820/8123",
      "diabetes-qof-prevalence Z10002 2022-03 1150/10900",
      "diabetes-qof-prevalence Z10002 2023-03 1200/11000",
      "diabetes-qof-prevalence Z10002 2024-03 1250/11299",
      "diabetes-qof-prevalence Z10003 2022-03 190/2300",
      "diabetes-qof-prevalence Z10003 2023-03 200/2400",
      "diabetes-qof-prevalence Z10003 2024-03 210/2500",
    ]);
    expect(leftOf(imported)).toEqual([
      "3 not of a practice: England, or another area",
      "1 of a group of patients (an inequality), not the total",
      "1 not of persons",
      "2 of another kind of period",
      "1 without a numerator or a denominator: not known",
    ]);
    expect(told).toContain(
      "guess: 241, Diabetes: QOF prevalence: each figure is of a financial year: 3 of them, from 2021/22 to 2023/24",
    );
    expect(told).toContain(
      "guess: 94, Cancer: two-week referrals: each figure is of a quarter: 2 of them, from 2023/24 Q3 to 2023/24 Q4",
    );
    expect(told).toContain(
      "limit: 95, Cancer: emergency admissions: left out, since its periods are several years together (2019 - 21, 2020 - 22)",
    );
    expect(imported.understood?.indicators.map(({ period, from, to }) => `${period}: ${from} to ${to}`)).toEqual([
      "financial-year: 2021/22 to 2023/24",
      "quarter: October to December 2023 to January to March 2024",
    ]);
    expect(told).toContain("limit: 93, Satisfied with opening hours: values only");
    expect(imported.understood?.organisations.levels).toEqual([{ level: "sub-icb", places: 2 }]);
  });

  test("rows again for a second parent count once; Sex may be called Gender", async () => {
    const { figures, told } = await made(["fingertips-parents.csv", "epraccur.csv"]);
    expect(figures).toHaveLength(3);
    expect(told).toContain("rows that are there again for another parent area are taken once: 3");
    const alone = await given(["fingertips-parents.csv"]);
    expect(alone.out).toBeUndefined();
    expect(toldOf(alone)).toContain("practices stand under several parent areas");
  });

  test("without practices, the area type is told", async () => {
    const text = (await sample("fingertips.csv")).replaceAll(",GPs,", ",Sub ICBs,");
    expect(toldOf(await given({ "f.csv": text }))).toContain("no rows are of practices: areas are Sub ICBs, England");
  });
});

describe("qof", () => {
  const qofFiles = [
    "ACHIEVEMENT_NORTH_2425.csv",
    "ACHIEVEMENT_SOUTH_2425.csv",
    "MAPPING_NHS_GEOGRAPHIES_2425.csv",
    "PREVALENCE_2425.csv",
  ];

  test("a zip as it is published: numerators and denominators from rows of their own, regions together, the year by its name", async () => {
    const entries = await Promise.all(
      qofFiles.map(async (file) => [file, strToU8(await sample(`qof/${file}`))] as const),
    );
    const { figures, map, told, ...imported } = await made({ "QOF2425.zip": zipSync(Object.fromEntries(entries)) });
    expect(figures).toEqual([
      "ast012 Z10001 2025-03 300/400",
      "ast012 Z10002 2025-03 512/640",
      "ast012 Z10003 2025-03 40/100",
    ]);
    expect(map.observations.inside).toEqual(["ACHIEVEMENT_NORTH_2425.csv", "ACHIEVEMENT_SOUTH_2425.csv"]);
    expect(map.observations.pivot).toEqual({ names: "MEASURE", values: "VALUE" });
    expect(leftOf(imported)).toEqual([
      "2 of an indicator without numerator and denominator",
      "6 neither numerator nor denominator (MEASURE)",
    ]);
    expect(told).toContain(
      "guess: ACHIEVEMENT_NORTH_2425.csv, ACHIEVEMENT_SOUTH_2425.csv: each figure is of a financial year: one of them, 2024/25",
    );
    expect(told).toContain("with one year there is nothing to compare it with");
    expect(told).toContain("personalised care adjustment");
    expect(told).toContain("PREVALENCE_2425.csv: left out, since one data.yaml has observations of one shape");
    expect(imported.understood?.organisations).toMatchObject({
      count: 3,
      levels: [
        { level: "pcn", places: 2 },
        { level: "sub-icb", places: 2 },
        { level: "icb", places: 1 },
      ],
    });
  });

  test("columns of other years: practicecode, small letters", async () => {
    const text = (await sample("qof/ACHIEVEMENT_NORTH_2425.csv")).replace(
      "PRACTICE_CODE,INDICATOR_CODE,MEASURE,VALUE",
      "practicecode,indicator_code,measure,value",
    );
    const { figures } = await made({ "ACHIEVEMENT_2324.csv": text, "epraccur.csv": await sample("epraccur.csv") });
    expect(figures).toEqual(["ast012 Z10001 2024-03 300/400", "ast012 Z10002 2024-03 512/640"]);
  });

  test("prevalence: registers over lists, whatever they are called", async () => {
    const text = (await sample("qof/PREVALENCE_2425.csv")).replace(
      "group_code,register,practice_list_size",
      "indicator_group,disease_register_size,practice_listsize",
    );
    const { figures } = await made({ "PREVALENCE_2425.csv": text, "epraccur.csv": await sample("epraccur.csv") });
    expect(figures).toEqual([
      "ast Z10001 2025-03 450/7600",
      "ast Z10002 2025-03 700/10500",
      "ast Z10003 2025-03 120/2300",
      "dm Z10001 2025-03 500/6400",
    ]);
  });

  test("a zip for each year, together: years by their names, columns that were renamed, and ids that changed", async () => {
    const zipOf = async (...files: readonly string[]) =>
      zipSync(
        Object.fromEntries(
          await Promise.all(files.map(async (file) => [file, strToU8(await sample(`qof/${file}`))] as const)),
        ),
      );
    const { figures, map, told, text, understood } = await made({
      "QOF2223.zip": await zipOf("ACHIEVEMENT_2223.csv", "MAPPING_NHS_GEOGRAPHIES_2425.csv"),
      "QOF2324.zip": await zipOf("ACHIEVEMENT_2324.csv", "PREVALENCE_2425.csv"),
      "QOF2425.zip": await zipOf(...qofFiles),
    });
    expect(figures.filter((figure) => figure.includes("Z10001"))).toEqual([
      "ast006 Z10001 2023-03 280/410",
      "ast012 Z10001 2024-03 290/410",
      "ast012 Z10001 2025-03 300/400",
    ]);
    expect(map.observations.inside).toEqual(["ACHIEVEMENT_*.csv"]);
    expect(map.observations.rename).toMatchObject({ practicecode: "PRACTICE_CODE", practice_code: "PRACTICE_CODE" });
    expect(text).toContain('add: { year: { "*2223*": 2022/23, "*2324*": 2023/24, "*2425*": 2024/25 } }');
    expect(told).toContain("each figure is of a financial year: 3 of them, from 2022/23 to 2024/25");
    expect(told).toContain("not in every year: AST006 (2022/23), AST012 (2023/24, 2024/25). Ids change");
    expect(understood?.indicators.map(({ id, from, to, period }) => `${id} ${period} ${from} ${to}`)).toEqual([
      "ast006 financial-year 2022/23 2022/23",
      "ast012 financial-year 2023/24 2024/25",
    ]);
    expect(understood?.worked[0]).toBe("Z10003: 40 counted among 100 patients in 2024/25 (40.0%)");
  });

  test("without a year in its name nothing is written", async () => {
    const text = await sample("qof/ACHIEVEMENT_NORTH_2425.csv");
    expect(
      toldOf(await given({ "no-year/achievement.csv": text, "epraccur.csv": await sample("epraccur.csv") })),
    ).toContain("no name of a file says which year it is");
  });
});

describe("cvdprevent", () => {
  test("all persons, every 12 months; counts withheld are not known", async () => {
    const { figures, told, understood } = await made(["cvdprevent.json", "epraccur.csv"]);
    expect(figures).toEqual([
      "cvdp007hyp Z10001 2024-03 550/900",
      "cvdp007hyp Z10001 2024-12 600/900",
      "cvdp007hyp Z10001 2025-03 630/900",
      "cvdp007hyp Z10002 2024-03 750/1200",
      "cvdp007hyp Z10002 2024-12 800/1200",
      "cvdp007hyp Z10002 2025-03 840/1200",
      "cvdp007hyp Z10003 2024-03 50/210",
      "cvdp007hyp Z10003 2024-12 100/210",
    ]);
    expect(told).toContain("each figure is of 12 months up to a month: 3 of them, from To March 2024 to To March 2025");
    expect(understood?.worked.at(-1)).toContain("patients in the 12 months to March 2025");
    expect(told).toContain("counts withheld by the audit before you got them are not known: 1");
  });

  test("codes of the Office for National Statistics are told", async () => {
    expect(toldOf(await given(["cvdprevent-ons.json"]))).toContain(
      "limit: AreaCode holds codes of the Office for National Statistics",
    );
  });
});

describe("talking-therapies", () => {
  test("pairs of counts are found by arithmetic; marks are counts that are not known; days are British", async () => {
    const { figures, told, problems } = await made(["talking-therapies.csv"]);
    expect(figures).toEqual([
      "first-treatment6-weeks ZT1 2025-08 180/200",
      "first-treatment6-weeks ZT1 2025-09 180/210",
      "first-treatment6-weeks ZT2 2025-08 75/100",
      "first-treatment6-weeks ZT2 2025-09 85/100",
      "first-treatment6-weeks ZT3 2025-08 45/60",
      "recovery ZT1 2025-08 90/180", // finished, less those who were not at caseness
      "recovery ZT1 2025-09 90/190",
      "recovery ZT2 2025-08 40/90",
      "recovery ZT2 2025-09 40/90",
      "recovery ZT3 2025-08 20/50",
    ]);
    expect(problems).toEqual([]);
    expect(told).toContain('guess: rows are of Provider, England, Sub ICB - Provider: those of "Provider" are taken');
    expect(told).toContain("values withheld before you got them (*) are not known: 4");
  });

  test("the column of March 2021", async () => {
    const text = (await sample("talking-therapies.csv")).replace("MEASURE_VALUE_SUPPRESSED", "MEASURE_VALUE");
    expect((await made({ "tt.csv": text })).figures).toHaveLength(10);
  });

  test("percentages alone are not enough", async () => {
    const lines = (await sample("talking-therapies.csv")).split("\n").filter((line) => !line.includes("Count_"));
    expect(toldOf(await given({ "tt.csv": lines.join("\n") }))).toContain(
      "no percentage in the file is one count over another",
    );
  });
});

test("what is written is told to be written, and where", async () => {
  const { out, text } = await made(["openprescribing.csv"]);
  expect(out).toBe(join(folder, "data.yaml"));
  expect(text).toMatch(/^# Written by `feedback import`/);
});
