import { statSync } from "node:fs";
import { InvalidArgumentError } from "commander";
import { suggest } from "../input/files/suggest.ts";

/** Reads a list as commander hands it over, a value at a time: separated by commas, by spaces, or by giving the option again. */
export type ListParser<T extends string = string> = (text: string, earlier?: readonly T[]) => readonly T[];

/** A value that is not empty: a variable of a shell that is not set must not pass for an option left out. */
export function given(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("It is empty. Give a value, or leave the option out.");
  return text;
}

/** The path of a folder that is there. */
export function folder(text: string): string {
  if (!statSync(given(text), { throwIfNoEntry: false })?.isDirectory())
    throw new InvalidArgumentError("There is no such folder.");
  return text;
}

/** A list of names that only what is read later can check, e.g. of codes or arms. */
export const list: ListParser = (text, earlier = []) => {
  if (/[/\\]/.test(text))
    throw new InvalidArgumentError(
      "It is a path. Put it before the list, because every word after the option is read as part of the list.",
    );
  const names = text.split(",").map((each) => each.trim());
  const all = [...new Set([...earlier, ...names.filter((name) => name !== "")])];
  if (all.length === 0) throw new InvalidArgumentError("Name at least one.");
  return all;
};

/** A list of words of which there are only these. */
export function listOf<T extends string>(known: readonly T[]): ListParser<T> {
  return (text, earlier = []) => {
    const names = list(text, earlier);
    const unknown = names.find((name) => !known.includes(name as T));
    if (unknown !== undefined) throw new InvalidArgumentError(`It is not known: ${suggest(unknown, known)}`);
    return names as readonly T[];
  };
}

/** "D4=0.6,D9=0.4" → { D4: 0.6, D9: 0.4 } */
export function probabilities(text: string): Readonly<Record<string, number>> {
  const pairs = text.split(",").map((each) => /^\s*([^=\s]+)\s*=\s*(0?\.\d+)\s*$/.exec(each));
  if (pairs.includes(null)) throw new InvalidArgumentError("write an arm and its probability, between 0 and 1: D9=0.4");
  return Object.fromEntries(pairs.map((pair) => [pair![1]!, Number(pair![2])]));
}
