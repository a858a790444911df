import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { shorten } from "../input/library/library.ts";
import { inputError } from "../problem.ts";
import { findHarm } from "./template-harm.ts";

/** Every template as text, by its path below templates/, e.g. "print/report.hbs", "charts/dots.yaml". */
export type Templates = Readonly<Record<string, string>>;

/**
 * Reads all templates of reports in a folder (the pages of the studio, `compare` and `share` are none); their order is the same
 * everywhere. Throws an InputError where one could do harm.
 */
export async function readTemplates(folder: string): Promise<Templates> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files
      .filter((file) => !/^(preview|compare|share)\//.test(keyOf(folder, file)))
      .sort()
      .map(async (file) => [keyOf(folder, file), await readFile(file, "utf8")]),
  );
  const templates: Templates = Object.fromEntries(texts);
  const harm = findHarm(templates, (path) => shorten(join(folder, path)));
  if (harm.length > 0) throw inputError(harm);
  return templates;
}

/** The templates that come with the package. */
export function packagedTemplates(): Promise<Templates> {
  return readTemplates(fileURLToPath(new URL("../../templates", import.meta.url)));
}

/** The template variants that come with some templates: the folders below variants/, in order. */
export function variantsIn(templates: Templates): string[] {
  const names = Object.keys(templates).flatMap((path) => VARIANT.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort();
}

/**
 * The templates of one look: those that stand outside variants/, those of the variant in place of its namesakes. "standard"
 * is without any. A file of a variant that takes no other's place is an error: nothing would ever read it.
 */
export function variantOf(templates: Templates, name: string): Templates {
  const own = Object.entries(templates).filter(([path]) => VARIANT.exec(path)?.[1] === name);
  if (name !== standard && own.length === 0) throw new Error(`no template variant "${name}"`);
  const base = Object.fromEntries(Object.entries(templates).filter(([path]) => !VARIANT.test(path)));
  const replacing = own.map(([path, text]) => [path.replace(VARIANT, ""), text] as const);
  const idle = replacing.find(([path]) => !Object.hasOwn(base, path));
  if (idle) throw new Error(`variants/${name}/${idle[0]} takes the place of no template`);
  return { ...base, ...Object.fromEntries(replacing) };
}

/** The templates without the variants that nobody uses. */
export function usedTemplates(templates: Templates, names: readonly string[]): Templates {
  const isUsed = ([path]: [string, string]) => {
    const variant = VARIANT.exec(path)?.[1];
    return variant === undefined || names.includes(variant);
  };
  return Object.fromEntries(Object.entries(templates).filter(isUsed));
}

/** The look of reports whose design names no other. */
export const standard = "standard";

const VARIANT = /^variants\/([^/]+)\//;

/** The template at a path; a missing one is an error that names it. */
export function templateAt(templates: Templates, path: string): string {
  const text = Object.hasOwn(templates, path) ? templates[path] : undefined;
  if (text === undefined) throw new Error(`missing template "${path}"`);
  return text;
}

function keyOf(folder: string, file: string): string {
  return relative(folder, file).split(sep).join("/");
}
