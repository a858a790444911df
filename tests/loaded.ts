import type { Observations } from "../src/input/data/observations.ts";
import { type Inputs, load } from "../src/input/load.ts";
import { loadStudy, type Study } from "../src/input/study.ts";
import { nodeWorld } from "../src/node.ts";

/*
 * Campaigns and trials, read once however many tests ask for them. They are frozen, so that no test can spoil them for
 * another; what cannot be frozen, the series of figures, is looked at again whenever it is asked for.
 */

const loads = new Map<string, Promise<Inputs>>();
const studies = new Map<string, Promise<Study>>();
const figures: { of: string; observations: Observations; print: string }[] = [];

/** The inputs of the campaign at a path, as `load` reads them. */
export function loaded(path: string): Promise<Inputs> {
  const reading =
    loads.get(path) ??
    load(nodeWorld(), path).then((inputs) => {
      note(path, inputs);
      return freeze(inputs);
    });
  loads.set(path, reading);
  lookAgain(path);
  return reading;
}

/** The study at a path, as `loadStudy` reads it. */
export function loadedStudy(path: string): Promise<Study> {
  const reading =
    studies.get(path) ??
    loadStudy(nodeWorld(), path).then((study) => {
      for (const inputs of study.topics.values()) note(path, inputs);
      return freeze(study);
    });
  studies.set(path, reading);
  lookAgain(path);
  return reading;
}

function note(of: string, { observations }: Inputs): void {
  figures.push({ of, observations, print: printOf(observations) });
}

/** Throws where a test has changed figures that others are given too. */
function lookAgain(path: string): void {
  for (const { of, observations, print } of figures)
    if (of === path && printOf(observations) !== print) throw new Error(`a test changed the figures of ${of}`);
}

/** Every figure's sum, and with its place, so that neither a change nor a swap goes unseen. */
function printOf({ of }: Observations): string {
  let [plain, placed, i] = [0, 0, 0];
  for (const byCode of of.values())
    for (const series of byCode.values()) {
      i++;
      for (const values of Object.values(series))
        for (let place = 0; place < values.length; place++) {
          const value = values[place]!;
          const known = Number.isNaN(value) ? -1 : value;
          plain += known;
          placed += known * (i + place / 1000);
        }
    }
  return `${plain} ${placed}`;
}

/** Mutates: the value and all that it holds can no longer be changed. */
export function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  if (value instanceof Map || value instanceof Set) {
    for (const change of ["set", "add", "delete", "clear"])
      if (change in value)
        Object.defineProperty(value, change, {
          value: () => {
            throw new TypeError(`a test calls ${change} on what others read too`);
          },
        });
    for (const each of value.values()) freeze(each);
  }
  Object.freeze(value);
  for (const each of Object.values(value)) freeze(each);
  return value;
}
