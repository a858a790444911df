import { beforeAll, describe, expect, test } from "vitest";
import type { Indicator } from "../../src/input/library/indicator.ts";
import { lint } from "../../src/lint/lint.ts";
import { rules } from "../../src/lint/rules.ts";
import { type Claim, evidence } from "../../src/lint/techniques.ts";
import type { PageLayout } from "../../src/output/inspect/layout.ts";
import type { Sentence } from "../../src/report/sentence.ts";
import { codesOf, judge, type Open, type Sound, sectionOf, soundReport } from "./sound.ts";

// One sound report, and one change that breaks each rule. The report is sound in every rule: so each row also shows that
// the rule is silent where nothing is wrong.

let sound: Sound;
beforeAll(async () => {
  sound = await soundReport();
});

test("peers by the thousand are counted in words too (D09)", () => {
  const many = structuredClone(sound) as Open<Sound>;
  const values = many.report.standings[0]!.values as Record<string, unknown>;
  for (const figure of Object.values(many.report.figures))
    if (figure.value === values.peers || figure.value === Number(values.peers) - 1) figure.text = "2,720";
  values.peers = 2720;
  expect(codesOf(judge(many as Sound).findings)).not.toContain("D09");
});

test("the sound report breaks no rule", () => {
  expect(judge(sound).findings).toEqual([]);
});

test("reports of yearly data may be a year apart (D03)", () => {
  const yearly = structuredClone(sound) as Open<Sound>;
  const { campaign, indicators } = yearly.inputs;
  indicators.get(campaign.headline)!.period = "financial-year";
  const [cycle] = campaign.cycles;
  campaign.cycles = [
    cycle!,
    { ...cycle!, id: "2027-06", issued: cycle!.issued.replace(/^\d+/, (year) => `${Number(year) + 1}`) },
  ];
  const told = () => judge(yearly as Sound).findings.flatMap(({ code, message }) => (code === "D03" ? [message] : []));
  expect(told()).toEqual([]);
  campaign.cycles[1]!.issued = campaign.cycles[1]!.issued.replace(/^\d+/, (year) => `${Number(year) + 1}`);
  expect(told()).toEqual(['cycle "2027-06" comes 24 months after the one before']);
});

test("a line of one's own may be shorter than the trend: withheld, or new (D05)", () => {
  const short = structuredClone(sound) as Open<Sound>;
  for (const section of short.report.sections)
    if (section.kind === "trend") for (const point of section.chart.points.slice(2)) point.own = null;
  expect(codesOf(judge(short as Sound).findings)).not.toContain("D05");
});

type Row = [rule: string, what: string, seen: RegExp, change: (sound: Open<Sound>) => void];

