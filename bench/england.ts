import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { normal, type Random, randomFor } from "../fixtures/random.ts";
import { lastDay, type Month, toIso, toMonth } from "../src/month.ts";

/*
 * A made-up service of England's size: every code, name and number is invented, and the same each time. Some practices closed
 * and were followed by others; some months are missing; some rows are of nobody in the directory.
 */

export type Size = { practices: number; months: number; indicators: number }; // 5 to 10 indicators

export const england: Size = { practices: 7458, months: 60, indicators: 9 };

const last = toMonth("2026-08");
const everyRate = ["reliever", "opioid", "antibiotic", "steroid", "sedative", "laxative"]; // items per 1,000 patients a month
const shares = ["generic"]; // of items
const hazards = ["hazard-any", "hazard-one", "hazard-two"]; // a composite and its parts, patients on a day

/** Writes a campaign with its library and its data into a folder; returns how many rows of observations it has. */
export async function writeEngland(folder: string, { practices, months, indicators }: Size): Promise<number> {
  const rates = everyRate.slice(0, indicators - shares.length - hazards.length);
  if (rates.length === 0 || indicators > everyRate.length + shares.length + hazards.length)
    throw new Error(`5 to 10 indicators, not ${indicators}`);
  await mkdir(join(folder, "indicators"), { recursive: true });
  await mkdir(join(folder, "blocks"), { recursive: true });
  for (const id of [...rates, ...shares, ...hazards])
    await writeFile(join(folder, `indicators/${id}.yaml`), indicatorText(id));
  await writeFile(join(folder, "blocks/any.yaml"), blocks);
  await writeFile(join(folder, "campaign.yaml"), campaignText(months, rates));
  await writeFile(join(folder, "data.yaml"), dataText(rates));
  const all = Array.from({ length: practices }, (_, i) => practiceOf(i, practices, months));
  await writeFile(join(folder, "organisations.csv"), directoryText(all));
  return writeObservations(join(folder, "observations.csv"), all, { months, rates });
}

type Made = {
  code: string;
  place: number;
  list: number;
  level: number;
  closed?: { last: Month; successor: string };
  lacks: number; // months ago without a row; below 0 for none
  random: Random;
};

function codeOf(i: number): string {
  return `Z${String(i + 1).padStart(7, "0")}`;
}

/** Every fiftieth closed some time in the data, and the next one took it over. */
function practiceOf(i: number, practices: number, months: number): Made {
  const random = randomFor(1, "england", codeOf(i));
  const isClosed = i % 50 === 49 && i + 1 < practices;
  const ago = 1 + Math.floor(random() * (months - 2));
  return {
    code: codeOf(i),
    place: Math.floor((i * 106) / practices),
    list: Math.round(Math.exp(9 + 0.55 * normal(random))),
    level: Math.exp(0.35 * normal(random)),
    ...(isClosed ? { closed: { last: last - ago, successor: codeOf(i + 1) } } : {}),
    lacks: i % 40 === 7 ? Math.floor(random() * months) : -1,
    random,
  };
}

function directoryText(all: readonly Made[]): string {
  const lines = all.map(({ code, place, list, closed }) => {
    const icb = Math.floor(place / 2.6);
    const [day, successor] = closed ? [lastDay(closed.last), closed.successor] : ["", ""];
    return `${code},INVENTED SURGERY ${code.slice(1)},"1 MADE UP LANE, NOWHERE",ZZ1 1ZZ,1974-04-01,${day},${successor},ZP${place},Place ${place},ZB${icb},Board ${icb},${list}`;
  });
  const head =
    "code,name,address,postcode,opened,closed,successor,place_code,place_name,board_code,board_name,patients";
  return `${[head, ...lines].join("\n")}\n`;
}

/** The months and the rates that there are rows of. */
type Rows = { months: number; rates: readonly string[] };

async function writeObservations(path: string, all: readonly Made[], of: Rows): Promise<number> {
  const out = createWriteStream(path);
  out.write("code,month,measure,numerator,denominator\n");
  let rows = 0;
  for (const [i, made] of all.entries()) {
    const before = all[i - 1]?.closed?.successor === made.code ? all[i - 1] : undefined;
    const text = rowsOf(made, before, of);
    rows += text.length;
    if (text.length > 0 && !out.write(`${text.join("\n")}\n`)) await once(out, "drain");
  }
  const strangers = rowsOf({ ...all[0]!, code: "ZZZZZZZ9" }, undefined, { ...of, months: 3 });
  out.end(`${strangers.join("\n")}\n`);
  await finished(out);
  return rows + strangers.length;
}

