import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Every template as text, by its path below templates/, e.g. "print/report.hbs", "charts/dots.yaml". */
export type Templates = Readonly<Record<string, string>>;

/** Reads all templates of reports in a folder (the studio's own page is none); their order is the same everywhere. */
export async function readTemplates(folder: string): Promise<Templates> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files
      .filter((file) => !keyOf(folder, file).startsWith("preview/"))
      .sort()
      .map(async (file) => [keyOf(folder, file), await readFile(file, "utf8")]),
  );
  return Object.fromEntries(texts);
}

/** The templates that come with the package. */
export function packagedTemplates(): Promise<Templates> {
  return readTemplates(fileURLToPath(new URL("../../templates", import.meta.url)));
}

/** The template at a path; a missing one is an error that names it. */
export function templateAt(templates: Templates, path: string): string {
  const text = Object.hasOwn(templates, path) ? templates[path] : undefined;
  if (text === undefined) throw new Error(`missing template "${path}"`);
  return text;
}

function keyOf(folder: string, file: string): string {
  return relative(folder, file).split(sep).join("/");
}
