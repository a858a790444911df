import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";

/* Care that is refused to those of a kind: how they live, what they speak, what they take. */

const who =
  "(?:patients?|people|persons?|anyone|anybody|those|someone|somebody|adults|families|women|men|everyone|any \\w+)";

export const groups: Lexicon = {
  kindOfPeople: words`
    (?:heavy )?smokers? | vapers? | drinkers? | drug users? | travellers? | gypsies | migrants? | refugees? | asylum[- ]seekers? |
    prisoners? | rough sleepers? | the homeless | homeless (?:people|patients) | students | overseas visitors? | new(?:ly registered)? patients? |
    (?:residents?|patients?|people|anyone|those|tenants) (?:\w+ )?(?:of|from|in|at) (?:the |a |any |our |local )?(?:[\w'’]+ )?(?:sites?|hostels?|nursing homes?|care homes?|prisons?|shelters?|estates?|caravans?|hotels?|camp|bail house|refuges?) |
    ${who} (?:with|who (?:has|have)) (?:an? |the )?(?:\w+ )?(?:learning disabilit\w+|history of (?:drug|alcohol|opioid|substance) \w+|dementia|mental illness|personality disorder|criminal record|autism|schizophrenia|no (?:fixed )?(?:address|interpreter|english|phone|smartphone|email)|bmi \w+|obesity) |
    ${who} without (?:an? )?(?:interpreter|fixed address|address|english|phone|smartphone|email|photo \w+|id|papers) |
    ${who} (?:who (?:cannot|can't|do not|does not|don't)|cannot|can't|does not|do not) (?:speak|read|write|understand) (?:\w+ )?(?:english|it) |
    ${who} (?:who (?:smokes?|drinks?|vapes?|injects?)|who (?:is|are) (?:homeless|obese|overweight|in prison|pregnant|housebound|on benefits)|who (?:might|may|could) (?:conceive|become pregnant)) |
    (?:non-english|poor english) speakers? | (?:overweight|obese) (?:people|patients) | of child-?bearing age |
    ${who} (?:who (?:is|are) (?:taking|on|using)|who (?:takes?|uses?)|arriving on|already on|taking|on) (?:\w+ ){0,2}?(?:opioids?|methadone|pregabalin|gabapentin\w*|benzodiazepines?|morphine|buprenorphine)`,
  careFor: words`
    antibiotics? | vaccin\w+ | vaccines? | jabs? | statins? | pain relief | treatments? | medicines? | anticoagula\w+ | referrals? |
    reviews?(?: round)? | appointments? | prescriptions? | physiotherapy | screening | inhalers? | opioids? | painkillers? | a place |
    stroke prevention | checks? | register\w* | lists? | help | care | home visits? | monitors? | repeats? | them`,
  unoffered: words`
    (?:not|never|no longer) (?:to |we )?(?:be )?(?:given|offer(?:ed)?|register(?:ed)?|invite[ds]?|considered|prescribed?|referred|refer|treated?|vaccinated?|visit(?:ed)?|accept(?:ed)?|see|seen for|entitled|eligible|get|receive|have|qualify) |
    need not (?:be )?(?:\w+ )?(?:considered|invited|offered|seen|given|reviewed|asked|referred|included) |
    (?:cannot|can't|must not|may not) (?:be )?(?:register(?:ed)?|have|get|receive|be given|be offered|join)`,
  keptFrom: words`
    hold(?:ing)? off | left out | leave (?:them )?out | leav(?:e|ing) out | passed over | skip(?:ped)? | exclude[ds]? from |
    excluded | refused? | den(?:y|ied) | turned away | bottom of the (?:list|queue) | struck off | discharged? |
    (?:is|are) best kept (?:to|on|off) | best kept to | wait(?:s)? until they | until they (?:have )?(?:bring|accept|accepted|agree|stop|quit|lose|stopped|given up|gave up|signed?) |
    only (?:once|after|when|if) they (?:have )?(?:stopped|quit|accepted|given up|lost|signed)`,
  unregistered: words`(?:not|never|no longer) (?:to |be )?(?:register(?:ed)?|take on|taken on|accept(?:ed)?|join)`,
  spoken: words`
    nobody | no ?one | never (?:be )?(?:left|refused|turned) | not a reason | no reason | interpreters? (?:is|are|can be) | ask(?:ed)? |
    offer(?! (?:no|statins|antibiotics)\b) | wrong to | unfair | law | of those | had been | were | was | trial | median | rate`,
};

export const groupsKinds: readonly GrammarKind[] = [
  {
    patterns: [
      "kindOfPeople<>unoffered+ careFor -harmful -spoken+",
      "kindOfPeople<>unregistered+ -harmful -spoken+",
      "kindOfPeople<>keptFrom careFor -harmful -spoken+",
    ],
    say: "no kind of people is refused care: say what each person is offered, and how it reaches those who need help to use it",
  },
];
