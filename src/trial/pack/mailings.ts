import { dirname } from "node:path";
import { type PostedRecord, readPosted } from "../../output/posted.ts";
import { leftIn, readSound, recordsIn, type SentRecord } from "../../output/sent.ts";
import type { World } from "../../world.ts";
import type { Return, Returns } from "./dispatch.ts";
import type { TrialEnd } from "./ends.ts";
import type { CycleRun } from "./runs.ts";
import { bullets, type Table } from "./written.ts";

/** What the ledgers of `feedback send` know of the emails of a trial, by cycle; cycles of which nothing was sent are not in it. */
export type Mailings = ReadonlyMap<string, readonly SentRecord[]>;

/** Reads the ledger beside each cycle's run. Throws an InputError where one is not as it was written. */
export async function readMailings(world: World, runs: readonly CycleRun[]): Promise<Mailings> {
  const found = await Promise.all(
    runs.map(async ({ cycle, folder }) => [cycle.id, recordsIn(await readSound(world, dirname(folder)))] as const),
  );
  return new Map(found.filter(([, records]) => records.length > 0));
}

/** What the ledgers of `feedback print-run` know of the letters of a trial, by cycle; cycles of which none was handed over are not in it. */
export type Postings = ReadonlyMap<string, readonly PostedRecord[]>;

/** Reads the ledger of letters beside each cycle's run. Throws an InputError where one is not as it was written. */
export async function readPostings(world: World, runs: readonly CycleRun[]): Promise<Postings> {
  const found = await Promise.all(
    runs.map(async ({ cycle, folder }) => [cycle.id, await readPosted(world, dirname(folder))] as const),
  );
  return new Map(found.filter(([, records]) => records.length > 0));
}

type MailingLedgers = { mailings: Mailings; letters: Postings };

/** What was reported back, and what the ledgers know besides: handed over, delivered and come back, by day. */
export function withLedgers(returns: Returns | undefined, { mailings, letters }: MailingLedgers): Returns | undefined {
  if (mailings.size === 0 && letters.size === 0) return returns;
  const known = [
    ...[...mailings.values()].flatMap(returnsOfEmails),
    ...[...letters.values()].flatMap(returnsOfLetters),
  ];
  return Map.groupBy(
    [...[...(returns?.values() ?? [])].flat(), ...known],
    ({ cycle, code, channel }) => `${cycle} ${code} ${channel}`,
  );
}

/** Every hand-over and delivery; of what came back only the last try, for another may have arrived. */
function returnsOfEmails(records: readonly SentRecord[]): Return[] {
  const tries = new Map(leftIn(records).map((record) => [record.code, record]));
  return records.flatMap((record) => {
    const { state, report, code, cycle, at } = record;
    const of = (event: Return["event"]) => [{ code, channel: "email" as const, date: at.slice(0, 10), event, cycle }];
    if (report?.action === "delivered") return of("delivered");
    if (state === "bounced") return tries.get(code)?.state === "bounced" ? of("bounced") : of("sent");
    return state === "handed-over" ? of("sent") : [];
  });
}

/** The same of letters. */
function returnsOfLetters(records: readonly PostedRecord[]): Return[] {
  const last = lastHanded(records);
  return records.flatMap(({ state, code, cycle, day, letter }) => {
    const of = (event: Return["event"]) => [{ code, channel: "print" as const, date: day, event, cycle }];
    if (state === "returned") return last.get(code)?.letter === letter ? of("returned") : [];
    return state === "handed-over" ? of("sent") : [];
  });
}

/** The last letter to each recipient that was handed over. */
export function lastHanded(records: readonly PostedRecord[]): ReadonlyMap<string, PostedRecord> {
  return new Map(records.filter(({ state }) => state === "handed-over").map((record) => [record.code, record]));
}

/** How a report ended by what a ledger alone knows, and why. */
export type LedgerEnd = { end: TrialEnd; why: string | null };

type MailingKey = { cycle: string; code: string };

/** Of an email the last try that left or may have; where none did, the last that is known. Null where the ledger does not know it. */
export function emailOf(mailings: Mailings, { cycle, code }: MailingKey): LedgerEnd | null {
  const own = (mailings.get(cycle) ?? []).filter((record) => record.code === code);
  const last = leftIn(own).at(-1) ?? own.at(-1);
  if (!last) return null;
  return { end: endsOfEmails[last.state], why: last.why ?? last.reply ?? null };
}

