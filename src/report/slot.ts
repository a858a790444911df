import type { Report, Section, Sentence } from "./report.ts";

/** The sentence of a slot: "comparison.facts.2", "actions.1", "headline". */
export function sentenceAt(slot: string, { sections, choices }: Report): Sentence | undefined {
  const [name = "", part = "", ...rest] = slot.split(".");
  const facts = choices.filter((choice) => choice.chosen !== undefined && choice.slot.startsWith("comparison.facts."));
  const isFact = name === "comparison" && part === "facts"; // a fact that fits nobody leaves no gap in the list
  const at = isFact ? facts.findIndex((fact) => fact.slot === slot) : Number(rest.at(-1) ?? part) - 1;
  for (const section of sections) {
    const sentence = sentenceIn(section, name, part, at);
    if (sentence) return sentence;
  }
  return undefined;
}

function sentenceIn(section: Section, name: string, part: string, at: number): Sentence | undefined {
  switch (section.kind) {
    case "headline":
      return name === "headline" ? section.headline : name === "standfirst" ? section.standfirst : undefined;
    case "letter":
      return name === "letter" ? section.paragraphs[at] : undefined;
    case "comparison":
      if (name !== "comparison") return undefined;
      return part === "message" ? section.message : factOf(section.facts[at]);
    case "first-step":
      return name === "first-step" ? section.encouragement : undefined;
    case "trend":
    case "multiples":
    case "table":
      return name === section.kind ? section.title : undefined;
    case "groups":
      return name === "groups" ? section.message : undefined;
    case "points":
      return name === section.style ? section.points[at]?.text : undefined;
    case "actions":
      return name === "actions" ? section.actions[at]?.what : undefined;
    case "method":
      return name === "method" ? section.entries[at]?.text : undefined;
    default:
      return undefined;
  }
}

function factOf(fact: { lead: Sentence; text: Sentence } | undefined): Sentence | undefined {
  return fact && [...fact.lead, { text: " " }, ...fact.text];
}
