import { numbered } from "./numbered.ts";

/** Progress on stderr: a bar with rate and time left on a terminal, plain lines elsewhere. */
export type Progress = { start(total: number): void; step(failed: boolean): void; end(): void };

/** What is asked of a stream: whether a person sees it, and to write. */
export type Terminal = { isTTY?: boolean; write: (text: string) => boolean };

const width = 30;

export function openProgress(
  stream: Terminal = process.stderr,
  clock: () => number = () => performance.now(),
): Progress {
  let total = 0;
  let done = 0;
  let failures = 0;
  let begun = 0;
  let shown = 0;
  const isTerminal = stream.isTTY === true;
  return { start, step, end };

  function start(count: number): void {
    total = count;
    begun = clock();
    if (!isTerminal) stream.write(`making ${numbered(count, "report")}\n`);
  }

  function step(failed: boolean): void {
    done++;
    if (failed) failures++;
    if (isTerminal && (clock() - shown > 100 || done === total)) {
      shown = clock();
      stream.write(`\r${barText({ done, total, failures, seconds: (clock() - begun) / 1000 })}\u001b[K`);
    } else if (!isTerminal && isMilestone(done, total)) stream.write(`${done} of ${numbered(total, "report")}\n`);
  }

  function end(): void {
    if (isTerminal && done > 0) stream.write("\n");
  }
}

type State = { done: number; total: number; failures: number; seconds: number };

/** `████████░░░░  120 of 276  14.2 a second  11 s left` */
export function barText({ done, total, failures, seconds }: State): string {
  const filled = total === 0 ? width : Math.round((done / total) * width);
  const rate = seconds > 0 ? done / seconds : 0;
  const left = rate > 0 ? Math.ceil((total - done) / rate) : undefined;
  return [
    "█".repeat(filled) + "░".repeat(width - filled),
    `${done} of ${total}`,
    `${rate.toFixed(1)} a second`,
    ...(left === undefined || done === total ? [] : [`${left} s left`]),
    ...(failures > 0 ? [`${failures} failed`] : []),
  ].join("  ");
}

/** Every tenth of the way, and the end. */
function isMilestone(done: number, total: number): boolean {
  return done === total || Math.floor((done * 10) / total) > Math.floor(((done - 1) * 10) / total);
}
