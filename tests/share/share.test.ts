import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { wordsHash } from "../../src/input/library/written.ts";
import { load } from "../../src/input/load.ts";
import { nodeWorld } from "../../src/node.ts";
import { isInputError } from "../../src/problem.ts";
import { approveAnswers } from "../../src/share/approve.ts";
import { withApproved } from "../../src/share/approved-lines.ts";
import { changedLines, readingOf } from "../../src/share/lines.ts";
import { type ShareOptions, shareCampaign } from "../../src/share/share.ts";
import { command } from "../command.ts";
import { smallRepository } from "./small.ts";

/* Words that are shared, answered and approved: everything but the page in a browser. */

const small = smallRepository();
const { campaign, edit } = small;
afterEach(small.restore);
afterAll(small.remove);

const share = (options: ShareOptions = {}) => shareCampaign(nodeWorld(), campaign, options, async () => []);
const said = (runs: readonly { kind: string; text: string }[]) => runs.map(({ kind, text }) => `${kind}: ${text}`);

describe("what is shared", () => {
  test("are the words that have changed since a revision, as they stand and as practices read them, on the same data", async () => {
    edit("blocks/encouragement.yaml", "have done it.", "have done it within a year.");
    edit("blocks/method.yaml", "method-counted", "method-what");
    edit("campaign.yaml", "method-counted", "method-what");
    edit("observations.csv", "\n", "\n\n"); // the data of now are read for both
    const status = small.git("status", "--porcelain");
    const { asked, gone, practices, reports } = await share({ against: "HEAD", only: ["ZX01"] });
    expect(asked.map(({ id, state, readers }) => `${id} ${state} ${readers}`)).toEqual([
      `encouragement-any changed ${reports}`,
      `method-what new ${reports}`,
    ]);
    expect(said(asked[0]!.fields[0]!.runs)).toEqual([
      "same: Practices near you have done ",
      "out: it.",
      "in: it within a year.",
    ]);
    expect(asked[0]!.readings).toEqual([
      {
        code: "ZX01",
        name: expect.any(String),
        before: "Practices near you have done it.",
        now: "Practices near you have done it within a year.",
      },
    ]);
    expect(gone).toEqual([{ id: "method-counted", words: expect.stringContaining("What is counted") }]);
    expect(practices.map(({ code, lines }) => [code, lines.filter(({ isChanged }) => isChanged).length])).toEqual([
      ["ZX01", 1],
    ]);
    expect(small.git("status", "--porcelain")).toBe(status); // nobody's checkout or index was touched
  });

  test("may be held against a copy of the folder, or against nothing", async () => {
    const copy = join(small.folder, "copy");
    cpSync(campaign, copy, { recursive: true });
    edit("actions/review-ten.yaml", "title: ", "title: Now ");
    const against = await share({ against: copy });
    expect(against.asked.map(({ id, kind }) => `${kind} ${id}`)).toEqual(["action review-ten"]);
    const first = await share();
    expect(first.asked).toHaveLength(15);
    expect(first.asked.every(({ state }) => state === "new")).toBe(true);
    expect(first.practices.length).toBeGreaterThan(1); // chosen, so that every text is read by somebody
  });

  test("may be held against the words of a run, by the revision that has them", async () => {
    const out = join(small.folder, "out");
    const { code, stderr } = await command(["render", campaign, "--only", "ZX01", "--channel", "email", "--out", out]);
    expect(code, stderr).toBe(0);
    const [of = ""] = readdirSync(out);
    const cycle = join(out, of, readdirSync(join(out, of))[0]!);
    edit("blocks/encouragement.yaml", "have done it.", "have done it within a year.");
    small.git("commit", "-qam", "words of a year");
    edit("blocks/encouragement.yaml", "within a year", "within two years");
    const { asked } = await share({ against: cycle });
    expect(asked.map(({ id, fields }) => [id, said(fields[0]!.runs)])).toEqual([
      ["encouragement-any", ["same: Practices near you have done ", "out: it.", "in: it within two years."]],
    ]);
    small.git("commit", "--amend", "-qam", "as it was, with other words");
    small.git("reset", "-q", "--soft", "HEAD~1");
    small.git("commit", "--amend", "-qam", "nothing else was kept");
    const error = await share({ against: cycle }).catch((thrown: unknown) => thrown);
    expect(isInputError(error) && error.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^no revision of git has the words that the run ".+" was made of$/),
    ]);
    edit("blocks/encouragement.yaml", "have done it within two years.", "have done it.");
    small.git("commit", "--amend", "-qam", "as it was");
  });

  test("are held against nothing that the rules of now refuse, and the place is told without a folder that is gone", async () => {
    const copy = join(small.folder, "older");
    cpSync(campaign, copy, { recursive: true });
    writeFileSync(join(copy, "actions/review-ten.yaml"), "action: review-ten\ntitel: Review ten\n");
    const error = await share({ against: copy }).catch((thrown: unknown) => thrown);
    expect(isInputError(error) && error.problems.map(({ code, message, place }) => [code, message, place])).toEqual([
      [
        "earlier-state",
        expect.stringMatching(
          /as it was at ".*older" cannot be read by the rules of now: .* in review-ten\.yaml, line \d/,
        ),
        undefined,
      ],
    ]);
  });

  test("are also those that wait for somebody who must approve", async () => {
    const { blocks } = await load(nodeWorld(), campaign);
    const sha256 = wordsHash(blocks.get("trend-any")!);
    const line = (role: string) =>
      `  - { text: trend-any, approved-by: ${role}, date: 2026-05-11, sha256: "${sha256}" }\n`;
    const must = "\napproval: { by: [Lead, Patient] }\napproved:\n";
    small.write("campaign.yaml", `${small.text("campaign.yaml")}${must}${line("Lead")}`);
    const ids = async () => (await share({ against: "HEAD" })).asked.map(({ id }) => id);
    expect(await ids()).toHaveLength(15);
    small.write("campaign.yaml", `${small.text("campaign.yaml")}${line("Patient")}`);
    expect(await ids()).not.toContain("trend-any");
  });

  test.each<[ShareOptions, string]>([
    [
      { against: "no-such-tag" },
      '"no-such-tag" is neither a folder with a campaign.yaml, nor a run, nor a revision that git knows here',
    ],
    [{ against: "--upload-pack=x" }, '"--upload-pack=x" is neither a folder'],
    [{ only: ["zx01"] }, 'unknown recipient "zx01"'],
  ])("is refused for %o", async (options, message) => {
    const error = await share(options).catch((thrown: unknown) => thrown);
    expect(isInputError(error) && error.problems[0]?.message).toContain(message);
  });

  test("has a text in the place of another as what was read before, and what is not said any more", () => {
    const line = (key: string, words: string, text?: string) => ({
      key,
      section: "a",
      words,
      ...(text ? { text } : {}),
    });
    const [before, now] = [
      [line("a say 1", "Old words.", "old"), line("a note 1", "Gone.")],
      [line("a say 1", "New words.", "new")],
    ];
    expect(readingOf("new", { before, now })).toEqual({ before: "Old words.", now: "New words." });
    expect(readingOf("old", { before, now })).toBeUndefined();
    expect(changedLines(before, now).map(({ runs }) => said(runs).join(" "))).toEqual([
      "out: Old in: New same:  words.",
      "out: Gone.",
    ]);
  });
});

