import { isLetterReport } from "../report/letter.ts";
import { markupOf, type RenderedSubject, type Rule, type Seen, type Spot } from "./rule.ts";
import { auditCriteria, brehaut, colquhoun, cpFit, practice } from "./sources.ts";
import { type CampaignSubject, headlineSignals, type ReportSubject } from "./subject.ts";
import { everyText, looksForWords } from "./wording.ts";
import { allTexts, saidIn, squeezed, textOfHtml } from "./words.ts";

/** T: credibility and tone. */
export const tone: readonly Rule[] = [
  {
    id: "T01",
    family: "credibility",
    says: "Come from a trusted, named source, and say who pays",
    rests: [brehaut(13), cpFit(17), colquhoun("trust and credibility"), auditCriteria],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "cp-fit", "national-audit-report"],
    looks: "a clinical role among the signatories; their names, the issuer and a word on who pays in each channel",
    checks: { campaign: hasClinician, rendered: printsSource },
  },
  {
    id: "T02",
    family: "credibility",
    says: "Cite the evidence of a clinical claim",
    rests: [colquhoun("recommendations based on good evidence")],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "national-audit-report", "integrity"],
    looks:
      "blocks that claim techniques 5.1, 5.2, 5.3 or 4.1, or have the role why: whether they cite, and point at each source; and sources of blocks, actions, targets and the priority that are only placeholders (to be confirmed)",
    checks: { campaign: (subject) => [...citesClaims(subject), ...namesSources(subject)] },
  },
  {
    id: "T03",
    family: "credibility",
    says: "Do not blame anyone; give a way forward with bad news",
    rests: [brehaut(14), colquhoun("attack on self-identity")],
    severity: "warning",
    mode: "heuristic",
    profiles: ["brehaut-15", "cp-fit"],
    looks: `words of blame and of leagues ${everyText}; and, where a recipient is worse than the median, a first step, an encouragement or an offer of help`,
    checks: { campaign: looksForWords("T03"), report: givesWayForward },
  },
  {
    id: "T04",
    family: "credibility",
    says: "Say so when somebody has improved",
    rests: [colquhoun("positive reinforcement for improvers")],
    severity: "info",
    mode: "heuristic",
    profiles: ["brehaut-15"],
    looks: "where the signal improving is set: a block with technique 10.4, or words of thanks or of a fall",
    figures: true,
    checks: { report: praisesImprovers },
  },
  {
    id: "T05",
    family: "credibility",
    says: "Prompt people to talk about it",
    rests: [brehaut(15)],
    severity: "warning",
    mode: "heuristic",
    profiles: ["brehaut-15", "cp-fit"],
    looks: "words of meeting, discussing or doing together in actions and encouragement",
    checks: { report: promptsTalk },
  },
  {
    id: "T06",
    family: "credibility",
    says: "Bring the report to its readers; do not only publish it",
    rests: [cpFit(18)],
    severity: "warning",
    mode: "declared",
    profiles: ["cp-fit"],
    looks: "`delivery.by`: whether it is there, names a way besides a portal, and only ways that a channel makes",
    checks: { campaign: isBrought },
  },
  {
    id: "T07",
    family: "credibility",
    says: "Reach several roles",
    rests: [auditCriteria],
    severity: "warning",
    mode: "auto",
    profiles: ["national-audit-report", "cp-fit"],
    looks: "how many roles `recipients.audience` lists",
    checks: { campaign: reachesRoles },
  },
  {
    id: "T08",
    family: "credibility",
    says: "Do not ask recipients for work before they see their own figures",
    rests: [cpFit(4, 5)],
    severity: "info",
    mode: "declared",
    profiles: ["cp-fit"],
    looks: "`delivery.asks`, and words of logging in or registering in what authors wrote",
    checks: { campaign: asksNoWork },
  },
  {
    id: "T09",
    family: "credibility",
    says: "Say what help comes with the reports, and how much of it",
    rests: [practice("without it nobody can tell what made the difference, or do it again")],
    severity: "info",
    mode: "declared",
    profiles: ["cp-fit", "integrity"],
    looks:
      "words of visits, facilitation, champions, workshops and teaching in the campaign's help, words and actions, where `support` declares none",
    checks: { campaign: declaresSupport },
  },
];

function hasClinician({ campaign }: CampaignSubject): Seen[] {
  const clinical =
    /\b(dr|prof(essor)?|gp|nurse|pharmacist|clinical|clinician|consultant|physician|medical|therapist)\b/i;
  if (campaign.issuer.signatories.some(({ name, role }) => clinical.test(`${name} ${role}`))) return [];
  return [
    {
      what: "no clinician among the signatories",
      hint: "add one, with their role",
      at: { kind: "campaign", id: campaign.campaign, path: ["issuer", "signatories"] },
    },
  ];
}

