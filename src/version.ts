import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package: the checkout, or where it is installed. */
export const packageFolder = fileURLToPath(new URL("..", import.meta.url));

/** The version of this package, from its package.json. */
export function engineVersion(): string {
  return (JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { version: string }).version;
}