function rowsOf(
  { code, list, level, closed, lacks, random }: Made,
  before: Made | undefined,
  { months, rates }: Rows,
): string[] {
  const lines: string[] = [];
  for (let ago = months - 1; ago >= 0; ago--) {
    const month = last - ago;
    if (ago === lacks || (closed && month > closed.last)) continue;
    const patients = list + (before?.closed && month > before.closed.last ? before.list : 0);
    const at = `${code},${toIso(month)}`;
    const some = (mean: number) => Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
    for (const [i, id] of rates.entries())
      lines.push(`${at},${id},${some(patients * 0.002 * (i + 1) * level)},${patients}`);
    const items = some(patients * 0.02) + 1;
    lines.push(`${at},generic,${Math.min(items, some(items * 0.4))},${items}`);
    const risk = some(patients * 0.03) + 1;
    const [one, two] = [Math.min(risk, some(risk * 0.05 * level)), Math.min(risk, some(risk * 0.04))];
    const any = Math.min(risk, Math.max(one, two, one + two - Math.round(0.3 * Math.min(one, two))));
    lines.push(`${at},hazard-any,${any},${risk}`, `${at},hazard-one,${one},${risk}`, `${at},hazard-two,${two},${risk}`);
  }
  return lines;
}

function indicatorText(id: string): string {
  const isHazard = hazards.includes(id);
  const isShare = isHazard || shares.includes(id);
  const many = isHazard ? "patients" : "items";
  return `indicator: ${id}
title: ${id} ${many}
name: ${id} ${many}
short: ${id}
describes: Counted for a test of size.
behaviour: Choosing and reviewing medicines.
actors: [prescribers]
measures: behaviour
kind: ${isShare ? "share" : "rate"}
numerator: { is: Counted., counts: ${many}, one: ${isHazard ? "patient" : "item"}, many: ${many} }
denominator: { is: All., many: ${isHazard ? "patients at risk" : isShare ? "items" : "registered patients"} }
multiplier: ${isShare ? 1 : 1000}
unit: "${isShare ? `% of ${many}` : "per 1,000 patients a month"}"
decimals: ${isShare ? 0 : 1}
direction: lower
${isHazard ? "period: snapshot\n" : ""}${id === "hazard-any" ? "composite: { any-of: [hazard-one, hazard-two] }\n" : ""}inclusion: All ages.
exclusion: Nothing can be left out.
source: { name: Invented }
codes: { list: None, version: "1" }
governance: { author: Lead, checker: Another, reviewed: 2026-05-11, next-review: 2027-05-11 }
`;
}

const blocks = ["headline", "standfirst", "message", "fact", "trend", "overview"]
  .map((role) =>
    role === "fact"
      ? `block: any-${role}\nrole: ${role}\nlead: One\ntext: is one.`
      : `block: any-${role}\nrole: ${role}\ntext: "{{indicator.title}} of {{recipient.name}}."`,
  )
  .join("\n---\n");

function campaignText(months: number, rates: readonly string[]): string {
  return `campaign: england
title: A test of size
rationale: Nothing is meant by it.
issuer:
  name: Nobody's Feedback
  by: Nobody
  signatories: [{ name: Nobody, role: nobody }]
  interests: None.
  contact: { email: help@nobody.example, phone: 01632 960111, url: https://nobody.example, promise: an answer }
  help: { title: Help, lines: [01632 960112], note: Call. }
priority: { statement: None., level: icb, source: None }
recipients: { type: practice, audience: Nobody }
peers: { of: place, otherwise: all, minimum: 10, why-these: They are near. }
indicators: [${[...rates, ...shares, ...hazards].join(", ")}]
headline: ${rates[0]}
comparators: [top-quartile, median]
disclosure: { policy: nhsd-hes, counts: [patients] }
cycles:
  - { id: 2026-08, issued: 2026-10-12, extracted: 2026-10-05, data: { from: ${toIso(last - months + 1)}, to: 2026-08 } }
sections:
  - headline: { say: [any-headline], standfirst: [any-standfirst] }
  - comparison: { chart: dots, message: [any-message], facts: [{ say: [any-fact] }] }
  - trend: { points: 3, message: [any-trend] }
  - table: { message: [any-overview] }
`;
}

function dataText(rates: readonly string[]): string {
  return `fictional: true
source: Invented
organisations:
  file: organisations.csv
  columns: { code: code, name: name, address: address, postcode: postcode, opened: opened, closed: closed, successor: successor, patients: patients }
  levels:
    place: { code: place_code, name: place_name }
    board: { code: board_code, name: board_name }
observations:
  file: observations.csv
  columns: { code: code, indicator: measure, period: month, numerator: numerator, denominator: denominator }
  indicators: { ${[...rates, ...shares, ...hazards].map((id) => `${id}: ${id}`).join(", ")} }
  patients: ${rates[0]}
`;
}