function printsSource({ report, campaign, rendered }: RenderedSubject): Seen[] {
  const { issuer } = report;
  const path = (key: string) => ({ kind: "campaign", id: campaign.campaign, path: ["issuer", key] }) as const;
  return markupOf(rendered).flatMap(([channel, html]): Seen[] => {
    const text = textOfHtml(html);
    const holds = (words: string) => squeezed(text).includes(squeezed(words));
    const pays = holds(issuer.interests) || /\b(paid for|funded|funding|interests?)\b/i.test(text);
    return [
      ...(holds(issuer.by)
        ? []
        : [{ what: `the issuer is not named in ${channel}`, hint: "print `issuer.by`", at: path("by") }]),
      ...(issuer.signatories.every(({ name }) => holds(name))
        ? []
        : [
            {
              what: `the signatories are not named in ${channel}`,
              hint: "print `issuer.signatories`",
              at: path("signatories"),
            },
          ]),
      ...(pays
        ? []
        : [
            {
              what: `nothing says who pays in ${channel}`,
              hint: "add a block of role method with the text {{issuer.interests}}",
              at: path("interests"),
            },
          ]),
    ];
  });
}

function citesClaims({ blocks }: CampaignSubject): Seen[] {
  return [...blocks.values()].flatMap(({ block, bct, role, cites, text }): Seen[] => {
    const claims = role === "why" || bct.some((code) => ["5.1", "5.2", "5.3", "4.1"].includes(code));
    if (claims && cites.length === 0)
      return [
        {
          what: "a clinical claim without a source",
          hint: "give the source in `cites` and point at it with [^1]",
          at: { kind: "block", id: block, path: ["text"] },
        },
      ];
    const idle = cites.findIndex((_, i) => !text.includes(`[^${i + 1}]`));
    if (idle < 0 || role === "why") return [];
    return [
      {
        what: `source ${idle + 1} is not pointed at`,
        hint: `put [^${idle + 1}] after what it supports`,
        at: { kind: "block", id: block, path: ["cites", idle] },
      },
    ];
  });
}

const unnamed =
  /^\s*(to be (?:confirmed|added|decided)|tb[acd]|todo|unknown|none|n\/a|\?+|source|write (?:here|the source)\b.*)[.\s]*$/i;

/** What stands where a source belongs until somebody finds it. */
function namesSources({ campaign, indicators, blocks, actions }: CampaignSubject): Seen[] {
  const sources: { text: string; at: Spot }[] = [
    { text: campaign.priority.source, at: { kind: "campaign", id: campaign.campaign, path: ["priority", "source"] } },
    ...[...indicators.values()].flatMap(({ indicator: id, target }) =>
      target ? [{ text: target.source, at: { kind: "indicator" as const, id, path: ["target", "source"] } }] : [],
    ),
    ...onceOfVoice([...blocks.values()]).flatMap(({ block: id, cites }) => cited("block", id, cites)),
    ...[...actions.values()].flatMap(({ action: id, cites }) => cited("action", id, cites)),
  ];
  return sources
    .filter(({ text }) => unnamed.test(text))
    .map(({ text, at }) => ({
      what: `"${text}" is no source`,
      hint: "name the document or study, or take out what depends on it",
      at,
    }));
}

/** Without all steps of the voice but the first: the sources of each are those of the campaign's reason, which it takes in. */
function onceOfVoice<T extends { block: string; cites: readonly object[] }>(blocks: readonly T[]): T[] {
  const first = blocks.find(({ block, cites }) => block.startsWith("voice-") && cites.length > 0);
  return blocks.filter((each) => each === first || !each.block.startsWith("voice-"));
}

function cited(kind: "block" | "action", id: string, cites: readonly { text: string }[]) {
  return cites.map(({ text }, i) => ({ text, at: { kind, id, path: ["cites", i, "text"] } }));
}

function givesWayForward(subject: ReportSubject): Seen[] {
  const { report, campaign } = subject;
  if (isLetterReport(report) || !headlineSignals(subject).has("worse-than-median")) return [];
  const forward =
    report.sections.some((section) => section.kind === "first-step" && (section.encouragement || section.link)) ||
    report.sections.some(({ kind }) => kind === "actions");
  if (forward) return [];
  return [
    {
      what: "bad news without a way forward",
      hint: "add a section `first-step` with an encouragement",
      at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
    },
  ];
}

function praisesImprovers(subject: ReportSubject): Seen[] {
  const { report, campaign } = subject;
  if (!headlineSignals(subject).has("improving")) return [];
  const said = saidIn(report).some(
    ({ choice, text }) =>
      choice?.bct.includes("10.4") ||
      /\b(thank you|well done|come down|has (?:fallen|risen)|falling|rising|down from|reached|gone up|up from)\b/i.test(
        text,
      ),
  );
  if (said) return [];
  return [
    {
      what: "an improvement that nobody mentions",
      hint: "add a block with `when: improving` that says so",
      at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
    },
  ];
}

