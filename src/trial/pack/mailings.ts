import { dirname } from "node:path";
import { readSound, recordsIn, type SentRecord } from "../../output/sent.ts";
import type { World } from "../../world.ts";
import type { Return, Returns } from "./dispatch.ts";
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

/** What was reported back, and what the ledgers know besides: sent, delivered and bounced, by day. */
export function withMailings(returns: Returns | undefined, mailings: Mailings): Returns | undefined {
  if (mailings.size === 0) return returns;
  const known = [...mailings.values()].flat().flatMap(returnOf);
  return Map.groupBy(
    [...[...(returns?.values() ?? [])].flat(), ...known],
    ({ cycle, code, channel }) => `${cycle} ${code} ${channel}`,
  );
}

function returnOf({ state, report, code, cycle, at }: SentRecord): Return[] {
  const of = (event: Return["event"]) => [{ code, channel: "email" as const, date: at.slice(0, 10), event, cycle }];
  if (report?.action === "delivered") return of("delivered");
  if (state === "bounced") return of("bounced");
  return state === "handed-over" ? of("sent") : [];
}

/** What a recipient got by email in a cycle, by hash; all null where nothing was sent by us. */
export type Got = {
  sent_state: string | null;
  sent_sha256: string | null; // of several editions all, the first first: "3fa9… > 77c1…"
  handed_over: string | null; // the times, in the same order
  returned_why: string | null; // what the server or the receiver said; the reason of a suppression
};

export function gotOf(mailings: Mailings, { cycle, code }: { cycle: string; code: string }): Got {
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
    handed_over: joined(bytes.map(({ at }) => at)),
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

/** Whom the emails of a cycle left out though they were made, since when and why: events of the trial, as departures from its plan. */
export function suppressedText(mailings: Mailings, cycle: string): string | undefined {
  const last = new Map((mailings.get(cycle) ?? []).map((record) => [record.code, record]));
  const left = [...last.values()]
    .filter(({ state }) => state === "suppressed")
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
  if (left.length === 0) return undefined;
  return `Made, and not sent by email, since the list of suppressions names them:\n\n${bullets(left.map(({ code, at, why }) => `${code}, ${at.slice(0, 10)}: ${why}`))}`;
}
