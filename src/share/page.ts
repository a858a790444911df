import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { answerFile } from "../input/answer.ts";
import { dayName } from "../month.ts";
import { compileHandlebars } from "../render/handlebars.ts";
import { policyOf } from "../render/policy.ts";
import type { ChangedLine } from "./lines.ts";
import type { AskedText, SharedPage } from "./share.ts";

const folder = new URL("../../templates/share/", import.meta.url);

/** The words that were shared as one page that needs nothing besides itself: read, answered and saved without a network. */
export async function sharePage(shared: SharedPage): Promise<string> {
  const [markup, style, code] = await Promise.all(
    ["page.hbs", "page.css", "answer.js"].map((name) => readFile(fileURLToPath(new URL(name, folder)), "utf8")),
  );
  const [css, script] = [`\n${style}`, `\n${code}`];
  const fill = compileHandlebars(markup!, { name: "share/page.hbs" });
  const view = {
    ...toView(shared),
    css: { html: css },
    script: { html: script },
    policy: policyOf({ style: css, script }),
  };
  return fill({ figures: {}, ...view } as never);
}

function toView({ campaign, cycle, against, day, reports, asked, gone, practices, findings }: SharedPage) {
  const roles = campaign.approval?.by ?? [];
  const { one, many } = campaign.recipients;
  return {
    campaign: campaign.campaign,
    title: campaign.title,
    issuer: campaign.issuer.name,
    contact: campaign.issuer.contact.email,
    lead: "These words go to people who act on them. Read each as its readers will, then approve it or ask for a change. Words in {{double braces}} are filled in for each reader.",
    reports: `${reports} of ${cycle.id}, to be issued on ${dayName(cycle.issued)}`,
    against: against ?? "nothing: all words are new",
    day: dayName(day),
    must: roles.length > 0 ? roles.join(", ") : "nobody by name",
    roles,
    isNamed: roles.length > 0,
    count: String(asked.length),
    isEmpty: asked.length === 0,
    longest: String(answerFile.longest),
    texts: asked.map((text, i) => toText(text, i + 1, { reports, one, many })),
    hasGone: gone.length > 0,
    gone,
    practices: practices.map(({ code, name, lines }) => ({ code, name, ...toReport(lines) })),
    isSound: findings.length === 0,
    findings: findings.map(({ severity, message, hint = "", place }) => ({
      severity: severity === "info" ? "note" : severity,
      message,
      hint,
      place: place ? `${place.file}:${place.line}` : "",
    })),
  };
}

function toText(
  text: AskedText,
  number: number,
  { reports, one, many }: { reports: number; one: string; many: string },
) {
  const { id, kind, sha256, state, fields, readers, readings, approved, outdated } = text;
  const by =
    readers === 0 ? "Nobody gets it in this cycle" : `Read by ${readers} of ${reports} ${reports === 1 ? one : many}`;
  return {
    id,
    sha256,
    number: String(number),
    kind: `${kind[0]!.toUpperCase()}${kind.slice(1)}`,
    state,
    fields,
    readers: by,
    readings: readings.map(({ before, ...reading }) => ({
      ...reading,
      hasBefore: before !== undefined && before !== reading.now,
      before: before === "" ? "nothing in this place" : (before ?? ""),
    })),
    approvals: [
      ...approved.map((each) => `Approved by ${each["approved-by"]} on ${dayName(each.date)}.`),
      ...outdated.map((each) => `Changed since ${each["approved-by"]} approved it on ${dayName(each.date)}.`),
    ],
  };
}

function toReport(lines: readonly ChangedLine[]) {
  const changed = lines.filter(({ isChanged }) => isChanged).length;
  return {
    changes: changed === 0 ? "nothing has changed" : `${changed} of ${lines.length} texts have changed`,
    sections: [...Map.groupBy(lines, ({ section }) => section)].map(([section, own]) => ({ section, lines: own })),
  };
}
