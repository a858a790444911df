/** Letters of one font and size that stand in one line, as far as no gap or tag parts them. */
export type TextRun = RunMark & {
  text: string; // a letter that no font has is U+0000
  before: "" | " " | "\n"; // what a reader sees between it and the run before
  font: string; // e.g., "Arimo-Bold"
  size: number; // points, of an em across the line
  x: number; // points from the left of the page to the beginning
  y: number; // points from the bottom of the page to the base line
  width: number; // points, to the end of the last letter that is seen
  contrast: number; // least of its first letter and each that has another ink, to what lies under it: 1 to 21; 21 where that is no plain colour
};

/** What content is marked as. */
export type RunMark = {
  mark: number | undefined; // its number on the page, by which tags name it
  isArtifact: boolean; // no part of the text: a foot, a line
};

/** How letters look. */
export type TextStyle = Pick<TextRun, "font" | "size"> & {
  em: number; // points of an em along the line
  along: readonly [number, number]; // the direction of the line, of length 1
};

/**
 * Puts letters together into runs, in the order of painting. Words are parted where there is room for a space, as pdf.js does it
 * (evaluator.js, getTextContent): over a tenth of an em; less where a space was shown too; and a line ends where the next letter
 * stands back or lower. `contrastAt` tells how well the letters of now stand out at a point of the page.
 */
export function openRuns(contrastAt: (x: number, y: number) => number | undefined) {
  const runs: TextRun[] = [];
  let run: TextRun | undefined;
  let style: TextStyle = { font: "", size: 0, em: 0, along: [1, 0] };
  let mark: RunMark = { mark: undefined, isArtifact: false };
  let [endX, endY, lastEm, lastSize] = [0, 0, 0, 0]; // of the last letter
  let isSpaced = false; // whether a space was shown since
  let isApart = false; // whether what follows is a run of its own
  let isInked = false; // whether its ink may be another
  return { runs, space, letter, setStyle, setMark, setInk };

  /** A space that is shown: it counts where it takes room. */
  function space(): void {
    isSpaced = true;
  }

  function setStyle(next: TextStyle): void {
    if (next.font !== style.font || next.size !== style.size || next.em !== style.em) isApart = true;
    style = next;
  }

  function setMark(next: RunMark): void {
    mark = next;
    isApart = true;
  }

  function setInk(): void {
    isInked = true;
  }

  /** A letter from one point of the page to another. */
  function letter(text: string, x: number, y: number, toX: number, toY: number): void {
    const between = run ? gapTo(x, y) : "";
    if (run && !isApart) run.text += between + text;
    else {
      run = { text, before: between, font: style.font, size: style.size, x, y, width: 0, contrast: most, ...mark };
      runs.push(run);
      isInked = true;
    }
    if (isInked) {
      const middle = style.size / 3; // of a small letter, above the base line
      run.contrast = Math.min(run.contrast, contrastAt((x + toX) / 2, (y + toY) / 2 + middle) ?? most);
      isInked = false;
    }
    run.width = Math.hypot(toX - run.x, toY - run.y);
    [endX, endY, lastEm, lastSize] = [toX, toY, style.em, style.size];
    isSpaced = false;
    isApart = false;
  }

  /** What parts the next letter from the last; sets `isApart` where that makes them two runs. */
  function gapTo(x: number, y: number): TextRun["before"] {
    const [alongX, alongY] = style.along;
    const ahead = (x - endX) * alongX + (y - endY) * alongY;
    const aside = Math.abs((x - endX) * alongY - (y - endY) * alongX);
    const isElsewhere = ahead < back * lastEm || aside > lastSize;
    if (isElsewhere || ahead > far * lastEm || aside > raised * lastSize) isApart = true;
    if (isElsewhere) return "\n";
    return ahead > room * lastEm || (isSpaced && ahead > none * lastEm) ? " " : "";
  }
}

/** The text of some runs, as it is read. */
export function textOfRuns(runs: readonly TextRun[]): string {
  return runs.map(({ before, text }) => before + text).join("");
}

// In ems, and raised in heights, as in pdf.js.
const back = -0.2;
const none = 0.03;
const room = 0.102;
const far = 0.6;
const raised = 0.25;

const most = 21; // the contrast of black on white
