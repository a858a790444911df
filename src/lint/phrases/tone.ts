import { type Phrase, words } from "../phrases.ts";

/* Words that blame, threaten or frighten, by kind. */

const forward = "say what was seen and what can be done";
const you =
  "(?:you|your (?:practice|team|prescribers?|doctors?|gps?|partners?|nurses?|staff|place|locums?)|the (?:practice|partners?|prescribers?|gps?|team)|(?:somebody|someone) in your (?:practice|team))";

/** Blame, shame, and places in a league. */
export const blame: readonly Phrase[] = [
  {
    finds: /\bfail(?:s|ed|ing|ures?)?\b/i,
    unless:
      /\b(?:heart|kidney|renal|liver|respiratory|organ|ventricular|cardiac|breathing|pump|sensor) failures?\b|\b(?:trial|study|audit|review)\b[^.]{0,30}\bfailed to\b|\bfailure to comply\b/i,
    say: forward,
  },
  {
    finds:
      /\b(?:poor(?:ly)? (?:\w+ )?(?:care|practice|performance|prescrib\w+|choices?|record|control|standards?|results?|quality|compliance|management)|perform\w* poorly|poor(?:ly)?)\b/i,
    unless: /\bpoor (?:sleep|circulation|mobility|hearing|eyesight|vision|health|people|areas?|appetite)\b/i,
    say: forward,
  },
  {
    finds:
      /\b(?:worst|unacceptabl[ey]|offenders?|culprits?|blame[ds]?|inadequate(?:ly)?|negligen\w+|excessive(?:ly)?|careless\w*|reckless\w*|irresponsibl[ey]|laz(?:y|iness)|lax|sloppy|sham(?:e|ed|eful|ing)|disgrac\w*|embarrass\w*|scandal\w*|dismal|woeful(?:ly)?|appalling(?:ly)?|disappoint\w*|incompeten\w+|complacen\w+|deplorable|hazardous|dangerous prescrib\w+|inexcusabl[ey])\b/i,
    say: forward,
  },
  {
    finds:
      /\b(?:out of control|(?:your|the) (?:\w+ )?fault|fault of|no excuse|lett?(?:ing)? (?:your )?patients down|bad (?:practice|prescrib\w+|habits?|medicine)|under ?performing|name and shame|pull\w* (?:your|their|its) weight)\b/i,
    even: true,
    say: forward,
  },
  {
    finds:
      /\b(?:in)?appropriate(?:ly)?(?= (?:prescrib\w+|transfus\w+|use|items?|courses?|opioids?|antibiotics?)| and |[.,]|$)/i,
    unless: /\b(?:where|if|when|as|is|be|more|most|any|an) appropriate\b/i,
    say: "the data hold no diagnoses: say what was counted, and that some patients are exactly where they should be",
  },
  {
    finds: words`\b${you} (?:should have|ought to have|could have|must have|have let|has let|ignores?|neglects?|do(?:es)? not care|refuse[sd]?|overlook(?:s|ed)?|have done nothing)\b`,
    even: true,
    say: forward,
  },
  {
    finds:
      /\b(?:you|your (?:\w+ )?(?:practice|prescribing|prescribers?|doctors|team)) (?:is|are) (?:the|a|part of the) problem\b|\btoo (?:quick|ready|willing|lazy|busy|keen|slow|generous) to\b|\b(?:not|never) (?:tried|try|trying|bothered|cared?)\b[^.]{0,15}\b(?:hard|enough|to)\b|\b(?:shocking|alarming|outrageous|atrocious|abysmal|terrible|awful|dreadful)\b/i,
    even: true,
    say: forward,
  },
  {
    finds:
      /\b(?:your|their) own (?:doing|making|fault)\b|\b(?:you|yours|your (?:practice|team|doctors)) (?:do(?:es)?|did|has|have|will) not (?:bother|care|manage|try|listen|know|follow|take)\b|\bculture of (?:over|poor|bad|careless|high)\w*|\boverprescrib(?:er|ers|ing) (?:at|in|by) your\b|\byour (?:bad|lazy|careless|old|wrong) \w+/i,
    even: true,
    say: forward,
  },
  { finds: /\b(?:should|ought to) have (?:\w+ed|done|known|seen|acted|been)\b/i, say: forward },
  {
    finds:
      /\b(?:league(?: tables?)?|outliers?|(?:top|bottom|foot) (?:\w+ )?of the (?:table|list|league|class|pile)|bottom (?:ten|five|\d+|tenth|decile)|red[- ]rated|(?:rank(?:ed|s)?|placed|came|come|are) (?:\w+ )?\d+(?:st|nd|rd|th)(?: (?:out )?of)?|\d+(?:st|nd|rd|th) (?:out )?of \d+|wooden spoon|(?:second|third|\d+(?:st|nd|rd|th)|last|next) (?:from|to) (?:the )?(?:bottom|last|top)|(?:overtaken|beaten|outperformed|passed) by|behind (?:\d+|all|most) (?:other )?(?:practices|places)|(?:dropped|fallen|slipped|climbed|moved up|risen) (?:\d+|\w+) places|(?:is|are) (?:worse|better) than (?:you|yours?)|(?:published|listed|named) (?:by name|publicly)|naming|laggards?|losers?)\b/i,
    unless: /\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b/i,
    say: "say higher or lower than most, and keep a rank in its range",
  },
];

