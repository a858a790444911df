import { readFileSync } from "node:fs";

/** What package.json says of this package. Read from beside `src` and `dist` alike, also by a Node that is too old to go on. */
export const thisPackage: {
  version: string;
  engines: { node: string }; // e.g. ">=22.18"
  devDependencies?: Record<string, string>;
} = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
