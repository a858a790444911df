import { type Phrase, words } from "../phrases.ts";

/* Claims that are stronger than what they stand on, by kind. */

/** Sources that nobody can look up. */
export const vagueSources: readonly Phrase[] = [
  {
    finds:
      /\b(?:stud(?:y|ies)|research|trials?|evidence|the literature|science|data|surveys?|reviews?|experience) (?:has |have |had |been |clearly |now |also |often |always |repeatedly |consistently |long |already )*(?:shows?|showed|shown|suggests?|suggested|proves?|proved|proven|says?|indicates?|indicated|demonstrates?|demonstrated|confirms?|confirmed|tells? us)\b/i,
    unless: /\bnice\b|\bwhat (?:the )?evidence (?:says|shows)\b/i,
    say: "name the study or guideline, its year and what it found, and cite it",
  },
  {
    finds:
      /\b(?:(?:leading |most |many |some |clinical |international )?experts?|gps|clinicians|(?:most|many|all) (?:gps|nurses|pharmacists|practices)|guidelines?|guidance|specialists|scientists|researchers|doctors|everybody|everyone|most people|authorities) (?:\w+ )?(?:agree|believe|think|say|know|recommend|consider|advise|accept)s?\b(?! (?:on|against|to use))/i,
    unless: /\b(?:meeting|team|page|plan|nice|mhra|bts|sign|\d{4})\b/i,
    say: "name who says so, where and when, and cite it",
  },
  {
    finds:
      /\b(?:it is|it's|as is) (?:\w+ )?(?:well[- ])?(?:known|accepted|recognised|established|agreed|understood|believed|thought|clear|obvious)(?: that| to)?\b|\bwidely (?:accepted|known|recognised|believed)\b|\baccording to (?:\w+ )?(?:experts?|research|studies|sources|specialists)\b|\bof course\b/i,
    say: "name who says so, where and when, and cite it",
  },
  {
    finds:
      /\b(?:data on file|personal communication|source: ?(?:internet|google|wikipedia|web|various)|unpublished (?:data|results)|common sense (?:says|tells)|see the literature|as (?:we|you) all know|(?:a|one) (?:recent|large|new|major|big|famous|landmark) (?:study|trial|review|survey)|from the internet)\b/i,
    say: "name a source that the reader can open",
  },
];

/** Promises, and causes that no design has shown. */
export const certainties: readonly Phrase[] = [
  {
    finds:
      /\b(?:proven?|guarantee[sd]?|guaranteed|certain(?:ly)? to|sure to|bound to|always works?|never fails|undeniabl[ey]|unquestionabl[ey]|without (?:a )?doubt|definitive(?:ly)?|risk[- ]free|100 ?% (?:safe|effective)|completely safe|miracle)\b/i,
    even: true,
    unless: /\b(?:proven? (?:otherwise|infection|diagnosis)|not (?:been )?prove[nd]?|does not prove|no proof)\b/i,
    say: 'say what was found, in whom, with its comparator: "in a trial of …, 29 in 100 against 7"',
  },
  {
    finds: words`\b(?:you|your (?:practice|rate|share|figures?|patients)|this|that|it|these (?:steps|actions)|the (?:plan|step|first step|review|reports?)|reviews|feedback) (?:\w+ )?will (?:\w+ )?(?:save|prevent|cut|lower|reduce|drop|fall|halve|improve|avoid|cure|stop|eliminate|protect|bring|rise|reach|be in)\b`,
    unless: /\b(?:if you (?:ask|agree)|next report|reports? will show)\b/i,
    say: '"may" and a source: what was seen in a trial is no promise for one practice',
  },
  {
    finds: words`\b(?:reports?|feedback|letters?|reviews?|the (?:campaign|plan|programme|series|action)) (?:\w+ )?(?:cut|caused?|reduced|lowered|halved|changes|made|led to|brought about|resulted in|prevents?|saves?|works?)\b`,
    unless: /\b(?:may|might|trial|randomi[sz]ed|followed by|no difference|if|whether|not)\b/i,
    say: 'say "was followed by", unless a randomised trial showed it; then name the trial',
  },
  {
    finds: words`\b(?:saved?|prevents?|prevented|avoids?|avoided) (?:\w+ )?(?:\d+|one|two|three|four|five|ten|twelve|dozens of|hundreds of) (?:lives|deaths|admissions|patients|strokes|bleeds|attacks|falls)`,
    say: '"may" and a source: what was seen in a trial is no promise for one practice',
  },
  {
    finds:
      /\byou will (?:soon )?(?:see|get|have|notice) (?:\w+ )?(?:results?|effects?|changes?|savings?|benefits?|improvements?)\b|\b(?:patients|people) will be (?:safer|better|healthier|free)\b|^(?:this|it|the plan|feedback) (?:really |simply |just )?works\b/i,
    say: '"may" and a source: what was seen in a trial is no promise for one practice',
  },
  {
    finds:
      /\b(?:reduces?|cuts?|lowers?|improves?|raises?|increases?|prevents?|halves?) (?:\w+ ){1,3}by (?:up to |about |over )?\d[\d.]* ?%/i,
    unless: /\b(?:trial|study|cohort|records|odds|19\d\d|20\d\d)\b/i,
    say: 'say what was found, in whom, with its comparator: "in a trial of …, 29 in 100 against 7"',
  },
  {
    finds:
      /\b(?:thanks|due|owing) to (?:our|the|these|this) (?:\w+ )?(?:reports?|feedback|letters?|campaign|programme|series)\b|\bbecause of (?:our|these) (?:\w+ )?(?:reports?|feedback|letters?)\b/i,
    say: 'say "was followed by", unless a randomised trial showed it; then name the trial',
  },
];

/** Words of statistics without the statistic. */
export const statistics: readonly Phrase[] = [
  {
    finds:
      /\b(?:(?:statistically )?significant(?:ly)?|statistically (?:worse|better|higher|lower|different|above|below))\b/i,
    unless: /\b(?:significant[- ]event|confidence|interval|95 ?%|p ?[<=]|clinically)\b/i,
    say: "give the interval or the test, or say above, below, or no clear change",
  },
  {
    finds:
      /\b(?:not|no|never|cannot be|can't be|isn't|no longer|beyond) (?:\w+ )?(?:due to |by |down to |a matter of |explained by )?(?:chance|luck|coincidence)\b/i,
    even: true,
    say: "chance is never ruled out for one practice: give the interval",
  },
  {
    finds:
      /\b\d+ ?%[^.;]{0,60}?\b(?:from|of|(?:out )?of (?:your|its|the)|\()\s?(?:only |your |its |the )?(?:[1-9]|one|two|three|four|five|six|seven|eight|nine)\b(?! ?%|[.,]?\d| points?)(?: \w+)?/i,
    unless: /\b(?:trial|study|years?|months|measures|\d,\d{3})\b/i,
    say: "give the counts alone: a share of so few moves by chance",
  },
  {
    finds: /\b\d+ ?%[^.;]{0,30}?[:,(]\s?(?:from )?(?:only )?\d (?:patients?|people|items?|records?|courses?)\b/i,
    unless: /\b(?:months?|years?) of\b/i,
    say: "give the counts alone: a share of so few moves by chance",
  },
  {
    finds:
      /\b(?:one|two|three|\d) in (?:two|three|four|five|six|\d)\b[^.;]{0,40}?\b(?:from|of|out of) (?:only |your |its |the )?(?:[1-9]|two|three|four|five|six|seven|eight|nine) (?:patients|people|items|records|courses)/i,
    say: "give the counts alone: a share of so few moves by chance",
  },
  {
    finds:
      /\b(?:twice|three times|\d+ times|\d+ ?% (?:more|less)) as (?:dangerous|risky|unsafe|bad|good)|\b\d+ ?% (?:worse|better|more dangerous|safer)\b/i,
    say: "a rate of items is no risk: say more or fewer, and of what",
  },
];

/** Who is said to be out of figures that cannot leave anybody out. */
export const exclusions: readonly Phrase[] = [
  {
    finds:
      /\b(?:all|every|none|no|nothing|each)\b[^.;]{0,60}?\b(?:(?:clinically )?justified|valid reason|good reason|clinical (?:reason|need|indication)|avoidable|unnecessary|needless)\b/i,
    even: true,
    unless: /\b(?:note the reason|is a good reason)\b/i,
    say: "the data hold no reasons: some patients are exactly where they should be",
  },
  {
    finds:
      /\b(?:figures?|data|rates?|counts?|charts?|report) (?:cover|hold|count|contain|include|show)s? (?:only|nothing but|just) (?:people|patients|adults|those|items)\b/i,
    unless: /\b(?:patients with 1,000|1,000 patients)\b/i,
    say: "say what the figures hold as their definition does",
  },
  {
    finds:
      /\b(?:what is left|the rest|all of (?:this|these|it|them)|most of (?:this|these)|half of (?:this|these)[^.]{0,10}) (?:is|are) (?:\w+ )?(?:avoidable|unnecessary|needless|waste)\b/i,
    say: "the data hold no reasons: some patients are exactly where they should be",
  },
];