const rows: Row[] = [
  [
    "G01",
    "no reason why",
    /nothing says why/,
    ({ report }) => {
      report.sections = report.sections.filter((section) => section.kind !== "why");
      for (const choice of report.choices) if (choice.slot === "standfirst") choice.bct = [];
    },
  ],
  [
    "G01",
    "a channel without the priority",
    /not said in print/,
    ({ rendered, report }) => {
      rendered.print = rendered.print.replaceAll(report.issuer.priority, "");
    },
  ],
  [
    "G02",
    "readers who cannot change it",
    /none of those who can change "opioids-high-dose"/,
    ({ inputs }) => {
      inputs.campaign.recipients.audience = "Receptionists, dentists";
    },
  ],
  [
    "G03",
    "five indicators",
    /5 indicators/,
    ({ inputs }) => {
      inputs.campaign.indicators.push("fourth", "fifth");
    },
  ],
  [
    "G04",
    "everybody is there already",
    /recipients are already where/,
    ({ standings }) => {
      for (const standing of Object.values(standings).flat())
        if (standing.indicator === "opioids-high-dose") standing.signals.push("meets-target");
    },
  ],
  [
    "G05",
    "a review that is due",
    /due for review on 2026-07-01, before cycle "2026-06"/,
    ({ inputs }) => {
      first(inputs.indicators).governance["next-review"] = "2026-07-01";
    },
  ],
  [
    "G05",
    "a checker who is the author",
    /author and checker are the same/,
    ({ inputs }) => {
      first(inputs.indicators).governance.checker = first(inputs.indicators).governance.author;
    },
  ],
  [
    "G06",
    "no balancing indicator",
    /unintended consequences/,
    ({ inputs }) => {
      for (const indicator of inputs.indicators.values()) delete indicator["balanced-by"];
    },
  ],
  [
    "G08",
    "thanks that do not ask for balance",
    /"Thank you", also to those who do worse on a balancing measure/,
    ({ inputs }) => {
      inputs.blocks.get("voice-standfirst-improving")!.when = { all: ["improving"] };
    },
  ],
  [
    "G08",
    "an action to share what works that does not ask for balance",
    /"what helps you", also to those/,
    ({ inputs }) => {
      inputs.actions.get("opioids-tell-what-helped")!.when = { any: ["in-best-quarter"] };
    },
  ],
  [
    "G09",
    "a first action that is not for what the headline says to look at",
    /the headline speaks of opioids-total, and the first action, ".*", is not for it/,
    ({ inputs, report }) => {
      report.choices.find(({ kind, slot }) => kind === "headline" && slot === "say")!.because = ["unbalanced"];
      const { chosen } = report.choices.find((each) => each.kind === "actions" && each.chosen)!;
      inputs.actions.get(chosen!)!.indicators = ["opioids-high-dose"];
    },
  ],
  [
    "A11",
    "a report on a bank holiday",
    /cycle ".*" comes on Monday 28 December 2026, which is no working day/,
    ({ inputs }) => {
      inputs.campaign.cycles[3]!.issued = "2026-12-28";
    },
  ],
  [
    "A12",
    "a deadline after the next report",
    /is to be done within 12 weeks, and the next report comes after 8/,
    ({ inputs }) => {
      inputs.actions.get("opioids-review-date")!.by = { weeks: 12 };
    },
  ],
  [
    "G07",
    "a good word of what has no direction",
    /"Better" of an indicator/,
    ({ inputs, report }) => {
      first(inputs.indicators).direction = "none";
      sectionOf(report, "comparison").message = [
        { text: "Better than most of the other practices in Kelderside, 50 of 51" },
      ];
    },
  ],
  [
    "D01",
    "old data",
    /data end 107 days before/,
    ({ inputs }) => {
      inputs.campaign.cycles[0]!.issued = "2026-08-15";
    },
  ],
  [
    "D02",
    "no data of their own",
    /have no figure of their own for "opioids-total"/,
    ({ standings }) => {
      for (const standing of Object.values(standings).flat())
        if (standing.indicator === "opioids-total") standing.own = { state: "none", reason: { is: "nothing" } };
    },
  ],
  [
    "D03",
    "one cycle",
    /sent once/,
    ({ inputs }) => {
      inputs.campaign.cycles.splice(1);
    },
  ],
  [
    "D03",
    "half a year between",
    /comes 6 months after/,
    ({ inputs }) => {
      inputs.campaign.cycles = [inputs.campaign.cycles[0]!, inputs.campaign.cycles[3]!];
    },
  ],
  [
    "D04",
    "few in the window",
    /fewer than 4 in 12 months/,
    ({ standings }) => {
      for (const { own } of Object.values(standings).flat()) if (own.state === "shown" && "count" in own) own.count = 3;
    },
  ],
  [
    "D05",
    "no line",
    /no line of at least three points/,
    ({ report }) => {
      report.sections = report.sections.filter(({ kind }) => kind !== "trend");
    },
  ],
  [
    "D06",
    "nothing to compare with",
    /the own figure stands alone/,
    ({ report }) => {
      report.sections = report.sections.filter(({ kind }) => kind !== "comparison" && kind !== "table");
      sectionOf(report, "headline").say = [{ figure: "opioids-high-dose/own.value" }];
    },
  ],
  [
    "D07",
    "only the median",
    /only comparator/,
    ({ inputs }) => {
      inputs.campaign.comparators = ["median"];
    },
  ],
  [
    "D08",
    "three comparators",
    /3 comparators/,
    ({ report }) => {
      const { chart } = sectionOf(report, "comparison");
      chart?.labels.unshift({ ...chart.labels[0]!, role: "target" });
    },
  ],
  [
    "D09",
    "few peers are enough",
    /as few as 3 peers/,
    ({ inputs }) => {
      inputs.campaign.peers.minimum = 3;
    },
  ],
  [
    "D09",
    "peers without a name",
    /who the peers are/,
    ({ report }) => {
      for (const figure of Object.values(report.figures))
        if (figure.text.startsWith("practices in")) figure.text = "practices";
    },
  ],
  [
    "D10",
    "a gap that is closed",
    /a gap to the limit of the best quarter, which is already reached/,
    ({ report }) => {
      signal(report, "in-best-quarter");
      sectionOf(report, "comparison").facts[1]!.lead = [{ figure: "opioids-high-dose/gap.best.monthly" }];
    },
  ],
  [
    "D11",
    "a place with small numbers",
    /\{\{rank\.better\}\} of small numbers/,
    ({ report }) => {
      signal(report, "small-numbers");
      sectionOf(report, "comparison").message = [{ figure: "opioids-high-dose/rank.better" }];
    },
  ],
  [
    "D12",
    "a league table",
    /"bottom"/,
    ({ report }) => {
      sectionOf(report, "table").message = [{ text: "You are at the bottom" }];
    },
  ],
  [
    "D17",
    "peers who differ mostly by chance",
    /differences between peers on opioids-high-dose are mostly chance/,
    ({ report }) => {
      report.standings[0]!.signals = [{ signal: "unreliable", evidence: "reliability 0.41" }];
    },
  ],
  [
    "D16",
    "a published value without an interval",
    /1 of \d+ values of "opioids-high-dose" come without an interval/,
    ({ inputs, standings }) => {
      first(inputs.indicators).given = "value";
      let isFirst = true;
      for (const standing of Object.values(standings).flat()) {
        if (standing.indicator !== "opioids-high-dose" || standing.own.state !== "shown") continue;
        standing.own = {
          state: "shown",
          value: standing.own.value,
          months: 1,
          ...(isFirst ? {} : { interval: { lower: 0, upper: 9 } }),
        };
        isFirst = false;
      }
    },
  ],
  [
    "D13",
    "no source",
    /the source of the data/,
    ({ report }) => {
      report.sections = report.sections.filter(({ kind }) => kind !== "method");
    },
  ],
  [
    "D14",
    "nobody to ask",
    /no address or telephone number in email/,
    ({ rendered }) => {
      rendered.email.html = rendered.email.html.replace(/[\w.]+@[\w.]+|01632 \d+/g, "");
    },
  ],
  [
    "D15",
    "no help to find patients",
    /no action helps/,
    ({ inputs }) => {
      for (const action of inputs.actions.values()) Object.assign(action, { what: "Talk about it.", title: "Talk" });
    },
  ],
  [
    "D15",
    "an NHS number",
    /looks like an NHS number/,
    ({ report }) => {
      sectionOf(report, "actions").actions[0]!.what = [{ text: "Call 943 476 5919." }];
    },
  ],
  [
    "V01",
    "a long headline",
    /more than 25 words.*: \d\d words/,
    ({ report }) => {
      sectionOf(report, "headline").say.push({ text: " and so on".repeat(8) });
    },
  ],
  [
    "V01",
    "a headline without figures",
    /without the recipient.s figure/,
    ({ report }) => {
      sectionOf(report, "headline").say = [{ text: "About opioids.", strong: true }];
    },
  ],
  [
    "V02",
    "a chart without a message",
    /without a message, in trend/,
    ({ report }) => {
      sectionOf(report, "trend").message = [];
    },
  ],
  [
    "V02",
    "a message on another page",
    /on different pages, in comparison/,
    ({ rendered }) => {
      rendered.pdf.text = rendered.pdf.text.flatMap((page) => page.split(/(?=Your practice)/));
    },
  ],
  [
    "V03",
    "a chart that says something else",
    /the label of own says/,
    ({ report }) => {
      const own = sectionOf(report, "comparison").chart?.labels.find(({ role }) => role === "own");
      if (own) own.at += 1;
    },
  ],
  [
    "V03",
    "peers that were not counted",
    /are drawn there/,
    ({ report }) => {
      const { chart } = sectionOf(report, "comparison");
      chart!.peers = chart!.peers.map((peer) => peer + 100); // all above
    },
  ],
  [
    "V03",
    "a channel with another number",
    /headline\.say is not said in plain text/,
    ({ rendered }) => {
      rendered.email.text = rendered.email.text.replaceAll(/\d/g, "9");
    },
  ],
  [
    "V04",
    "no chart",
    /not drawn/,
    ({ report }) => {
      delete sectionOf(report, "comparison").chart;
    },
  ],
  [
    "V04",
    "an alternative text without numbers",
    /with pictures off/,
    ({ report }) => {
      sectionOf(report, "comparison").chart!.shortAlt = [{ text: "Dots." }];
    },
  ],
  [
    "V05",
    "five charts",
    /5 charts/,
    ({ report }) => {
      const trend = sectionOf(report, "trend");
      report.sections.push(...[1, 2, 3].map((i) => ({ ...trend, id: `trend-x${i}`, startsPage: true })));
    },
  ],
  [
    "V06",
    "a shadow",
    /decoration in print: box-shadow/,
    ({ rendered }) => {
      rendered.print += "<style>h1 { box-shadow: 1px 1px black }</style>";
    },
  ],
  [
    "V07",
    "a rainbow",
    /hues in email/,
    ({ rendered }) => {
      rendered.email.html += "#ff0000 #ff8800 #ffff00 #00ff00 #00ffff #0000ff #ff00ff";
    },
  ],
  [
    "V08",
    "a chart without its unit",
    /without its unit, in comparison/,
    ({ report }) => {
      sectionOf(report, "comparison").unit = [];
    },
  ],
  [
    "V09",
    "a bare percentage",
    /a percentage without a count/,
    ({ report }) => {
      sectionOf(report, "why").points[0]!.text.push({ text: " That is 40%." });
    },
  ],
  [
    "V10",
    "no first step on page one",
    /does not hold a first step/,
    ({ report }) => {
      sectionOf(report, "first-step").startsPage = true;
    },
  ],
  [
    "V10",
    "a long message",
    /more than 150 words/,
    ({ report }) => {
      sectionOf(report, "headline").standfirst.push({ text: " and so on".repeat(60) });
    },
  ],
  [
    "V10",
    "a full page",
    /more than 250 words on page one/,
    ({ rendered }) => {
      rendered.pdf.text[0] += " word".repeat(200);
    },
  ],
  [
    "V10",
    "five pages",
    /more than four pages/,
    ({ rendered }) => {
      rendered.pdf.pages = 5;
    },
  ],
  [
    "V11",
    "a long sentence",
    /more than 35 words/,
    ({ report }) => {
      sectionOf(report, "why").points[0]!.text = [{ text: `${"Some people say this and ".repeat(9)}stop.` }];
    },
  ],
  [
    "V12",
    "a heading in Title Case",
    /Title Case/,
    ({ report }) => {
      sectionOf(report, "actions").title = "Actions For Your Whole Practice";
    },
  ],
  [
    "V12",
    "number and noun",
    /"1 items"/,
    ({ report }) => {
      sectionOf(report, "comparison").facts[0]!.text = [{ text: "you had 1 items" }];
    },
  ],
  [
    "V12",
    "thousands without a comma",
    /thousands without a comma.*12400/,
    ({ report }) => {
      sectionOf(report, "comparison").facts[0]!.text = [{ text: "for your list of 12400" }];
    },
  ],
  [
    "V13",
    "nothing strong",
    /nothing stands out/,
    ({ report }) => {
      for (const span of sectionOf(report, "headline").say) if ("strong" in span) delete span.strong;
    },
  ],
  [
    "V14",
    "no tags",
    /without tags/,
    ({ rendered }) => {
      rendered.pdf.tagged = false;
    },
  ],
  [
    "V14",
    "a silent chart",
    /without an alternative text/,
    ({ report }) => {
      sectionOf(report, "trend").chart.alt = [];
    },
  ],
  [
    "V15",
    "letters that nobody can read",
    /letters that are too small/,
    ({ rendered, report }) => {
      rendered.pdf.layout = [pageWith(6, report.recipient.address)] as NonNullable<typeof rendered.pdf.layout>;
    },
  ],
  [
    "A01",
    "no plan",
    /no plan of action/,
    ({ report }) => {
      report.sections = report.sections.filter(({ kind }) => kind !== "actions");
    },
  ],
  [
    "A02",
    "a vague verb",
    /begins with "Consider"/,
    ({ inputs }) => {
      first(inputs.actions).what = "Consider a review.";
    },
  ],
  [
    "A03",
    "six actions",
    /6 actions/,
    ({ report }) => {
      const section = sectionOf(report, "actions");
      section.actions = Array.from({ length: 6 }, () => section.actions[0]!);
    },
  ],
  [
    "A03",
    "a project first",
    /the first step is a project/,
    ({ report }) => {
      sectionOf(report, "actions").actions[0]!.effort = "project";
    },
  ],
  [
    "A04",
    "another campaign's action",
    /moves antibiotics/,
    ({ inputs }) => {
      first(inputs.actions).indicators = ["antibiotics"];
    },
  ],
  [
    "A05",
    "no room to write",
    /no room/,
    ({ report }) => {
      report.sections = report.sections.filter(({ kind }) => kind !== "own-plan");
    },
  ],
  [
    "A06",
    "no goal",
    /no goal in numbers/,
    ({ report }) => {
      report.sections = report.sections.filter(({ kind }) => kind !== "own-plan");
      for (const fact of sectionOf(report, "comparison").facts) Object.assign(fact, { lead: [], text: [] });
    },
  ],
  [
    "A10",
    "more people than there are",
    /asks for more than a recipient has/,
    ({ inputs }) => {
      for (const action of inputs.actions.values()) action.amount = "900 people a month";
    },
  ],
  [
    "A13",
    "no search by name",
    /no action names a search or has a link/,
    ({ inputs }) => {
      for (const action of inputs.actions.values()) Object.assign(action, { searches: [], links: [] });
    },
  ],
  [
    "A07",
    "one action",
    /a single action/,
    ({ report }) => {
      sectionOf(report, "actions").actions.splice(1);
    },
  ],
  [
    "A08",
    "no look back",
    /does not say what has changed/,
    ({ report }) => {
      sectionOf(report, "headline").say = [
        { figure: "opioids-high-dose/own.value", strong: true },
        { figure: "opioids-high-dose/median.value" },
      ];
      for (const fact of sectionOf(report, "comparison").facts) Object.assign(fact, { lead: [], text: [] });
      for (const row of sectionOf(report, "table").rows) row.change = [];
      sectionOf(report, "comparison").message = [{ text: "Above" }];
      sectionOf(report, "headline").standfirst = [];
      sectionOf(report, "first-step").encouragement = [];
      sectionOf(report, "trend").message = [{ text: "Over time" }];
    },
  ],
  [
    "T01",
    "no clinician",
    /no clinician/,
    ({ inputs }) => {
      inputs.campaign.issuer.signatories = [{ name: "Ann Example", role: "Manager" }];
    },
  ],
  [
    "T01",
    "nobody pays",
    /nothing says who pays in email/,
    ({ rendered }) => {
      rendered.email.html = rendered.email.html.replace(/Paid for[^.]*\.|interest/g, "");
    },
  ],
  [
    "T02",
    "a claim without a source",
    /without a source/,
    ({ inputs }) => {
      inputs.blocks.get("opioids-why-start")!.cites = [];
    },
  ],
  [
    "T03",
    "blame",
    /"You are failing" may read as blame/,
    ({ inputs }) => {
      inputs.blocks.get("voice-standfirst-reason")!.text = "You are failing.";
    },
  ],
  [
    "T03",
    "no way forward",
    /bad news without a way forward/,
    ({ report }) => {
      report.sections = report.sections.filter(({ kind }) => kind !== "actions" && kind !== "first-step");
    },
  ],
  ...(
    [
      ["S02", "a stop at a stroke", "Stop tramadol today.", /at a stroke/],
      [
        "S03",
        "a conversion",
        "Convert each patch to tablets with the table.",
        /turns one medicine or dose into another/,
      ],
      ["S04", "a change by letter", "Change inhalers by letter.", /nobody has agreed to/],
      ["S05", "an age that decides", "Stop aspirin in everyone over 75.", /age or group alone/],
      ["S06", "a label taken off", "Remove penicillin allergy labels.", /keeps somebody safe/],
      ["S07", "two scopes", "People with cancer are outside this report.", /says cancer is outside them/],
      ["S08", "reasons nobody knows", "None of these items was justified.", /than the data hold/],
      ["S09", "a number to stop", "Stop five patients a week.", /decides for many/],
      ["T10", "a word to avoid", "Addicts come first.", /"Addicts" is a word to avoid/],
      ["T11", "a threat", "Sanctions will follow.", /threatens/],
      ["T12", "a promise", "This is guaranteed to work.", /promises/],
      ["T13", "a vague source", "Experts agree.", /is no source/],
      ["T14", "a statistic without one", "Your rate is significantly higher.", /without the statistic/],
      ["T15", "praise without a figure", "A superb result.", /praise or scorn/],
      ["T16", "a term", "Your z-score is high.", /readers need not know/],
    ] as const
  ).map(
    ([rule, what, words, seen]): Row => [
      rule,
      what,
      seen,
      ({ inputs }) => {
        first(inputs.actions).know = words;
      },
    ],
  ),
  [
    "S01",
    "no caution that must be said",
    /no caution that must be said/,
    ({ inputs }) => {
      inputs.campaign["must-say"] = [];
    },
  ],
  [
    "T04",
    "no thanks",
    /an improvement that nobody mentions/,
    ({ report }) => {
      for (const choice of report.choices) choice.bct = [];
      sectionOf(report, "headline").say = [
        { figure: "opioids-high-dose/own.value", strong: true },
        { figure: "opioids-high-dose/median.value" },
      ];
      sectionOf(report, "headline").standfirst = [];
      sectionOf(report, "comparison").message = [{ text: "Above" }];
      sectionOf(report, "trend").message = [{ text: "Over time" }];
      for (const fact of sectionOf(report, "comparison").facts) Object.assign(fact, { lead: [], text: [] });
      sectionOf(report, "first-step").encouragement = [];
    },
  ],
  [
    "T05",
    "alone",
    /nothing prompts people to talk/,
    ({ report }) => {
      report.sections = report.sections.filter(({ kind }) => kind !== "actions" && kind !== "first-step");
    },
  ],
  [
    "A09",
    "a dose schedule",
    /"Cut the dose by 10% every two weeks" sets a dose or a pace/,
    ({ inputs }) => {
      first(inputs.actions).what = "Cut the dose by 10% every two weeks, then stop.";
    },
  ],
  [
    "A09",
    "a pace",
    /sets a dose or a pace/,
    ({ inputs }) => {
      first(inputs.actions).step.text = "Taper the patch every two weeks.";
    },
  ],
  [
    "T02",
    "a target whose source nobody has found",
    /"to be confirmed" is no source/,
    ({ inputs }) => {
      first(inputs.indicators).target = { value: 1, label: "Our ambition", source: "to be confirmed" };
    },
  ],
  [
    "T03",
    "blame without a word of failure",
    /"out of control" may read as blame/,
    ({ inputs }) => {
      inputs.blocks.get("voice-standfirst-reason")!.text = "Your prescribing is out of control.";
    },
  ],
  [
    "D12",
    "a place in a table",
    /"5th of"/,
    ({ report }) => {
      sectionOf(report, "headline").standfirst = [{ text: "You are 5th of 64." }];
    },
  ],
  [
    "T06",
    "nothing declared",
    /nothing says how the reports reach/,
    ({ inputs }) => {
      delete inputs.campaign.delivery;
    },
  ],
  [
    "T06",
    "a portal alone",
    /reports wait in a portal/,
    ({ inputs }) => {
      inputs.campaign.delivery = { by: ["portal"], asks: [] };
    },
  ],
  [
    "T06",
    "post without paper",
    /sent by post, but no such report is made/,
    ({ inputs }) => {
      inputs.campaign.channels = ["email"];
    },
  ],
  [
    "T07",
    "one role",
    /one role only/,
    ({ inputs }) => {
      inputs.campaign.recipients.audience = "Prescribing lead";
    },
  ],
  [
    "T08",
    "a login",
    /asks for login before a recipient sees its figures/,
    ({ inputs }) => {
      inputs.campaign.delivery = { by: ["email"], asks: ["login"] };
    },
  ],
  [
    "T08",
    "a login in the words",
    /"Log in" asks for work/,
    ({ inputs }) => {
      first(inputs.blocks).text = "Log in to see your figures.";
    },
  ],
  [
    "T09",
    "help that nobody declared",
    /"sit with you" is help that is not declared/,
    ({ inputs }) => {
      inputs.campaign.support = [];
    },
  ],
  [
    "X05",
    "a waiver of what does not exist",
    /unknown rule, "Z99"/,
    ({ inputs }) => {
      inputs.campaign.lint.waive.push(waiver("Z99"));
    },
  ],
  [
    "X05",
    "a waiver that nothing needs",
    /a waiver of A01 that nothing needs/,
    ({ inputs }) => {
      inputs.campaign.lint.waive.push(waiver("A01"));
    },
  ],
  [
    "X06",
    "figures that are withheld",
    /withholds \d+ of \d+ figures of recipients: \d+ of \d+ of "opioids-total"/,
    ({ standings }) => {
      const own = { state: "withheld", of: "count", below: 8, from: 0, upTo: 1, base: 90, months: 12 } as const;
      for (const standing of Object.values(standings).flat())
        if (standing.indicator === "opioids-total") standing.own = own;
    },
  ],
  [
    "X06",
    "a small count of patients",
    /a count under 8.*own\.count is 3/,
    ({ inputs, report }) => {
      first(inputs.indicators).numerator!.counts = "patients";
      report.figures["opioids-high-dose/own.count"] = { value: 3, text: "3" };
    },
  ],
  [
    "X06",
    "a withheld figure",
    /a withheld figure is shown/,
    ({ report }) => {
      report.standings[0]!.suppressions.push({
        what: "own count, value, rank, gap and change",
        reason: "a count under 8",
      });
    },
  ],
  [
    "X07",
    "a technique that is not there",
    /claims 5\.1 .* without showing a consequence with its source/,
    ({ report }) => {
      for (const point of sectionOf(report, "why").points) point.text = point.text.filter((span) => !("cite" in span));
    },
  ],
  [
    "P01",
    "a block that does not hold",
    /shown, though it needs improving/,
    ({ report }) => {
      for (const standing of report.standings)
        standing.signals = standing.signals.filter((each) => each.signal !== "improving");
    },
  ],
  [
    "P02",
    "the same for the third time",
    /the first action is the same for the third time/,
    (each) => {
      each.earlier = [[structuredClone(each.report)], [structuredClone(each.report)]];
    },
  ],
  [
    "P03",
    "a trend that was not measured",
    /where no trend was measured/,
    ({ report }) => {
      for (const standing of report.standings)
        standing.signals = standing.signals.filter(
          ({ signal }) => !/improving|falling|approaching|achieved/.test(signal),
        );
    },
  ],
];

