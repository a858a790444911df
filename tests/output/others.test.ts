import { describe, expect, test } from "vitest";
import {
  findAnyCode,
  findLastCode,
  findOther,
  type ListedOther,
  type OwnNames,
  prepareOthers,
} from "../../src/output/others.ts";

/*
 * One report in directories of every kind of code: what stands in it by right is nobody's code, and every leak is found.
 */
const own = {
  name: "Park Surgery",
  address: ["Prescribing lead", "Park Surgery", "14", "High Street", "Dartford", "DA1 2AB"],
  place: "West Marlshire",
  network: "Riverside network",
  email: "park@surgeries.example",
};

const written = {
  texts: [
    "Compared with 92 practices. 1 in 14 patients; code 7 of the list. Write to help@marlshire.example.",
    "NICE guideline NG1092. J Invented Med 2011;343:11013. Open on Mondays OR Tuesdays.",
    "The old surgery is closed. Health centre. mill@x.example",
  ],
  contacts: ["Write to help@marlshire.example."],
};

/** An honest report: numbers, postcodes, citations and words that are codes of others. */
const honest = [
  ...["Prescribing lead", "Park Surgery", "14", "High Street", "Dartford", "DA1 2AB", "Park Surgery"],
  "You prescribe 92 items a month at Park Surgery",
  "14 of every 1,000 patients in West Marlshire, 92 of 140. 1 in 14.",
  "Your practice 92",
  "Typical practice 14. Best quarter: 1",
  "OPIOIDS AT PARK SURGERY OR NEARBY",
  "BNF code 92; code 7 of the list; J Invented Med 2011;343:11013; NICE guideline NG1092",
  "help@marlshire.example park@surgeries.example",
].join("\n");

/** Codes of the own practice and of three others, by kind. */
const kinds: Readonly<Record<string, readonly [string, string, string, string]>> = {
  "letters and digits": ["Z10001", "Z10002", "Z10003", "Z10004"],
  numbers: ["7001", "14", "92", "1"],
  "numbers of a citation": ["7001", "11013", "343", "2011"],
  words: ["PARK", "OR", "HIGH", "A"],
  "postcode districts": ["DA2", "DA1", "QX18", "DA3"],
  "guideline numbers": ["NG1", "NG1092", "CG2", "TA3"],
  "with hyphens": ["AB-1", "AB-14", "AB-92", "AB-2"],
};

test("those whose figures are counted with its own may be told by name and code, and nobody else", () => {
  const listed: ListedOther[] = [
    { code: "Z10001", name: "PARK SURGERY" },
    { code: "Z10002", name: "MILLBROOK SURGERY", address: ["2 MILL LANE"] },
    { code: "Z10003", name: "HILLTOP SURGERY" },
  ];
  const others = prepareOthers(listed, written);
  const joined: OwnNames = { code: "Z10001", ...own, was: [{ code: "Z10002", name: "Millbrook Surgery" }] };
  const said = "Figures before May 2026 include those of Millbrook Surgery (Z10002), which joined this practice.";
  expect(findOther(said, joined, others)).toBeUndefined();
  expect(findOther(said, { code: "Z10001", ...own }, others)).toMatchObject({ code: "Z10002" });
  expect(findOther("Millbrook Surgery, 2 Mill Lane", joined, others)).toMatchObject({ code: "Z10002" });
  expect(findOther("Hilltop Surgery (Z10003)", joined, others)).toMatchObject({ code: "Z10003" });
});

test("a line that tells of nobody by itself is looked at again beside another, and for another recipient", () => {
  const listed: ListedOther[] = [
    { code: "Z10001", name: "PARK SURGERY" },
    { code: "Z10002", name: "MILLBROOK SURGERY" },
  ];
  const others = prepareOthers(listed, written);
  const [park, millbrook] = listed.map((each): OwnNames => each);
  const find = (text: string, whose = park!) => findOther(text, whose, others);
  expect(find("We asked Millbrook\nabout it")).toBeUndefined();
  expect(find("We asked Millbrook\nSurgery about it")).toMatchObject({ code: "Z10002" });
  expect(find("The practice code\nis on file")).toBeUndefined();
  expect(find("The practice code\nZ10002 is on file")).toMatchObject({ code: "Z10002" });
  expect(find("Figures of Z10001")).toBeUndefined();
  expect(find("Figures of Z10001", millbrook)).toMatchObject({ code: "Z10001" });
});