/** Threats, fright and urgency. */
export const threat: readonly Phrase[] = [
  {
    finds:
      /\b(?:sanction(?:s|ed)?|penalt(?:y|ies)|penalis\w+|disciplin\w+|punish\w*|consequences? for you|breach notices?|escalat(?:e|ed|ion)|we (?:will|shall|are going to) (?:be )?(?:watch\w*|monitor\w*|report(?:ing)? you|refer(?:ring)? you)|under (?:surveillance|investigation)|face (?:an? )?(?:investigation|inspection|action|audit)|formal (?:inspection|action|investigation|warning|notice)|failure to comply|contract(?:s|ual)? (?:team|action|review)|GMC|CQC|regulator|inspectors?|reported to (?:the|your|nhs|a)|held to account|(?:will|shall|must) (?:have|face|bear|be met with) (?:\w+ )?consequences|(?:board|icb|commissioners?|nhs england|press|public|patients|colleagues) (?:board )?will (?:see|know|hear|be told|learn)|(?:we|the board|the icb) (?:expects?|requires?|demands?) (?:an? )?(?:explanation|answer|account|response|improvement)|explain yourselves?|in writing why|take this further|made public|publish(?:ed)? (?:by|your) name|litigation|sued?|negligence claims?)\b/i,
    unless: /\b(?:gastro|guidance|licen[cs]e|warns?|mhra|alerts? from|guideline|leaflets?)\b/i,
    say: "offer help, not a threat: say who can sit with the practice, and what it costs them",
  },
  {
    finds:
      /\b(?:los(?:e|ing) your (?:contract|funding|income|payment|licen[cs]e|registration)|(?:funding|payment|income|contract) (?:depends|is at risk|will be (?:cut|withheld|withdrawn|reviewed))|if (?:nothing|this|your rate|you)[^.]{0,40}\bwe (?:will|shall|must))\b/i,
    unless: /\bif you (?:ask|want|wish|agree|tell|ring|write|reply|prefer)\b/i,
    say: "offer help, not a threat: say who can sit with the practice, and what it costs them",
  },
  {
    finds:
      /\b(?:tick\w* time[- ]?bomb|time[- ]?bomb|epidemics?|pandemic of|crisis(?= is| of| on| in (?:opioids?|your))|(?:opioid|antibiotic|addiction|overdose|resistance|prescribing) crisis|apocalypse|catastroph\w+|disaster\w*|deadly|lethal|killers?|kill(?:s|ing|ed)?|(?:will|may|might|could|are going to) die|deaths? on your hands|blood on|nightmare|terrif\w+|horrif\w+|devastat\w+|timebombs?|tsunami|plague|next (?:death|victim|overdose|casualty)|(?:could|may|might|will) be (?:dead|next)|poison(?:ed|ing|s)?|(?:ruin|destroy|wreck|end)s? lives)\b/i,
    unless: /\b(?:can be fatal|crisis contact|in a crisis|or crisis|flare or crisis)\b/i,
    say: "say the risk as a number with its comparator and its source",
  },
  {
    finds:
      /\b(?:urgent(?:ly)?[:!]|act (?:immediately|now|today|at once)|(?:respond|reply|do this|do it|read this|start) (?:immediately|at once|now|or else)|immediate (?:action|response) (?:is )?(?:required|needed)|last (?:chance|warning|reminder)|final (?:warning|notice|reminder|chance)|before it is too late|too late|cannot wait|can't wait|no time to (?:lose|waste)|drop everything|without delay|time is running out|(?:today|now),? not (?:tomorrow|later|next)|not a (?:day|moment|minute) (?:longer|later|to lose)|asap|as soon as possible|do not delay|hurry|(?:you )?must (?:act|respond|reply|change|improve|reduce)(?: \w+){0,3} (?:now|today|this (?:week|month)|at once|by|before|within)|as a matter of urgency)\b/i,
    even: true,
    unless: /\b(?:999|same-day care|sepsis|attack)\b/i,
    say: "give a date that can be kept: a first step with its day",
  },
  { finds: /^[A-Z\s]*\bURGENT\b/, say: "give a date that can be kept: a first step with its day" },
];