const endsOfEmails: Readonly<Record<SentRecord["state"], TrialEnd>> = {
  queued: "made",
  unknown: "unknown",
  "handed-over": "handed-over",
  refused: "refused",
  bounced: "bounced",
  suppressed: "left-out",
};

/** The same of a letter. */
export function letterOf(letters: Postings, { cycle, code }: MailingKey): LedgerEnd | null {
  const own = (letters.get(cycle) ?? []).filter((record) => record.code === code);
  const handed = lastHanded(own).get(code);
  const back = own.findLast(({ state, letter }) => state === "returned" && letter === handed?.letter);
  if (back) return { end: "returned", why: back.why ?? null };
  const last = handed ?? own.at(-1);
  return last ? { end: last.state, why: last.why ?? null } : null;
}

/** What a recipient got by email in a cycle, by hash; all null where nothing was sent by us. */
export type Got = {
  sent_state: string | null;
  sent_sha256: string | null; // of several editions all, the first first: "3fa9… > 77c1…"
  taken_at: string | null; // the times, in the same order
  returned_why: string | null; // what the server or the receiver said; the reason of a suppression
};

export function gotOf(mailings: Mailings, { cycle, code }: MailingKey): Got {
  const own = (mailings.get(cycle) ?? []).filter((record) => record.code === code);
  const last = own.at(-1);
  const bytes = [
    ...Map.groupBy(
      own.filter(({ sent }) => sent !== undefined),
      ({ sent }) => sent!,
    ),
  ].flatMap(([sent, lines]) => {
    const taken = lines.find(({ state }) => state === "handed-over" || state === "bounced");
    return taken ? [{ sent, at: taken.report ? lines[0]!.at : taken.at }] : []; // of what a report told of first, when it left
  });
  const joined = (texts: readonly string[]) => (texts.length > 0 ? texts.join(" > ") : null);
  const isBack = last !== undefined && ["refused", "bounced", "suppressed"].includes(last.state);
  return {
    sent_state: last?.state ?? null,
    sent_sha256: joined(bytes.map(({ sent }) => sent)),
    taken_at: joined(bytes.map(({ at }) => at)),
    returned_why: isBack ? (last.why ?? last.reply ?? null) : null,
  };
}

/** Every line of the ledgers that tells of an email to a recipient. */
export function mailingTable(mailings: Mailings): Table {
  return {
    columns: [
      "cycle",
      "line",
      "at",
      "code",
      "state",
      "run",
      "edition",
      "made_sha256",
      "sent_sha256",
      "message_id",
      "corrects",
      "reply",
      "why",
    ],
    rows: [...mailings.values()].flat().map((record) => ({
      cycle: record.cycle,
      line: record.n,
      at: record.at,
      code: record.code,
      state: record.state,
      run: record.run,
      edition: record.edition,
      made_sha256: record.made,
      sent_sha256: record.sent ?? null,
      message_id: record.messageId,
      corrects: record.corrects ?? null,
      reply: record.reply ?? null,
      why: record.why ?? null,
    })),
  };
}

/** Every line of the ledgers that tells of a letter. */
export function letterTable(letters: Postings): Table {
  return {
    columns: [
      "cycle",
      "line",
      "at",
      "code",
      "state",
      "day",
      "run",
      "edition",
      "made_sha256",
      "print_run_sha256",
      "corrects",
      "why",
    ],
    rows: [...letters.values()].flat().map((record) => ({
      cycle: record.cycle,
      line: record.n,
      at: record.at,
      code: record.code,
      state: record.state,
      day: record.day,
      run: record.run,
      edition: record.edition,
      made_sha256: record.letter,
      print_run_sha256: record.sums ?? null,
      corrects: record.corrects ?? null,
      why: record.why ?? null,
    })),
  };
}

/** Whom the emails of a cycle left out though they were made, since when and why: events of the trial, as departures from its plan. */
export function suppressedText(mailings: Mailings, cycle: string): string | undefined {
  const last = new Map((mailings.get(cycle) ?? []).map((record) => [record.code, record]));
  const left = [...last.values()]
    .filter(({ state }) => state === "suppressed")
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
  if (left.length === 0) return undefined;
  return `Made, and not sent by email, since the list of suppressions names them:\n\n${bullets(left.map(({ code, at, why }) => `${code}, ${at.slice(0, 10)}: ${why}`))}`;
}