describe.each(Object.entries(kinds))("codes that are %s", (_, [code, second, third, fourth]) => {
  const listed: ListedOther[] = [
    { code, name: "PARK SURGERY", address: ["14", "HIGH STREET", "DARTFORD"], postcode: "DA1 2AB", email: own.email },
    {
      code: second,
      name: "MILLBROOK SURGERY",
      address: ["2 MILL LANE"],
      postcode: "QX18 3UN",
      email: "mill@x.example",
    },
    { code: third, name: "PARK SURGERY", address: ["RIVERSIDE HOUSE", "DARTFORD"], email: "help@marlshire.example" },
    { code: fourth, name: "THE OLD SURGERY", address: ["HEALTH CENTRE"] },
  ];
  const others = prepareOthers(listed, written);
  const mine: OwnNames = { ...own, code };
  const told = (text: string) => findOther(`${honest}\n${text}`, mine, others)?.code;

  test("tell of nobody in an honest report", () => {
    expect(findOther(honest, mine, others)).toBeUndefined();
    expect(findOther(`Park Surgery\n${code}, Riverside network\nPractice code: ${code}`, mine, others)).toBeUndefined();
  });

  test.each<[string, string]>([
    ["another's code in place of the own", `Park Surgery\n${second}, Riverside network`],
    ["another's code at the foot of a page", `Park Surgery, ${second}. Opioids, report 4, October 2026`],
    ["another's code in brackets", `Park Surgery (${second})`],
    ["another's code alone in its line", `Park Surgery\n${second}\n7,994 registered patients`],
    ["another's name with its code", `Millbrook Surgery (${second})`],
    ["another's name in a table with its code", `Millbrook Surgery\n${second}\n3.2`],
    ["another's code before its name", `${second}: Millbrook Surgery`],
    ["a stated code", `Practice code: ${second}`],
    ["a code after the word", `Code ${second}`],
    ["another's name alone", "as Millbrook Surgery does"],
    ["another's name over two lines", "as Millbrook\nSurgery does"],
    ["another's name in capitals", "OPIOIDS AT MILLBROOK SURGERY"],
    ["another's address", "2 Mill Lane"],
    ["another's postcode", "qx18 3un"],
    ["another's email", "write to Mill@X.example."],
    ["another's email in a link", "mailto:mill@x.example?subject=stop"],
  ])("%s is found", (_, text) => {
    expect(told(text)).toBe(second);
  });

  test("another of the same name is found by code and address", () => {
    expect(told(`Park Surgery (${third})`)).toBe(third);
    expect(told("Riverside House")).toBe(third);
  });

  test("a name of everyday words is found by its code", () => {
    expect(told("the old surgery")).toBeUndefined();
    expect(told(`The Old Surgery (${fourth})`)).toBe(fourth);
    expect(told(`The Old Surgery, ${fourth}.`)).toBe(fourth);
  });

  test("a place for codes alone, and the end of a subject, hold none but the own", () => {
    expect(findAnyCode(`report-${second}.pdf`, mine, others)?.code).toBe(second);
    expect(findAnyCode(`report-${code}.pdf`, mine, others)).toBeUndefined();
    expect(findLastCode(`Opioids: report for ${second}`, mine, others)?.code).toBe(second);
    expect(findLastCode(`Opioids: ${second}`, mine, others)?.code).toBe(second);
    expect(findLastCode(`Opioids: report for ${code}`, mine, others)).toBeUndefined();
    expect(findLastCode(`Opioids in ${second}`, mine, others)).toBeUndefined();
  });
});

describe("a code of letters and digits", () => {
  const directory = (code: string, more: Partial<ListedOther> = {}) => [
    { code: "Z10001", name: "PARK SURGERY" },
    { code, name: "MILLBROOK SURGERY", ...more },
  ];
  const find = (listed: ListedOther[], text: string) =>
    findOther(text, { ...own, code: "Z10001" }, prepareOthers(listed, written))?.code;

  test.each(["Z10002", "ask z10002", "https://x.example/Z10002_report", "opioids-2026-08-Z10002.pdf"])(
    "is found wherever it stands: %s",
    (text) => {
      expect(find(directory("Z10002"), text)).toBe("Z10002");
    },
  );

  test.each(["AZ10002", "Z100021", "Z1000"])("is not found within a longer word: %s", (text) => {
    expect(find(directory("Z10002"), text)).toBeUndefined();
  });

  test.each<[string, ListedOther[]]>([
    ["the study's words", directory("NG1092")],
    ["somebody's address", directory("NG1092", { address: ["UNIT NG1092"] })],
    ["somebody's postcode", directory("QX18", { postcode: "QX18 3UN" })],
    ["the code of a network", directory("U100", { parents: { pcn: { code: "U100", name: "Riverside" } } })],
    ["no more than three signs", directory("B12")],
  ])("is left alone where it may be something else: %s", (_, listed) => {
    const { code } = listed[1]!;
    expect(find(listed, `beside ${code} there`)).toBeUndefined();
    expect(find(listed, `Millbrook Surgery (${code})`)).toBe(code);
  });
});