describe("broken", () => {
  test.each(rows)("%s: %s", (rule, _, seen, change) => {
    const found = judge(sound, change).findings.filter(({ code }) => code === rule);
    expect(found.map(({ message }) => message).join("\n")).toMatch(seen);
    expect(found.every(({ hint, source }) => hint && source)).toBe(true);
  });

  test("a change that nobody has agreed to warns, for the net is wide; a stop at a stroke is an error", () => {
    const severities = (rule: string, words: string) =>
      judge(sound, ({ inputs }) => {
        first(inputs.actions).know = words;
      })
        .findings.filter(({ code }) => code === rule)
        .map(({ severity }) => severity);
    expect(severities("S04", "Change inhalers by letter.")).toEqual(["warning"]);
    expect(severities("S02", "Stop tramadol today.")).toEqual(["error"]);
  });

  test("every rule has a case", () => {
    expect(codesOf(rows.map(([code]) => ({ code, severity: "info", message: "" }))).sort()).toEqual(
      rules
        .filter(({ family }) => family !== "trial") // src/trial looks at those
        .map(({ id }) => id)
        .sort(),
    );
  });

  test("another recipient's name is found", () => {
    const other = structuredClone(sound.report) as Open<Sound["report"]>;
    Object.assign(other.recipient, { code: "Z99999", name: "Somebody Else's Surgery" });
    sectionOf(other, "table").message = [{ text: "Unlike Z99999" }];
    const reports = [other, sound.report];
    const of = (change: string) => {
      const copy = structuredClone(sound.report) as Open<Sound["report"]>;
      sectionOf(copy, "table").message = [{ text: change }];
      return lint({
        inputs: sound.inputs,
        cycle: sound.cycle,
        reports: [reports[0]!, copy] as Sound["report"][],
      }).findings.filter(({ code }) => code === "X06");
    };
    expect(
      of("Unlike Somebody Else's Surgery")
        .map(({ message }) => message)
        .join(),
    ).toMatch(/another recipient is named in 1 of 2 reports/);
    expect(of("Unlike Somebody Else's Surgery").map(({ recipients }) => recipients?.length)).toEqual([1]);
    expect(of("Unlike others")).toEqual([]);

    other.recipient.name = "Kelderside"; // one word tells of somebody only as it is written
    expect(of("Unlike Kelderside, you").map(({ recipients }) => recipients?.length)).toEqual([1]);
    expect(of("Unlike kelderside, or Keldersiders")).toEqual([]);
  });
});

