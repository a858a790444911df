import { describe, expect, test } from "vitest";
import { anyKind, readPeriod } from "../../src/input/data/period-texts.ts";
import { type PeriodKind, periodKinds } from "../../src/input/library/period.ts";
import { toIso } from "../../src/month.ts";

/* What each kind of period makes of the texts in data: the month at which an observation stands, and of a snapshot its day. */

function read(kind: PeriodKind | "", text: string): string | undefined {
  const found = readPeriod(text, kind);
  return found && `${toIso(found.month)}${found.day === undefined ? "" : ` ${found.day}`}`;
}

type Texts = Record<string, string | undefined>;

const texts: Record<PeriodKind, Texts> = {
  month: {
    "2026-08": "2026-08",
    "202608": "2026-08",
    "2026-08-01": "2026-08",
    "2026-08-31 00:00:00": "2026-08",
    "August 2026": "2026-08",
    "Aug-26": "2026-08",
    "2026/08": "2026-08",
    "2026.08": "2026-08",
    "2026-8": "2026-08",
    "2026M08": "2026-08",
    "202608.0": "2026-08",
    "08/2026": "2026-08",
    "2026/08/31 00:00": "2026-08",
    "31.08.2026": "2026-08",
    "01-AUG-2026": "2026-08",
    "01-AUG-26": "2026-08",
    "01AUG2026": "2026-08",
    "2026-Aug": "2026-08",
    "März 2026": "2026-03",
    "31. Dezember 2026": "2026-12",
    "Mawrth 2026": "2026-03",
    "août 2026": "2026-08",
    "\u00a02026-08 ": "2026-08",
    "01/08/2026": undefined, // the first of August or the eighth of January
    "26-Aug": undefined,
    "46265": undefined,
    "To August 2026": undefined,
    "2026-13": undefined,
    "2021/22": undefined,
  },
  quarter: {
    "2021-Q1": "2021-03",
    "2021 Q2": "2021-06",
    "2021Q4": "2021-12",
    "Q3 2021": "2021-09",
    "2021/22 Q1": "2021-06",
    "2021-22 Q4": "2022-03",
    "Q4 2021/22": "2022-03",
    "2021-06": "2021-06",
    "30 June 2021": "2021-06",
    "Quarter 2 2021": "2021-06",
    "April to June 2021": "2021-06",
    "Apr-Jun 2021": "2021-06",
    "1 April 2021 to 30 June 2021": "2021-06",
    "April to July 2021": undefined,
    "2021-05": undefined,
    "2021/23 Q1": undefined,
    "2021-Q5": undefined,
  },
  year: {
    "2021": "2021-12",
    "2021-12-31": "2021-12",
    "December 2021": "2021-12",
    "2021-11": undefined,
    "2021/22": undefined,
  },
  "financial-year": {
    "2021/22": "2022-03",
    "2021-22": "2022-03",
    "2021–22": "2022-03",
    "2021/2022": "2022-03",
    "1999/00": "2000-03",
    "2011-12": "2012-03",
    "FY 2021/22": "2022-03",
    "21/22": "2022-03",
    "21/23": undefined,
    "2022-03": "2022-03",
    "2022-03-31": "2022-03",
    "31 March 2022": "2022-03",
    "2021/23": undefined,
    "2021": undefined,
    "2022-04": undefined,
  },
  "12-months-to": {
    "To March 2025": "2025-03",
    "12 months to March 2025": "2025-03",
    "twelve months ending 30 June 2025": "2025-06",
    "Year ending June 2025": "2025-06",
    "Mar 2025": "2025-03",
    "April 2024 to March 2025": "2025-03",
    "April 2024 to April 2025": undefined,
    "2025-03": "2025-03",
    "2025-03-31": "2025-03",
    "To Smarch 2025": undefined,
    "2025": undefined,
  },
  snapshot: {
    "2026-08-31": "2026-08 31",
    "20260801": "2026-08 1",
    "31 August 2026": "2026-08 31",
    "August 2026": "2026-08",
    "2026-08": "2026-08",
    "2026": undefined,
  },
};

describe.each(periodKinds)("%s", (kind) => {
  test.each(Object.entries(texts[kind]))("%s", (text, at) => {
    expect(read(kind, text)).toBe(at);
  });
});

test("what no campaign at hand uses may be of any kind", () => {
  expect(read(anyKind, "2021/22")).toBe("2022-03");
  expect(read(anyKind, "2026-08-31")).toBe("2026-08");
  expect(read(anyKind, "last year")).toBeUndefined();
});
