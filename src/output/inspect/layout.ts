import type { Box } from "../../input/library/envelopes.ts";
import type { Paper } from "../pdf/pen.ts";
import type { TextRun } from "../pdf/runs.ts";

/** What is written on a page and where: the letters as they stand, without what is drawn. */
export type PageLayout = { paper: Paper; runs: readonly TextRun[] };

/** What an inspector says of a page. */
export type Flaw = { kind: FlawKind; what: string }; // what: as it follows "it", "page 2 has …" or stands alone

export type FlawKind = keyof typeof flawKinds;

/** What is looked for, what mends it, and whether the report must not go out with it: it would not arrive, or not as it was meant. */
export const flawKinds = {
  scaled: {
    says: "a page that was scaled to fit",
    hint: "something on it is wider than the page: a table, a picture or a long word of a template",
    isGrave: true,
  },
  address: {
    says: "an address that the envelope does not show as it is",
    hint: "look at name and address in the directory, and at the letterhead of the template",
    isGrave: true,
  },
  "no-address": {
    says: "an address that the post cannot deliver to",
    hint: "give an address and a postcode in the directory, or send this report by email alone",
    isGrave: false,
  },
  small: { says: "letters that are too small", hint: "larger type in the template, or fewer words", isGrave: false },
  faint: {
    says: "letters that are hard to tell from what lies under them",
    hint: "a darker colour in the theme or the template, or a paler ground",
    isGrave: false,
  },
  over: {
    says: "letters over each other",
    hint: "shorten the words, or give them more room in the template",
    isGrave: false,
  },
  split: {
    says: "a row, a point or a source that goes on overleaf",
    hint: "shorten what comes before it, or let its section begin a page: `page: new`",
    isGrave: false,
  },
  link: { says: "an address of the web that is broken over two lines", hint: "shorten it", isGrave: false },
  empty: {
    says: "a page that is more than half empty",
    hint: "let the next section follow on: take out its `page: new`",
    isGrave: false,
  },
  last: { says: "a last page of a few lines", hint: "shorten what comes before it", isGrave: false },
} as const;

const mmPerPoint = 25.4 / 72;
const [capital, tail] = [0.72, 0.21]; // of an em, above and below the base line: Arimo's capitals and its g

/** Where the letters of a run stand, from the top of its capitals to the end of its tails. */
export function boxOf(run: TextRun, { left, top }: Paper): Box {
  return {
    left: (run.x - left) * mmPerPoint,
    right: (run.x + run.width - left) * mmPerPoint,
    top: (top - run.y - capital * run.size) * mmPerPoint,
    bottom: (top - run.y + tail * run.size) * mmPerPoint,
  };
}

export function isWithin(inner: Box, outer: Box): boolean {
  return (
    inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom
  );
}

/** How far two boxes lie over each other, mm across and down; 0 where they do not. */
export function overlapOf(one: Box, other: Box): { across: number; down: number } {
  return {
    across: Math.max(0, Math.min(one.right, other.right) - Math.max(one.left, other.left)),
    down: Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)),
  };
}

/** The beginning of a run, which names it: "Reports like this in West Yorkshire were f…". */
export function named(run: TextRun): string {
  return cut(run.text);
}

/** The beginning of a text in one line. */
export function cut(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}

/** 41.25 → "41.3 mm" */
export function mm(length: number): string {
  return `${Math.round(length * 10) / 10} mm`;
}
