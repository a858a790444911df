import { z } from "zod";
import { type History, type Told, toldSchema } from "../input/history.ts";
import type { World } from "../world.ts";
import { hashing, sha256, sha256Of } from "./sha256.ts";

/*
 * The file of a history: its first line says of what it is, and holds a hash of the others, of which there is one for each report. It is
 * written and read line by line, since the histories of a service of thousands are large.
 */

/** The first line of a history: of one run of one cycle, or, in a bundle, of all that a run is made from. */
const headSchema = z.strictObject({
  history: z.literal(1),
  study: z.string(),
  cycles: z.array(
    z.strictObject({
      cycle: z.string(),
      run: z.string(),
      told: z.int(),
      sha256: z.string(),
      system: z.string().optional(),
      missed: z.array(z.string()),
      others: z.record(z.string(), z.string()).optional(),
    }),
  ),
  seal: z.string().optional(), // of the run
  sha256: z.string(), // of the lines below, each with its end of line
});

export type HistoryHead = z.output<typeof headSchema>;

/** The lines of a history, from what was told. */
export function* historyLines(
  of: { study: string; cycles: History["cycles"]; seal?: string },
  told: readonly Told[],
): Generator<string> {
  yield JSON.stringify({ history: 1, ...of, sha256: hashOfLines(told) });
  for (const line of told) yield JSON.stringify(line);
}

/** A hash of lines as they stand in a file, each with its end of line. */
export function hashOfLines(told: readonly Told[]): string {
  return sha256Of(told.values().map((line) => `${JSON.stringify(line)}\n`));
}

/** What a history is known by, whatever files it was read from: by its cycles, each of which has a hash of its lines. */
export function hashOfHistory(cycles: History["cycles"]): string {
  return sha256(JSON.stringify(cycles));
}

/** Whether a history says what was told, and nothing else, under the first line with this hash. */
export async function says(
  world: World,
  file: string,
  { told, head }: { told: readonly Told[]; head: string | undefined },
): Promise<boolean> {
  let at = -1; // the head
  for await (const line of world.readLines(file)) {
    if (at < 0 ? sha256(line) !== head : line !== JSON.stringify(told[at])) return false;
    at++;
  }
  return at === told.length;
}

/** What a history says, with a hash of its first line, which has one of the others; or what is wrong with it. */
export async function readHistoryFile(
  world: World,
  file: string,
  wanted: { study: string; cycle?: string },
): Promise<{ head: HistoryHead; told: Told[]; hash: string } | string> {
  const lines = world.readLines(file)[Symbol.asyncIterator]();
  const first: IteratorResult<string> = await lines.next();
  const { data: head } = headSchema.safeParse(first.done ? undefined : parsed(first.value));
  if (!head) {
    await lines.return?.();
    return "it does not begin as a history does";
  }
  const known = new Set(head.cycles.map(({ cycle }) => cycle));
  const told: Told[] = [];
  const seen = new Set<string>();
  const hash = hashing();
  const same = sameTexts();
  let wrong: string | undefined;
  let at = 1;
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    at++;
    hash.add(`${next.value}\n`);
    if (wrong !== undefined || next.value === "") continue;
    const { success, data } = toldSchema.safeParse(parsed(next.value));
    const key = success ? `${data.code} ${data.topic} ${data.cycle}` : "";
    if (!success) wrong = `line ${at} is not what a report told`;
    else if (!known.has(data.cycle)) wrong = `line ${at} is of ${data.cycle}, which is none of its cycles`;
    else if (seen.has(key)) wrong = `line ${at} tells of ${data.code} twice in ${data.cycle}`;
    else told.push(same(data));
    seen.add(key);
  }
  if (hash.hex() !== head.sha256) return "it is not as it was written";
  if (head.study !== wanted.study) return `it is of "${head.study}", not of "${wanted.study}"`;
  if (wanted.cycle !== undefined && !(known.size === 1 && known.has(wanted.cycle)))
    return `it is of ${[...known].join(", ")}, not of ${wanted.cycle}`;
  return wrong ?? { head, told, hash: sha256(first.value) };
}

/** Lines of thousands say the same few things: each text is kept once. */
function sameTexts(): (told: Told) => Told {
  const known = new Map<string, string>();
  const one = (text: string) => {
    const found = known.get(text);
    if (found === undefined) known.set(text, text);
    return found ?? text;
  };
  return ({ code, topic, cycle, by, channels, headline, blocks, actions, charts, words }) => ({
    ...{ code, topic: one(topic), cycle: one(cycle), ...(by === undefined ? {} : { by: one(by) }) },
    channels: channels.map(one),
    headline: { ...headline, indicator: one(headline.indicator), signals: headline.signals.map(one) },
    ...{ blocks: blocks.map(one), actions: actions.map(one), charts: charts.map(one), words: words.map(one) },
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
