import { describe, expect, test } from "vitest";
import { biddings, namings } from "../../src/lint/grammar/acts.ts";
import { reader } from "../../src/lint/grammar/grammar.ts";
import { words } from "../../src/lint/grammar/lexicon.ts";
import { formsOf } from "../../src/lint/grammar/morphology.ts";

describe("the forms of verbs", () => {
  test.each([
    ["stop", "stops", "stopped", "stopping"],
    ["reduce", "reduces", "reduced", "reducing"],
    ["deny", "denies", "denied", "denying"],
    ["withdraw", "withdraws", "withdrawn", "withdrawing"],
    ["cease", "ceases", "ceased", "ceasing"],
    ["phase out", "phases out", "phased out", "phasing out"],
  ])("%s, %s, %s, %s", (verb, thirds, done, doing) => {
    expect(formsOf(verb)).toMatchObject({ base: verb, thirds, done, doing });
  });
});

const stopping = { verbs: words`stop | take … off`, names: words`an end to` };
const read = reader(
  [
    { stop: biddings(stopping), "stop.named": namings(stopping), medicine: words`opioids? | codeine` },
    { agreed: words`agreed? | offer`, now: words`today | at once`, warned: words`dangerous` },
  ],
  new Set(["medicine", "now"]),
  new Map([
    ["bid", [{ patterns: ["stop>medicine -agreed"], say: "ask" }]],
    ["named", [{ patterns: ["stop.named medicine now -warned"], say: "ask" }]],
    ["refused", [{ patterns: ["~agreed stop"], say: "ask" }]],
    ["acted", [{ patterns: ["stop<>medicine"], say: "ask" }]],
    ["twice", [{ patterns: ["medicine medicine"], say: "ask" }]],
    ["unasked", [{ patterns: ["-agreed+"], say: "ask" }]],
    [
      "several",
      [
        { patterns: ["warned", "now"], say: "first" },
        { patterns: ["medicine"], say: "last" },
      ],
    ],
  ]),
);

test("of several faults the first in the list is told, wherever it stands; one that only rules out is looked for in every sentence", () => {
  expect(read("Codeine is dangerous today.", "several")).toEqual({ words: "dangerous", say: "first" });
  expect(read("Codeine helps, and so does rest today.", "several")).toEqual({ words: "today", say: "first" });
  expect(read("Codeine helps.", "several")).toEqual({ words: "Codeine", say: "last" });
  expect(read("Rest helps.", "several")).toBeUndefined();
  expect(read("Rest helps.", "unasked")).toEqual({ words: "", say: "ask" });
  expect(read("Offer rest.", "unasked")).toBeUndefined();
});

describe("a pattern of meanings", () => {
  test.each([
    ["bid", "Stop the codeine today.", "Stop the codeine"],
    ["bid", "Opioids: please stop all codeine.", "stop all codeine"],
    ["bid", "Why not stop the opioid?", "stop the opioid"],
    ["bid", "They should take this person off codeine.", "take this person off codeine"],
    ["named", "Stopping codeine at once is simplest.", "Stopping codeine at once"],
    ["refused", "Nobody agreed; stop it.", "agreed; stop"],
    ["acted", "Codeine should be stopped.", "Codeine should be stopped"],
    ["acted", "Take the codeine off each list.", "Take the codeine off"],
    ["acted", "If it does not help, stop codeine.", "stop codeine"],
    ["twice", "Codeine is an opioid.", "Codeine is an opioid"],
  ])("%s: %s", (rule, text, found) => {
    expect(read(text, rule)?.words).toBe(found);
  });

  test.each([
    ["bid", "Never stop an opioid."],
    ["bid", "Do not stop opioids or take anyone off codeine."],
    ["bid", "Stop no opioid."],
    ["bid", "People who want to stop codeine are helped."],
    ["bid", "Stop codeine as agreed."],
    ["bid", "In the study people had stopped codeine."],
    ["named", "Stopping codeine at once is dangerous."],
    ["refused", "It was agreed; stop it."],
    ["acted", "Stop the clock, because codeine has gone."],
    ["acted", "Some feel worse when codeine is stopped."],
    ["acted", "Codeine: stop the reminder from June."],
    ["acted", "Don't: stop codeine."],
    ["twice", "Codeine helps."],
  ])("%s: not %s", (rule, text) => {
    expect(read(text, rule)).toBeUndefined();
  });

  test("names no meaning that has no words", () => {
    expect(() => reader([], new Set(), new Map([["bid", [{ patterns: ["stop"], say: "" }]]]))).toThrow(
      'no words for "stop" in "stop"',
    );
  });
});
