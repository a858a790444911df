import { describe, expect, test } from "vitest";
import type { Channel } from "../../src/input/campaign/channels.ts";
import type { PostedRecord } from "../../src/output/posted.ts";
import type { SentRecord } from "../../src/output/sent.ts";
import type { ArtefactEntry, Entry } from "../../src/output/store.ts";
import type { Assignment } from "../../src/report/assign.ts";
import { differentials } from "../../src/trial/pack/contrasts.ts";
import { coursesOf } from "../../src/trial/pack/course.ts";
import type { ReturnEvent } from "../../src/trial/pack/dispatch.ts";
import type { TrialEnd } from "../../src/trial/pack/ends.ts";
import type { Facts } from "../../src/trial/pack/facts.ts";
import { flowsOf, sumsOf } from "../../src/trial/pack/flow.ts";
import { leftOtherwise } from "../../src/trial/pack/left-otherwise.ts";
import { withLedgers } from "../../src/trial/pack/mailings.ts";

/* How far each report came, by unit, channel and cycle, on records of many practices; and what differs between arms that should not. */

const cycle = { id: "2026-08", issued: "2026-10-05" };
const each = 84; // practices an arm
const codeOf = (arm: string, n: number) => `Z${arm === "K1" ? 1 : 2}0${String(n).padStart(3, "0")}`;
const codesOf = (arm: string) => Array.from({ length: each }, (_, i) => codeOf(arm, i + 1));
const all = ["K1", "K7"].flatMap((arm) => codesOf(arm).map((code) => ({ code, arm })));

type Setting = {
  channels?: readonly Channel[];
  assignmentOf?: (code: string, n: number) => Partial<Assignment>;
  entriesOf?: (code: string, n: number, arm: string) => readonly (Channel | Entry)[];
  told?: readonly { code: string; channel?: Channel; event: ReturnEvent; date?: string; cycle?: string }[];
  emails?: readonly Partial<SentRecord>[];
  letters?: readonly Partial<PostedRecord>[];
  earlier?: boolean; // a cycle before this one, all of it made
};

const ends: Readonly<Record<Channel, string>> = { print: "pdf", email: "eml", html: "html" };
const made = (code: string, channel: Channel) =>
  ({
    ...{ code, channel, path: `${channel}/${code}.${ends[channel]}`, sha256: "", bytes: 1, blocks: [], bct: [] },
    ...{ signals: {}, values: { share: { place: "East" } }, suppressions: [], arm: null, problems: [] },
  }) as unknown as ArtefactEntry;

function factsOf(setting: Setting = {}): Facts {
  const { channels = ["email"], assignmentOf = () => ({}), entriesOf = () => channels, told = [] } = setting;
  const assignments = Object.fromEntries(
    all.map(({ code, arm }, i) => [
      code,
      { unit: code, arm, sequence: arm, status: "active", ...assignmentOf(code, (i % each) + 1) } as Assignment,
    ]),
  );
  const entries = new Map(
    all.map(({ code, arm }, i) => [
      code,
      entriesOf(code, (i % each) + 1, arm).map((entry) => (typeof entry === "string" ? made(code, entry) : entry)),
    ]),
  );
  const whole = new Map(all.map(({ code }) => [code, channels.map((channel) => made(code, channel))]));
  const trial = { assignments };
  const runs = [
    ...(setting.earlier ? [{ cycle: { id: "2026-06", issued: "2026-08-10" }, trial, entries: whole }] : []),
    { cycle, trial, entries },
  ];
  const design = { channels, cycles: [{ id: "2026-06" }, cycle] };
  const mailings = new Map(setting.emails ? [[cycle.id, setting.emails as SentRecord[]]] : []);
  const letters = new Map(setting.letters ? [[cycle.id, setting.letters as PostedRecord[]]] : []);
  const events = told.map((one) => ({ channel: "email" as Channel, date: "2026-10-06", cycle: cycle.id, ...one }));
  const keyOf = (one: (typeof events)[number]) => `${one.cycle} ${one.code} ${one.channel}`;
  const returns = withLedgers(told.length > 0 ? Map.groupBy(events, keyOf) : undefined, { mailings, letters });
  return {
    ...{ run: { trial }, runs, cycle, arms: ["K1", "K7"], mailings, letters },
    trial: {
      arms: new Map([
        ["K1", {}],
        ["K7", {}],
      ]),
      file: { stages: [] },
    },
    designs: new Map(["K1", "K7"].map((arm) => [arm, { topic: "topic", design }])),
    study: { topics: new Map([["topic", { campaign: { headline: "share" }, data: {} }]]) },
    ...(returns ? { returns } : {}),
  } as unknown as Facts;
}