test("words above figures then and now show the own figure; without the figures they do not", () => {
  const holds = (rows: readonly unknown[]) => {
    const section = { kind: "since-last", name: "since-last", rows };
    const said = { section, slot: "message", sentences: [], text: "It is too early to tell." };
    const indicator = first(sound.inputs.indicators as Map<string, Indicator>);
    return evidence["2.2"]!.holds({ said, report: sound.report, indicator } as unknown as Claim);
  };
  expect([holds([{}]), holds([])]).toEqual([true, false]);
});

test("a source of the campaign's reason that is still to be found is told once, not for each step of the voice", () => {
  const { findings } = judge(sound, ({ inputs: { blocks } }) => {
    const saying = [...blocks.values()].filter(({ block, cites }) => block.startsWith("voice-") && cites.length > 0);
    expect(saying.length).toBeGreaterThan(3);
    for (const block of saying) block.cites = [{ ...block.cites[0]!, text: "to be confirmed" }];
  });
  expect(findings.filter(({ message }) => message.includes("is no source")).map(({ code }) => code)).toEqual(["T02"]);
});

test("a definition that is printed says who is left out, however it is put; without it nothing does", () => {
  const key = "opioids-high-dose/indicator.exclusion";
  const of = (text: Sentence) =>
    judge(sound, ({ report }) => {
      const method = sectionOf(report, "method");
      report.sections = [method as (typeof report.sections)[number]];
      report.figures[key] = { value: null, text: "Dressings from the nurses' own stock are not seen." };
      method.entries = [{ ...method.entries[0]!, text: text as Open<Sentence> }];
    }).findings.filter(({ message }) => message.includes("nothing says who is left out"));
  expect(of([{ text: "Dressings." }])).toHaveLength(1);
  expect(of([{ figure: key }])).toEqual([]);
});

