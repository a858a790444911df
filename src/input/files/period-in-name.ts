import { basename } from "node:path";

/*
 * The period that only the name of a file tells: "Practice Level March 2026.csv". It is given as observations write it, so that
 * it is read like any other.
 */

const monthNames = [
  "january february march april may june july august september october november december",
  "jan feb mar apr may jun jul aug sep oct nov dec",
  "januar februar märz april mai juni juli august september oktober november dezember",
  "januar februar marts april maj juni juli august september oktober november december",
  "januari februari mars april maj juni juli augusti september oktober november december",
].map((names) => names.split(" "));
const aMonth = [...new Set([...monthNames.flat(), "sept"])].sort((a, b) => b.length - a.length).join("|");
const aYear = "20\\d{2}";

/** Each with what it makes of a match; the first that matches reads the name. */
const readings: readonly { pattern: RegExp; text: (groups: readonly string[]) => string | undefined }[] = [
  {
    pattern: new RegExp(`(?<!\\d)(${aYear})-(\\d{2}|${aYear})-q([1-4])(?!\\d)`, "g"),
    text: ([first = "", next = "", quarter]) =>
      follows(first, next) ? `${first}/${next.slice(-2)} Q${quarter}` : undefined,
  },
  {
    pattern: new RegExp(`(?<!\\d)(${aYear})-?q([1-4])(?!\\d)`, "g"),
    text: ([year, quarter]) => `${year}-Q${quarter}`,
  },
  {
    pattern: new RegExp(`(?<![a-z])q([1-4])-?(${aYear})(?!\\d|-\\d)`, "g"),
    text: ([quarter, year]) => `${year}-Q${quarter}`,
  },
  {
    pattern: new RegExp(`(?<!\\p{L})(${aMonth})-?(${aYear}|\\d{2})(?!\\d)`, "gu"),
    text: ([word = "", year = ""]) => monthText(year, word),
  },
  {
    pattern: new RegExp(`(?<!\\d)(${aYear})-?(${aMonth})(?!\\p{L})`, "gu"),
    text: ([year = "", word = ""]) => monthText(year, word),
  },
  {
    pattern: new RegExp(`(?<!\\d)(${aYear})-?(0[1-9]|1[0-2])(?:-?(?:0[1-9]|[12]\\d|3[01]))?(?!\\d)`, "g"),
    text: ([year, month]) => `${year}-${month}`,
  },
  {
    pattern: /(?<!\d)(?:20)?(\d{2})-?(?:20)?(\d{2})(?!\d)/g,
    text: ([first = "", next = ""]) => (follows(first, next) ? `20${first}/${next}` : undefined),
  },
];

/**
 * "Practice Level - March 2026.csv" → "2026-03"; "counts_2025Q1.csv" → "2025-Q1"; "ACHIEVEMENT_2425.csv" → "2024/25". Undefined
 * where the name says no period, or more than one.
 */
export function periodInName(file: string): string | undefined {
  const bare = basename(file)
    .toLowerCase()
    .normalize("NFC")
    .replace(/(\.[a-z]\w*)+$/, "")
    .replace(/[\s_.–—-]+/g, "-");
  for (const { pattern, text } of readings) {
    const found = new Set([...bare.matchAll(pattern)].flatMap(([, ...groups]) => text(groups) ?? []));
    if (found.size > 0) return found.size === 1 ? [...found][0] : undefined;
  }
  return undefined;
}

function monthText(year: string, word: string): string {
  const month = word === "sept" ? 8 : Math.max(...monthNames.map((names) => names.indexOf(word)));
  return `${year.length === 2 ? `20${year}` : year}-${String(month + 1).padStart(2, "0")}`;
}

/** Whether two years make a financial year: 2024 and 25. */
function follows(first: string, next: string): boolean {
  return Number(next) % 100 === (Number(first) + 1) % 100;
}