describe("answers", () => {
  const answerOf = async (changes: object = {}, answers?: object[]) => {
    const { blocks } = await load(nodeWorld(), campaign, { isDraft: true });
    const approve = (text: string) => ({ text, sha256: wordsHash(blocks.get(text)!), answer: "approve", comment: "" });
    const file = join(small.folder, "answer.json");
    const format = { format: "feedback-reports answer", version: 1, campaign: "inhalers" };
    const own = answers ?? [
      approve("trend-any"),
      approve("method-counted"),
      { ...approve("why-harm"), answer: "change", comment: "Say how\nmany." },
    ];
    writeFileSync(
      file,
      JSON.stringify({ ...format, by: "Patient: lead", saved: "2026-05-11", answers: own, ...changes }),
    );
    return file;
  };
  const approve = (file: string) => approveAnswers(nodeWorld(), [file], { study: campaign });

  test("become lines of the campaign's own file, and no other line changes; what changes is told", async () => {
    const before = small.text("campaign.yaml");
    const first = await command(["approve", await answerOf(), "--study", campaign]);
    expect([first.code, first.stdout]).toEqual([
      0,
      expect.stringContaining("why-harm: Patient: lead says: Say how many."),
    ]);
    const after = small.text("campaign.yaml");
    expect(after.startsWith(before)).toBe(true);
    const added = after.slice(before.length).split("\n");
    expect(added[0]).toBe("approved:");
    expect(added[1]).toMatch(
      /^ {2}- \{ text: trend-any, approved-by: "Patient: lead", date: 2026-05-11, sha256: "[0-9a-f]{16}" \}$/,
    );
    expect(added).toHaveLength(4);
    await approve(await answerOf({ saved: "2026-05-12" })); // a later answer takes the place of the earlier
    expect(small.text("campaign.yaml")).toBe(after.replaceAll("2026-05-11", "2026-05-12"));
    expect((await load(nodeWorld(), campaign)).warnings.filter(({ code }) => code.includes("approv"))).toEqual([]);
    edit("blocks/trend.yaml", "over time.", "over the months.");
    const told = (await load(nodeWorld(), campaign)).warnings.filter(({ code }) => code.includes("approv"));
    expect(told.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      expect.stringMatching(/^warning "trend-any" has changed since Patient: lead approved it on 2026-05-12/),
    ]);
  });

  test("are also of what the campaign's own file says: titles and letterhead, as one text", async () => {
    edit("campaign.yaml", "an answer in five days", "an answer in a week");
    const { asked, reports } = await share({ against: "HEAD", only: ["ZX01"] });
    expect(asked.map(({ id, kind, state, readers }) => [id, kind, state, readers])).toEqual([
      ["campaign", "titles and letterhead", "changed", reports],
    ]);
    const promise = asked[0]!.fields.find(({ field }) => field === "issuer.contact.promise")!;
    expect(said(promise.runs)).toEqual(["same: an answer in ", "out: five days", "in: a week"]);
    const { sha256 } = asked[0]!;
    const { approved } = await approve(
      await answerOf({}, [{ text: "campaign", sha256, answer: "approve", comment: "" }]),
    );
    expect(approved).toEqual([{ text: "campaign", "approved-by": "Patient: lead", date: "2026-05-11", sha256 }]);
    const told = async () =>
      (await load(nodeWorld(), campaign)).warnings.flatMap(({ code, message }) =>
        code.includes("approv") ? [message] : [],
      );
    expect(await told()).toEqual([]);
    edit("campaign.yaml", "method-counted", "method-what"); // a name of a block is no word of its own
    edit("blocks/method.yaml", "method-counted", "method-what");
    expect(await told()).toEqual([]);
    edit("campaign.yaml", "an answer in a week", "an answer soon");
    expect(await told()).toEqual([
      expect.stringMatching(/^"campaign" has changed since Patient: lead approved it on 2026-05-11/),
    ]);
  });

  test("keep nothing back where the campaign demands them: check names what is not approved, and what has changed", async () => {
    const asked = "\napproval: { by: [Patient lead] }\n";
    small.write("campaign.yaml", `${small.text("campaign.yaml")}${asked}`);
    await approve(await answerOf({ by: "Patient lead" }));
    edit("blocks/trend.yaml", "over time.", "over the months.");
    const error = await load(nodeWorld(), campaign).catch((thrown: unknown) => thrown);
    const problems = isInputError(error) ? error.problems : [];
    expect(problems.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      "error 13 of 15 texts are not approved by Patient lead: campaign, headline-worse, headline-any and 10 more",
      expect.stringMatching(/^error "trend-any" has changed since Patient lead approved it on 2026-05-11/),
    ]);
    const draft = await load(nodeWorld(), campaign, { isDraft: true }); // the studio goes on showing it
    expect(draft.warnings.filter(({ code }) => code.includes("approv"))).toHaveLength(2);
  });

  test("about words that have changed since are not approved, and the others are", async () => {
    const file = await answerOf();
    edit("blocks/trend.yaml", "over time.", "over the months.");
    const { approved, problems } = await approve(file);
    expect(approved.map(({ text }) => text)).toEqual(["method-counted"]);
    expect(problems.map(({ message }) => message)).toEqual(['"trend-any" has changed since it was shown']);
  });

  test.each([
    [{ campaign: "other" }, 'an answer about campaign "other", and this study is "inhalers"'],
    [{ version: 2 }, "not an answer that was saved on a page of feedback share: version: Invalid input: expected 1"],
    [{ by: "A\nB" }, "not an answer that was saved on a page of feedback share: by: must be one line"],
  ])("that cannot be used are refused whole: %o", async (changes, message) => {
    const before = small.text("campaign.yaml");
    const told = await approve(await answerOf(changes));
    expect([told.written, told.problems.map((each) => each.message)]).toEqual([undefined, [message]]);
    expect(small.text("campaign.yaml")).toBe(before);
  });

  test("of somebody who is not asked are refused, with who may be meant", async () => {
    small.write("campaign.yaml", `${small.text("campaign.yaml")}\napproval: { by: [Patient lead] }\n`);
    const { problems } = await approve(await answerOf({ by: "Patient leads" }));
    expect(problems).toMatchObject([{ code: "unknown-approver", hint: 'did you mean "Patient lead"?' }]);
  });

  test("are written between the lines of any campaign: CRLF, no line at the end, more after the list", () => {
    const one = { text: "a", "approved-by": "Lead", date: "2026-05-11", sha256: "0123456789012345" };
    const line = '- { text: a, approved-by: "Lead", date: 2026-05-11, sha256: "0123456789012345" }';
    expect(withApproved("campaign: x", [one])).toBe(`campaign: x\napproved:\n  ${line}\n`);
    expect(withApproved("campaign: x\r\n", [one])).toBe(`campaign: x\r\napproved:\r\n  ${line}\r\n`);
    const other = "- { text: b, approved-by: Lead, date: 2026-05-11, sha256: '0' } # kept";
    const before = `approved: # ours\n${other}\n\n# next\ncampaign: x\n`;
    expect(withApproved(before, [one])).toBe(`approved: # ours\n${other}\n${line}\n\n# next\ncampaign: x\n`);
    expect(withApproved("approved: [{ text: b }]\n", [one])).toBeUndefined();
    expect(withApproved("approved:\n  - text: b\n    date: 2026-05-11\n", [one])).toBeUndefined();
  });
});

test("the hash of words hangs on words and sources, not on how their lines are broken or whom they are for", async () => {
  const hash = async () => wordsHash((await load(nodeWorld(), campaign)).blocks.get("why-harm")!);
  const before = await hash();
  edit("blocks/why.yaml", "a year go with **more attacks**", "a year\n  go with **more attacks**");
  edit("blocks/why.yaml", "role: why", "role: why\nversion: 2");
  expect(await hash()).toBe(before);
  edit("blocks/why.yaml", "2024", "2025");
  expect(await hash()).not.toBe(before);
});

test("the command writes one file, which says what it was held against", async () => {
  const out = join(small.folder, "share.html");
  edit("blocks/trend.yaml", "over time.", 'over "months" & years.');
  const { code, stdout } = await command(["share", campaign, "--against", "HEAD", "--only", "ZX01", "--out", out]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^1 text to approve; ZX01 shown whole\nWritten: /)]);
  expect(existsSync(out)).toBe(true);
  const html = readFileSync(out, "utf8");
  expect(html).toContain("<dd>HEAD</dd>");
  expect(html).toMatch(/&quot;months&quot; &amp; years/);
  expect(html).not.toMatch(/(?:src|href)="(?!#)/);
});