test("digits of a code are no thousands", () => {
  const { findings } = judge(sound, ({ report }) => {
    sectionOf(report, "comparison").facts[0]!.text = [{ text: "for the practices in U90001" }];
  });
  expect(codesOf(findings)).not.toContain("V12");
});

describe("waivers", () => {
  const broken = ({ report }: Open<Sound>) => {
    report.sections = report.sections.filter(({ kind }) => kind !== "own-plan");
  };

  test("what is waived is returned apart, with its waiver", () => {
    const { findings, waived } = judge(sound, (each) => {
      broken(each);
      each.inputs.campaign.lint.waive.push(waiver("A05"));
    });
    expect(findings).toEqual([]);
    expect(waived.map(({ finding, waiver: { reason } }) => [finding.code, reason])).toEqual([["A05", "A test"]]);
  });

  test("a waiver of some blocks covers no others", () => {
    const change = (of: string[]) => (each: Open<Sound>) => {
      each.inputs.blocks.get("opioids-why-start")!.cites = [];
      each.inputs.campaign.lint.waive.push({ ...waiver("T02"), of });
    };
    expect(codesOf(judge(sound, change(["opioids-why-start"])).findings)).toEqual([]);
    expect(codesOf(judge(sound, change(["opioids-why-pace"])).findings)).toEqual(["T02", "X05"]);
  });

  test("a waiver is not idle where its rule could not look", () => {
    const inputs = structuredClone(sound.inputs) as Open<Sound["inputs"]>;
    inputs.campaign.lint.waive.push(waiver("A05"));
    expect(lint({ inputs: inputs as Sound["inputs"] }).findings).toEqual([]);
  });

  test("rules of other profiles are silent; those of integrity are not", () => {
    const { findings } = judge(sound, (each) => {
      broken(each);
      each.inputs.campaign.lint.profile = ["nhs-style"];
      for (const point of sectionOf(each.report, "why").points)
        point.text = point.text.filter((span) => !("cite" in span));
    });
    expect(codesOf(findings)).toEqual(["X07"]);
  });
});

