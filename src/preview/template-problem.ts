import { shorten } from "../input/library/library.ts";
import type { Place, Problem } from "../problem.ts";

/**
 * What a template, or a report that cannot be made, has to say. The error names its template, or a line of it; a line
 * alone is taken to be in the template that was saved last, if that was one.
 */
export function templateProblem(error: Error, changed: readonly string[]): Problem {
  const place = placeIn(error, changed);
  return {
    code: "cannot-make",
    severity: "error",
    message: firstLine(error.message),
    ...(place ? { place } : {}),
  };
}

function placeIn({ message }: Error, changed: readonly string[]): Place | undefined {
  const named = /((?:print|email|html|charts|theme)\/[\w./-]+\.\w+):(\d+)(?::(\d+))?/.exec(message);
  const [saved] = changed;
  const line = /(?:on )?line (\d+)(?:, column (\d+))?/.exec(message) ?? /- (\d+):(\d+)$/.exec(message);
  if (named) return { file: `templates/${named[1]}`, line: Number(named[2]), column: Number(named[3] ?? 1) };
  if (!saved || changed.length > 1) return undefined;
  return { file: shorten(saved), line: Number(line?.[1] ?? 1), column: Number(line?.[2] ?? 0) + 1 };
}

/** Handlebars draws an arrow under the place; here the line of source is shown instead. */
function firstLine(message: string): string {
  const [first = "", ...rest] = message.split("\n");
  const expected = rest.find((line) => /^Expecting/.test(line));
  return expected ? `${first.replace(/:$/, "")}: ${expected.slice(0, 120)}` : first;
}