const endOf = (setting: Setting, code = "Z10001", channel: Channel = "email") =>
  coursesOf(factsOf(setting), factsOf(setting).runs.at(-1)!).find(
    (course) => course.code === code && course.channel === channel,
  );
const warningsOf = (setting: Setting) =>
  differentials(factsOf(setting)).warnings.map(({ code, message }) => `${code}: ${message}`);
const forAll = (arm: string, event: ReturnEvent, channel: Channel = "email") =>
  codesOf(arm).map((code) => ({ code, event, channel }));

describe("a report by a channel ends", () => {
  const email = (...states: Partial<SentRecord>[]) =>
    states.map((state) => ({ code: "Z10001", run: "a", cycle: cycle.id, at: "2026-10-05T09:00:00Z", ...state }));
  const letter = (...states: Partial<PostedRecord>[]) =>
    states.map((state) => ({ code: "Z10001", run: "a", cycle: cycle.id, letter: "1", day: "2026-10-06", ...state }));
  const taken = [
    { state: "unknown", sent: "s" },
    { state: "handed-over", sent: "s", reply: "250" },
  ] as const;

  test.each<[TrialEnd, string | null, Setting]>([
    ["made", null, {}],
    [
      "not-planned",
      "opted out",
      { assignmentOf: () => ({ status: "opted-out", not: "opted out" }), entriesOf: () => [] },
    ],
    [
      "not-planned",
      "undeliverable by this channel",
      { assignmentOf: () => ({ unreachable: ["email"] }), entriesOf: () => [] },
    ],
    ["failed", "too long", { entriesOf: (code) => [{ code, failed: "too long" }] }],
    ["not-made", "not rendered in this run", { entriesOf: () => [] }],
    ["left-out", "asked to stop", { emails: email({ state: "suppressed", why: "asked to stop" }) }],
    ["made", null, { emails: email({ state: "queued" }) }],
    ["unknown", null, { emails: email({ state: "unknown", sent: "s" }) }],
    [
      "refused",
      "550 no",
      { emails: email({ state: "unknown", sent: "s" }, { state: "refused", sent: "s", reply: "550 no" }) },
    ],
    ["handed-over", "250", { emails: email(...taken) }],
    ["delivered", null, { emails: email(...taken), told: [{ code: "Z10001", event: "delivered" }] }],
    [
      "opened",
      null,
      {
        told: [
          { code: "Z10001", event: "opened" },
          { code: "Z10001", event: "delivered" },
        ],
      },
    ],
    ["bounced", "gone", { emails: email(...taken, { state: "bounced", sent: "s", reply: "gone" }) }],
    [
      "bounced",
      null,
      {
        told: [
          { code: "Z10001", event: "bounced" },
          { code: "Z10001", event: "opened" },
        ],
      },
    ],
  ])("%s: %s", (end, why, setting) => expect(endOf(setting)).toMatchObject({ end, why }));

  test("as the last try did: what came back and was sent again has arrived", () => {
    const again = email(
      ...taken,
      { state: "bounced", sent: "s" },
      { state: "unknown", sent: "t" },
      { state: "handed-over", sent: "t" },
    );
    expect(endOf({ emails: again })).toMatchObject({ end: "handed-over", days: { bounced: null } });
  });

  test.each<[TrialEnd, Partial<PostedRecord>[]]>([
    ["handed-over", [{ state: "handed-over" }]],
    ["left-out", [{ state: "left-out", why: "left out by --without" }]],
    ["handed-over", [{ state: "left-out" }, { state: "handed-over" }]],
    ["returned", [{ state: "handed-over" }, { state: "returned", day: "2026-10-12", why: "gone away" }]],
    [
      "handed-over",
      [{ state: "handed-over" }, { state: "returned", day: "2026-10-12" }, { state: "handed-over", letter: "2" }],
    ],
  ])("on paper %s", (end, states) => {
    const setting: Setting = { channels: ["print"], letters: letter(...states) };
    expect(endOf(setting, "Z10001", "print")).toMatchObject({ end });
    expect(endOf(setting, "Z10002", "print")).toMatchObject({ end: "made", days: { handedOver: null } });
  });
});

