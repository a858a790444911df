import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of this package: the checkout, or where it is installed. */
export const packageFolder = fileURLToPath(new URL("..", import.meta.url));

/** What package.json says of this package. Read from beside `src` and `dist` alike, also by a Node that is too old to go on. */
export const thisPackage: {
  version: string;
  engines: { node: string }; // e.g. ">=22.18"
  devDependencies?: Record<string, string>;
} = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
