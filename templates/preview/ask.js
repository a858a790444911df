// Questions to the server, which answers below its secret address.

/** @import { Answers } from "../../src/preview/messages.ts" */

/**
 * What the server says at a path; an error of its own carries its words.
 * @template {keyof Answers} Path
 * @param {Path} path
 * @param {Record<string, string>} [query]
 * @returns {Promise<Answers[Path]>}
 */
export async function ask(path, query = {}) {
  const answer = await fetch(`.${path}?${new URLSearchParams(query)}`);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error ?? answer.statusText);
  return body;
}