describe("the flow", () => {
  test("misses paper that was planned and never made, though the emails were", () => {
    const [one, other] = flowsOf(
      factsOf({
        channels: ["print", "email"],
        entriesOf: (_, __, arm) => (arm === "K7" ? ["email"] : ["print", "email"]),
      }),
    );
    expect(one?.makings).toMatchObject({ made: 84, "made-in-part": 0 });
    expect(other?.makings).toMatchObject({ made: 0, "made-in-part": 84 });
    expect(other?.channels.map((own) => [own.channel, sumsOf(own)])).toEqual([
      ["print", { planned: 84, made: 0, handedOver: null, delivered: null }],
      ["email", { planned: 84, made: 84, handedOver: null, delivered: null }],
    ]);
  });

  test("adds up at every step, whatever happened", () => {
    const told = codesOf("K1").flatMap((code, i) =>
      i < 60 ? [{ code, event: (["sent", "delivered", "opened", "bounced"] as const)[i % 4]! }] : [],
    );
    const [one] = flowsOf(
      factsOf({
        told,
        assignmentOf: (_, n) => (n > 80 ? { status: "opted-out", not: "no" } : {}),
        entriesOf: (_, n) => (n > 80 ? [] : n > 78 ? [] : ["email"]),
      }),
    );
    const [own] = one!.channels;
    expect(Object.values(own!.ends).reduce((sum, count) => sum + count, 0)).toBe(84);
    expect(own!.ends).toMatchObject({
      "not-planned": 4,
      "not-made": 2,
      made: 18,
      "handed-over": 15,
      delivered: 15,
      opened: 15,
      bounced: 15,
    });
    expect(sumsOf(own!)).toEqual({ planned: 80, made: 78, handedOver: 60, delivered: 30 });
    expect(Object.values(one!.fates).reduce((sum, count) => sum + count, 0)).toBe(84);
  });
});