function promptsTalk({ report, campaign }: ReportSubject): Seen[] {
  const talk = /\b(meeting|discuss\w*|together|talk|share|agree|all prescribers|the team|colleagues?)\b/i;
  const where = report.sections.filter(
    ({ kind }) => kind === "actions" || kind === "first-step" || kind === "own-plan",
  );
  if (allTexts({ ...report, sections: where }).some((text) => talk.test(text))) return [];
  return [
    {
      what: "nothing prompts people to talk about it",
      hint: "add an action for the practice meeting",
      at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
    },
  ];
}

function reachesRoles({ campaign }: CampaignSubject): Seen[] {
  const roles = campaign.recipients.audience.split(/,|;|\band\b|\bor\b/).filter((role) => role.trim() !== "");
  if (roles.length >= 2) return [];
  return [
    {
      what: `one role only: ${campaign.recipients.audience}`,
      hint: "name at least two, e.g. Prescribing lead, practice manager",
      at: { kind: "campaign", id: campaign.campaign, path: ["recipients", "audience"] },
    },
  ];
}

/** What makes each way of delivery possible. */
const madeBy = { email: "email", post: "print", hand: "print" } as const;

function isBrought({ campaign }: CampaignSubject): Seen[] {
  const at = { kind: "campaign", id: campaign.campaign } as const;
  const by = campaign.delivery?.by;
  if (!by)
    return [
      {
        what: "nothing says how the reports reach their readers",
        hint: "add a line, e.g. delivery: { by: [email, post] }",
        at: { ...at, path: ["channels"] },
        severity: "info",
      },
    ];
  const path = ["delivery", "by"];
  const unmade = by.filter((way) => way !== "portal" && !campaign.channels.includes(madeBy[way]));
  return [
    ...(by.every((way) => way === "portal")
      ? [{ what: "reports wait in a portal", hint: "also send them by email or post", at: { ...at, path } }]
      : []),
    ...unmade.map((way) => ({
      what: `sent by ${way}, but no such report is made`,
      hint: `add ${way === "email" ? "email" : "print"} to \`channels\`, or take ${way} out`,
      at: { ...at, path },
    })),
  ];
}

function asksNoWork({ campaign, blocks, actions }: CampaignSubject): Seen[] {
  const asked = (campaign.delivery?.asks ?? []).map((work) => ({
    what: `asks for ${work.replace("-", " ")} before a recipient sees its figures`,
    hint: "send the figures themselves, or waive this rule with the reason",
    at: { kind: "campaign", id: campaign.campaign, path: ["delivery", "asks"] } as const,
  }));
  const words = everyWord({ blocks, actions }).flatMap(({ text, at }): Seen[] => {
    const work =
      /\b(log(?:ging)? ?(?:in|on)|sign in|register(?:ing)? (?:to|for|at)|create an account|password)\b/i.exec(
        text,
      )?.[1];
    return work
      ? [{ what: `"${work}" asks for work to see the figures`, hint: "say here what they would find there", at }]
      : [];
  });
  return [...asked, ...words];
}

const helpers: readonly RegExp[] = [
  /\b(champions?)\b/i,
  /\b(facilitat\w+)\b/i,
  /\b(visits? (?:you|your|practices)|sit(?:s)? with you|joins? your|comes? to (?:you|your))\b/i,
  /\b(workshops?|webinars?|masterclass(?:es)?|training sessions?|e-learning)\b/i,
];

function declaresSupport({ campaign, blocks, actions }: CampaignSubject): Seen[] {
  if (campaign.support.length > 0) return [];
  const { help } = campaign.issuer;
  const at = { kind: "campaign", id: campaign.campaign, path: ["issuer", "help"] } as const;
  const said = [{ text: [...help.lines, help.note].join(" "), at }, ...everyWord({ blocks, actions })];
  return said.flatMap(({ text, at }): Seen[] => {
    const found = helpers.flatMap((each) => each.exec(text)?.[1] ?? [])[0];
    return found
      ? [
          {
            what: `"${found}" is help that is not declared`,
            hint: "say in `support` who gives it and how much",
            at,
          },
        ]
      : [];
  });
}

/** What authors wrote to be read, with the block or action it stands in. */
function everyWord({ blocks, actions }: Pick<CampaignSubject, "blocks" | "actions">): { text: string; at: Spot }[] {
  return [
    ...[...blocks.values()].map(({ block, text }) => ({
      text,
      at: { kind: "block", id: block, path: ["text"] } as const,
    })),
    ...[...actions.values()].map(({ action, what, step }) => ({
      text: `${what} ${step.text}`,
      at: { kind: "action", id: action, path: ["what"] } as const,
    })),
  ];
}