describe("beside a directory of two", () => {
  const find = (text: string, other: Partial<ListedOther>, mine: Partial<ListedOther> = {}) => {
    const listed = [
      { code: "7001", name: "PARK SURGERY", ...mine },
      { code: "14", name: "MILLBROOK SURGERY", ...other },
    ];
    return findOther(text, { ...own, code: "7001" }, prepareOthers(listed, written))?.code;
  };

  test.each<[string, string, Partial<ListedOther>]>([
    ["a code of four signs", "beside B123 there", { code: "B123" }],
    ["a postcode in one word", "QX183UN there", { postcode: "QX183UN" }],
    ["a name that begins as the own does", "Park Surgery Annexe", { name: "PARK SURGERY ANNEXE" }],
    ["a code after a spaced colon", "Code : 14", {}],
    ["the code of a surgery", "Surgery code 14", {}],
    ["a code in brackets after its word", "practice code (14)", {}],
    ["a code that is said", "The code is 14", {}],
    ["the second of two codes", "Codes 3 and 14", {}],
    ["a code in square brackets after a name", "Park Surgery [14]", {}],
    ["a code after a stroke", "Park Surgery/14", {}],
    ["a practice's code after a name", "Park Surgery, practice 14.", {}],
    ["a code in small letters in brackets", "Park Surgery (da2)", { code: "DA2" }],
    ["a postcode without its space", "at QX183UN", { postcode: "QX18 3UN" }],
  ])("%s is found", (_, text, other) => {
    expect(find(text, other)).toBe(other.code ?? "14");
  });

  test.each<[string, string, Partial<ListedOther>, Partial<ListedOther>]>([
    ["a code of which the study uses a part", "AB12-92", { code: "AB12-92" }, {}],
    ["the town of another", "Upper Milltown", { address: ["2 MILL LANE", "UPPER MILLTOWN"] }, {}],
    ["a name without a word of its own", "Dr XY", { name: "DR XY" }, {}],
    ["a number with decimals after a name", "The Old Surgery 14.5", { name: "THE OLD SURGERY" }, {}],
    ["a number that is nobody's code", "Park Surgery, 365.", {}, {}],
    ["a word in small letters after a name", "Park Surgery may, if it will", { code: "MAY" }, {}],
    ["a word before a comma", "Park Surgery, mar, apr", { code: "MAR" }, {}],
    ["a house that both are in", "Quay House", { address: ["QUAY HOUSE"] }, { address: ["QUAY HOUSE"] }],
    ["the own name as printed, which is another's", "Park Surgery", { name: "PARK SURGERY" }, { name: "PARK MEDICAL" }],
    ["an email that both have", "both@x.example", { email: "both@x.example" }, { email: "both@x.example" }],
    ["the own email, though another is listed with it", own.email!, { email: own.email! }, {}],
  ])("%s tells of nobody", (_, text, other, mine) => {
    expect(find(text, other, mine)).toBeUndefined();
  });
});

test("a code that the study uses as a word is doubtful", () => {
  const listed = [
    { code: "NG1092", name: "A" },
    { code: "Z10002", name: "B" },
    { code: "11013", name: "C" },
  ];
  expect(prepareOthers(listed, written).doubtful).toEqual(["NG1092"]);
});

test("a directory of 7,000 is prepared once, and each report is looked at in milliseconds", () => {
  const listed = Array.from({ length: 7000 }, (_, i): ListedOther => {
    const name = i % 3 === 0 ? "THE SURGERY" : `DR ${String.fromCharCode(65 + (i % 26))} NAME${i} & PARTNERS`;
    return { code: String(i + 1), name, address: [`${i} HIGH STREET`, "TOWN"], postcode: `QX${i % 90} ${i % 9}AA` };
  });
  const others = prepareOthers(listed, written);
  const page = `${honest}\n${"Words of a report that say nothing of anybody, 14 of 92. ".repeat(150)}`;
  const times = Array.from({ length: 15 }, () => {
    const start = performance.now();
    expect(findOther(page, { ...own, code: "7001" }, others)).toBeUndefined();
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(50);
  const sent = structuredClone(others); // as it is to workers
  expect(findOther("Park Surgery (92)", { ...own, code: "7001" }, sent)?.code).toBe("92");
});