/** A page with the address as it should be, and a line of so many points. */
function pageWith(size: number, address: readonly string[]): PageLayout {
  const paper = { left: 0, bottom: 0, right: 595, top: 842 };
  const run = (text: string, y: number, pt: number) => ({
    ...{
      text,
      before: "\n" as const,
      font: "Arimo-Regular",
      size: pt,
      x: 71,
      y,
      width: 100,
      mark: 1,
      isArtifact: false,
      contrast: 21,
    },
  });
  return { paper, runs: [...address.map((line, i) => run(line, 720 - 12 * i, 10)), run("a line", 400, size)] };
}

function waiver(rule: string) {
  return { rule, reason: "A test", "approved-by": "Nobody", date: "2026-11-01" };
}

function first<T>(items: Map<string, T>): T {
  return [...items.values()][0]!;
}

function signal(report: Open<Sound["report"]>, name: string): void {
  report.standings[0]!.signals.push({ signal: name, evidence: "" });
}

describe("an unsafe instruction is found wherever an author writes it:", () => {
  const unsafe = "Stop tramadol today";
  type Place = [where: string, write: (inputs: Open<Sound["inputs"]>) => unknown];
  const settings = ({ campaign }: Open<Sound["inputs"]>, kind: string) =>
    campaign.sections.find((section) => section.kind === kind)!.settings as Record<string, unknown>;
  const places: Place[] = [
    ["title of the campaign", ({ campaign }) => Object.assign(campaign, { title: unsafe })],
    ["priority", ({ campaign }) => Object.assign(campaign.priority, { statement: unsafe })],
    ["help", ({ campaign }) => Object.assign(campaign.issuer.help, { note: unsafe })],
    ["event", ({ campaign }) => Object.assign(campaign.events[0]!, { note: unsafe })],
    ["note of a section", (inputs) => Object.assign(settings(inputs, "actions"), { note: unsafe })],
    ["title of a section", (inputs) => Object.assign(settings(inputs, "why"), { title: unsafe })],
    ["caution of the first step", (inputs) => Object.assign(settings(inputs, "first-step"), { caution: unsafe })],
    [
      "words of a link",
      (inputs) => Object.assign(settings(inputs, "method").link as { words: string }, { words: unsafe }),
    ],
    ["title of a block", ({ blocks }) => Object.assign(blocks.get("opioids-why-start")!, { title: unsafe })],
    ["lead of a fact", ({ blocks }) => Object.assign(blocks.get("voice-gap-any")!, { lead: unsafe })],
    ["title of an action", ({ actions }) => Object.assign(first(actions), { title: unsafe })],
    ["situation", ({ actions }) => Object.assign(first(actions), { situation: unsafe })],
    ["amount", ({ actions }) => Object.assign(first(actions), { amount: unsafe })],
    ["sign", ({ actions }) => Object.assign(first(actions), { know: unsafe })],
    ["barrier", ({ actions }) => Object.assign(first(actions), { barrier: unsafe })],
    ["first step", ({ actions }) => Object.assign(first(actions).step, { text: `**${unsafe}**` })],
    ["indicator", ({ indicators }) => Object.assign(first(indicators), { title: unsafe })],
    ["definition", ({ indicators }) => Object.assign(first(indicators), { inclusion: unsafe })],
  ];

  test.each(places)("%s", (_, write) => {
    const inputs = structuredClone(sound.inputs) as Open<Sound["inputs"]>;
    write(inputs);
    expect(codesOf(lint({ inputs: inputs as Sound["inputs"] }).findings)).toContain("S02");
  });

  test("the subject of a letter", () => {
    const inputs = structuredClone(sound.inputs) as Open<Sound["inputs"]>;
    const settings = { subject: unsafe, paragraphs: [], salutation: "Dear all", closing: "Yours" };
    inputs.campaign.sections.push({ name: "letter", kind: "letter", settings });
    expect(codesOf(lint({ inputs: inputs as Sound["inputs"] }).findings)).toContain("S02");
  });
});
