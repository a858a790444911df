import type { Trial } from "../../input/study.ts";
import { remembered } from "../../remembered.ts";
import { hiddenWords } from "../integrity/hidden.ts";
import type { Facts } from "./facts.ts";
import type { Table, WrittenCell } from "./written.ts";

/**
 * How a pack speaks of arms. Masked: by code alone; a factor is F1, its second level F1.2, a stage its number, and no name
 * of them stands anywhere. Unmasked: codes with their levels beside them.
 */
export type PackEdition = {
  masked: boolean;
  code: (code: string) => string; // of an arm, alone: "K7"
  arm: (code: string) => string; // "K7", or "K7 (delivery: email)"
  factor: (name: string) => string;
  level: (factor: string, level: string) => string;
  stage: (name: string | undefined) => string; // its number, from 1; empty where there are none
  sequence: (sequence: string) => string; // "1:S1 > 2:S9"
  say: (text: string) => string; // words of an author or a rule
  sayAll: <T>(value: T) => T; // every text in a value of lists and records; keys stay
  sayTable: (table: Table) => Table;
};

export function editionOf(facts: EditionNaming, { masked }: { masked: boolean }): PackEdition {
  const { trial } = facts;
  const codes = codesOf(facts);
  const inCodes = (text: string) => codes.reduce((said, { is, code }) => said.replace(is, code), text);
  const say = masked ? remembered(inCodes, asItIs) : asItIs; // a table has the same few texts in thousands of rows
  const sayAll = <T>(value: T): T => (masked ? (mapTexts(value, say) as T) : value);
  const factors = Object.keys(trial.file.factors);
  const stages = trial.file.stages.map(({ stage }) => stage);
  const factor = (name: string) => (masked ? `F${factors.indexOf(name) + 1}` : name);
  const level = (of: string, name: string) =>
    masked ? `${factor(of)}.${Object.keys(trial.file.factors[of]?.levels ?? {}).indexOf(name) + 1}` : name;
  const stage = (name: string | undefined) => (name === undefined ? "" : String(stages.indexOf(name) + 1));
  return {
    masked,
    code: asItIs,
    arm: (code) => (masked ? code : `${code} (${levelsText(trial, code)})`),
    factor,
    level,
    stage,
    sequence: (text) => text.replace(/([a-z0-9-]+):/g, (_, name: string) => `${stage(name)}:`),
    say,
    sayAll,
    sayTable: ({ columns, rows }) => ({
      columns,
      rows: masked ? rows.map((row) => mapTexts(row, say) as Readonly<Record<string, WrittenCell>>) : rows,
    }),
  };
}

/** "delivery: email, own-plan: with" */
export function levelsText({ arms }: Trial, code: string): string {
  return Object.entries(arms.get(code)?.levels ?? {})
    .map(([factor, level]) => `${factor}: ${level}`)
    .join(", ");
}

/** What an edition is made of. */
type EditionNaming = Pick<Facts, "study" | "trial" | "templates">;

type Code = { is: RegExp; code: string };

/**
 * What levels are, and the names of factors, levels and stages, each with the code in its place. An ordinary word is a name
 * only in quotes, as findings tell it, or in a pair, as cells are called: "facts: none".
 */
function codesOf({ study, trial, templates }: EditionNaming): Code[] {
  const hidden = new Set(hiddenWords(study, trial, templates).hidden);
  const { factors, stages } = trial.file;
  const named = (name: string, code: string) =>
    hidden.has(name) ? [{ name, code }] : [{ name: `"${name}"`, code: `"${code}"` }];
  const said = Object.entries(factors).flatMap(([factor, { levels }], i) => [
    ...named(factor, `F${i + 1}`),
    ...Object.entries(levels).flatMap(([level, { is }], k) => {
      const code = `F${i + 1}.${k + 1}`;
      const pair = { name: `${factor}: ${level}`, code };
      return [...(isPhrase(is) ? [{ name: is, code }] : []), pair, ...named(level, code)];
    }),
  ]);
  const periods = trial.file.periods.flatMap(({ period }, i) => named(period, `period ${i + 1}`));
  return [...said, ...periods, ...stages.flatMap(({ stage }, i) => named(stage, `stage ${i + 1}`))]
    .toSorted((a, b) => b.name.length - a.name.length)
    .map(({ name, code }) => ({ is: asWord(name), code }));
}

/** What a level is in a word or two (Antibiotics) is the campaign's own word too. */
function isPhrase(is: string): boolean {
  return is.trim().split(/\s+/).length > 2;
}

/** Whole words, hyphens counted as part of them, whatever the case. */
function asWord(name: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9-])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![A-Za-z0-9-])`, "gi");
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)]));
}

function asItIs(text: string): string {
  return text;
}