describe("what stands out between arms", () => {
  test("84 of 84 bounces in one arm", () => {
    expect(warningsOf({ told: [...forAll("K1", "sent"), ...forAll("K7", "bounced")] })).toEqual([
      "differential-receipt: by email: handed over, came back: K1 0 of 84, K7 84 of 84; a difference of -100.0 points (95% interval -100.0 to -93.8)",
    ]);
  });

  test("the same of an earlier cycle, told late", () => {
    const told = [...forAll("K1", "sent"), ...forAll("K7", "bounced")].map((one) => ({ ...one, cycle: "2026-06" }));
    expect(warningsOf({ earlier: true, told })).toEqual([
      expect.stringMatching(/^differential-receipt: by email: handed over, came back, 2026-06: K1 0 of 84/),
    ]);
  });

  test("paper that was never made in one arm, and letters that never went to the print house", () => {
    const channels = ["print", "email"] as const;
    expect(warningsOf({ channels, entriesOf: (_, __, arm) => (arm === "K7" ? ["email"] : channels) })).toEqual([
      expect.stringMatching(/^differential-failure: by print: planned, not made: K1 0 of 84, K7 84 of 84/),
    ]);
    const letters = codesOf("K1").map((code) => ({
      code,
      state: "handed-over" as const,
      letter: "1",
      day: "2026-10-06",
      cycle: cycle.id,
    }));
    expect(warningsOf({ channels, letters })).toEqual([
      expect.stringMatching(/^differential-receipt: by print: made, not handed over: K1 0 of 84, K7 84 of 84/),
    ]);
  });

  test("who left, who opened, whose were delivered", () => {
    const optedOut = (code: string, n: number) =>
      code.startsWith("Z2") && n <= 20 ? { status: "opted-out" as const, not: "no" } : {};
    const entriesOf = (code: string, n: number): Channel[] => (code.startsWith("Z2") && n <= 20 ? [] : ["email"]);
    expect(warningsOf({ assignmentOf: optedOut, entriesOf })).toEqual([
      expect.stringMatching(/^differential-attrition: left before this cycle: K1 0 of 84, K7 20 of 84/),
    ]);
    const sent = [...forAll("K1", "sent"), ...forAll("K7", "sent")];
    expect(warningsOf({ told: [...sent, ...forAll("K1", "opened")] })).toEqual([
      expect.stringMatching(/^differential-receipt: by email: handed over, delivered: K1 84 of 84, K7 0 of 84/),
      expect.stringMatching(/^differential-opening: by email: handed over, opened: K1 84 of 84, K7 0 of 84/),
    ]);
  });

  test("whose peers are of another place than in the cycle before", () => {
    const west = (code: string) => ({ ...made(code, "email"), values: { share: { place: "West" } } }) as ArtefactEntry;
    const movedIn = (...arms: string[]) =>
      warningsOf({ earlier: true, entriesOf: (code, _, arm) => [arms.includes(arm) ? west(code) : "email"] });
    expect(movedIn("K1")).toEqual([
      expect.stringMatching(/^differential-peers: peers of another place than in 2026-06: K1 84 of 84, K7 0 of 84/),
    ]);
    expect(movedIn("K1", "K7")).toEqual([]);
    expect(movedIn()).toEqual([]);
  });

  test("nothing where arms fare alike, nor where nothing is on record", () => {
    expect(warningsOf({})).toEqual([]);
    expect(warningsOf({ told: [...forAll("K1", "bounced"), ...forAll("K7", "bounced")] })).toEqual([]);
    expect(differentials(factsOf()).contrasts.map(({ what }) => what)).not.toContain("by email: made, not handed over");
  });
});

describe("what left that the packed run did not make", () => {
  const told = (setting: Setting) => leftOtherwise(factsOf(setting)).map(({ message }) => message);
  const email = (sha: string, run: string): Partial<SentRecord> => ({
    ...{
      at: "2026-10-06T09:00:00Z",
      state: "handed-over",
      code: "Z10001",
      cycle: cycle.id,
      sent: `${sha}${run}`,
      made: sha,
      run,
    },
  });
  const letter = (sha: string): Partial<PostedRecord> => ({
    ...{ state: "handed-over", code: "Z10001", cycle: cycle.id, day: "2026-10-06", letter: sha, run: "r2" },
  });

  test("is told with the run; the last that left counts", () => {
    expect(told({ emails: [email("", "r1")], letters: [letter("")], channels: ["email", "print"] })).toEqual([]);
    expect(told({ emails: [email("x", "r2"), email("", "r1")] })).toEqual([]);
    expect(told({ emails: [email("", "r1"), email("x", "r2")] })).toEqual([
      "what last left by email in 2026-08 is not what this run made, for 1 of 1: Z10001 (run r2)",
    ]);
    expect(told({ letters: [letter("x")], channels: ["email", "print"] })).toEqual([
      "what last left by print in 2026-08 is not what this run made, for 1 of 1: Z10001 (run r2)",
    ]);
  });
});
