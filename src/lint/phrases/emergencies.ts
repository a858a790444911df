import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";

/* What cannot wait, and withdrawal: told to wait, or to be borne. */

export const emergencies: Lexicon = {
  urgent: words`
    sepsis | septic\w* | meningitis | non-blanching | rash(?:es)? | feverish | fevers? | febrile | high temperature |
    a temperature | blue[- ]lipped | blue lips | cyanos\w+ | breathless\w* | short(?:ness)? of breath | gasping | wheez\w+ |
    chest pain | black stools? | melaena | blood in (?:the |their |his |her )?(?:vomit|stools?|sputum|urine) |
    (?:vomit\w*|cough\w*|pass\w*|bring\w* up) (?:up )?blood | bleed(?:s|ing) | bled | haematemesis | collaps\w+ |
    anaphyla\w+ | suicid\w+ | self-?harm\w* | overdos\w+ | (?:asthma|severe|acute|bad) attacks? | attacks? |
    acute (?:severe )?asthma | quinsy | stridor | drooling | pyelonephritis | pneumonia | drows(?:y|iness) | confused |
    confusion | slow(?:ed)? breathing | neutropeni\w+ | red flags? | cauda equina | heart attacks? |
    (?:very|seriously|acutely|really) (?:ill|sick|unwell) | unwell (?:child|bab|infant|toddler)\w* |
    sick (?:child|baby|infant)\w* | floppy | will not drink | stiff neck | hard to (?:wake|rouse) | unrousable |
    unconscious | seizures? | swollen (?:tongue|lips|face) | cannot (?:finish|complete) a sentence |
    stops? someone talking | tight chest | kidney infection | rigors? | mottled | jaundice |
    thoughts of (?:death|ending|harming) | peritonitis | croup | whistling chest | in crisis |
    (?:facial|throat|tongue|lip) swelling | all (?:their|the|his|her) (?:tablets|pills|medicine) at once | taken too many |
    dehydrat\w+ (?:child|baby) | night sweats | weight loss | saddle | leg weakness | numbness | new (?:back|chest|leg) pain |
    (?:loss of|lost) (?:vision|sight) | sudden (?:headache|weakness) | inflamed throat and drool\w*`,
  waiting: words`
    (?:can|may|should|must|will|could) (?:safely )?(?:wait|be (?:watched|left|managed at home|managed by phone|mentioned|raised|discussed|dealt with|seen later|booked|parked|reviewed (?:next|in|at)|picked up)) |
    waits? | wait(?:ing)?(?! (?:rooms?|lists?|times?|area)) | hold(?:ing)? (?:the|off|back) | delay\w* | defer\w* | postpon\w* | routine(?:ly)? |
    next (?:[\w-]+ ){0,3}?(?:clinic|appointment|review|slot|surgery|week|month|morning|day) |
    (?:booked?|put|slotted|go) into?(?: the)? | in the (?:next )?(?:diary|routine|ordinary|normal) |
    back-?up (?:prescription|script) | delayed (?:prescription|script) | wait-and-see | watchful waiting |
    until (?:the |a |their )?(?:[\w-]+ )?(?:culture|result|swab|sample|test|bloods|morning|monday|after|review) |
    whose (?:blood )?(?:cultures?|swabs?|results?) | (?:and|go|goes|sent|send|sends|at|stay|keep \w+) home | reassur\w+ |
    carry on | keep (?:going|taking|reducing) | continue | go(?:ing)? on | as planned | no reason (?:to|for) |
    not a reason to | (?:should|need|does|do|must) not (?:alter|change|delay|slow|interrupt|stop|be sent|be admitted|need) |
    need not | withh\w+ | leave (?:it|them|until|\w+ until) | let (?:them|it|him|her) (?:sleep|rest|pass|settle|ride) |
    safe to leave | email | telephone first | in due course | self-care | paracetamol only |
    (?:powder|pharmacy|paracetamol) first | first[,.]  | avoid (?:sending|admission|antibiotics?) | no antibiotics? |
    without antibiotics? | after the weekend | overnight | rarely matters? |
    (?:is|are) (?:usually |nearly always |mostly |almost always )?(?:nothing|common|normal|harmless|expected|attention|manipulat\w+|a bargaining) |
    needs? no(?:thing)? | stay on schedule | for an hour | not a prescription | only if | cranberry | fluids and rest |
    on the phone | by phone | push fluids | ring again | come back | try (?:the|a|an) | see how | can go | is no emergency | (?:added to|put on|placed on|on) (?:the|a) waiting list |
    not (?:an )?emergency | put off |
    best (?:dealt with|managed|handled|met|answered) (?:by|with) (?:an? )?(?:text|letter|email|phone|leaflet|reminder|advice) | on monday | tomorrow`,
  careNow: words`
    antibiotics first | treat first | every minute |
    the clinic | not (?:very |too |so )?(?:unwell|ill|sick) | as usual | as you (?:always )?would | 999 | admit\w* |
    send (?:\w+ )?in | sent in | same[- ]day | the same day | treat(?:ed)? (?:and|now|first|at once|like|at the) |
    (?:seen|treated?|given|antibiotics?|help|ring|call) at once | emergency care | call (?:for|an ambulance) | get help |
    help (?:today|now) | urgent(?:ly)? | cannot wait | hospital now | seen (?:today|the same) | straight in |
    means (?:hospital|an emergency|an ambulance) | is an emergency | needs help | stop reducing | the reduction stops |
    do not apply | does not apply | well (?:people|enough) | should be (?:seen|asked in) | bring them back | counted |
    nationally | per year | in a year | raises? | a prescriber may | risk | every day | common in | history of`,
  unsent: words`
    (?:not|never|don't|nobody|no ?one|avoid|fewer|stop) (?:\w+ )?(?:send|sent|refer|admit|admitted|sending|referring|admitting|calls?|calling|ambulance|give|start|prescribe|treat|worry|hospital)\w* |
    send (?:nobody|no ?one|none) | avoid (?:the|a|any) (?:spacer|spray|steroids?|antibiotics?|ambulance) | nobody to (?:a&e|hospital|casualty) | admissions count |
    keep (?:\w+ )?out of (?:hospital|a&e) |
    (?:can|will) be (?:managed|watched|dealt with|handled) (?:at home|by phone|later) |
    no (?:steroids?|antibiotics?|oxygen|ambulance) | omit | leave out`,
  downplayed: words`
    (?:is|are) (?:\w+ )?(?:common|usual|normal|harmless|expected|nothing|rarely|seldom|minor|temporary|exaggerated) | rules? out (?:the need|sepsis|anything|a serious|antibiotics) |
    do(?:es)? not (?:need|require|warrant|call for|mean|change|matter|deserve) | needs? (?:no|only|nothing)`,
  powderFirst: words`powder(?:s|ed)?(?: inhalers?)?`,
  attack: words`
    (?:in|for|during|of) (?:an? |the )?(?:\w+ )?(?:attacks?|emergenc\w+)(?=.*\b(?:do|use|give|choose|fine|first|well|as well|box|better)\b) |
    the powder will do | in the emergency box`,
  nobodySent: words`send (?:nobody|no ?one|none) | avoid (?:the|a|any) (?:spacer|spray|steroids?|antibiotics?|ambulance) | keep (?:\w+ )?(?:out of|away from) (?:hospital|a&e|casualty)`,
  better: words`better | first | same job | will do | footprint | planet | carbon`,
  signs: words`
    withdrawal | sweats? | sweating | shak(?:e|es|ing) | tremors? | shiver\w* | cramps? | sleepless\w* | insomnia |
    bad night | poor sleep | restless\w* | distress(?:ed)? | agitat\w+ | anxi(?:ety|ous) | cravings? | low mood |
    suicid\w+ | rough (?:patch|week|few days) | discomfort | more pain |
    pain (?:returns|comes back|flares|gets worse|worsens) | flares? | plead\w* | grumbl\w* | struggl\w* | complain\w* |
    symptoms | side effects | uncomfortable | feel(?:s|ing)? (?:worse|ill|awful|dreadful|terrible|rotten|unwell) | tears | unpleasant`,
  pressing: words`
    carry on | carries on | keep (?:going|reducing|cutting|tapering|to (?:the|plan)) | keeps going | continues? |
    press(?:ing)? (?:on|ahead) | push(?:ing)? (?:on|through|ahead) | plough on | go(?:ing)? (?:on to|on with|ahead) |
    goes ahead | stick(?:ing)? (?:to|with) | regardless | ride (?:it|them|this) out | sit (?:it|them) out |
    tough(?:ed)? (?:it )?out | (?:get|got) through it | no (?:reason|need|cause|grounds) (?:to|for) | not a reason |
    as planned | (?:on|to) (?:the )?schedule | next (?:step|cut) | ignor\w* | soon (?:pass|settle)\w* | all in the |
    hold(?:ing)? (?:firm|the line|your nerve) | stand(?:ing)? firm |
    do not (?:give in|relent|weaken|budge|slow|pause|hold) | needs? no (?:action|response|change|attention) |
    (?:is|are) (?:to be )?(?:expected|normal|part of) | best left | character | build\w* character | the price |
    should be declined | no going back | stay the course | see it through | keep to |
    not (?:be )?(?:slow\w*|paus\w*|interrupt\w*|revers\w*|reinstat\w*|stopped) | wear(?:s|ing)? off | will pass |
    temporary | in their (?:head|mind)s? | mind over`,
  hold: words`
    hold(?= (?:if|the (?:dose|step)|for|when|and|it|there|at|before|until|off)) | is a reason |
    paus(?:e|es|ed) (?:is|and|if|the|when|there|here|for) | slow(?:ly|er) | stop reducing | outside |
    look(?:ed|s)? (?:at|again) | think again | risks? | until they settle | not a (?:failure|defeat) |
    no (?:failure|defeat) | is no failure | speak within | reason to (?:hold|look|pause|slow) | ring | step back | fits |
    followed by | get help | reduction stops | may be withdrawal | can look like`,
  noPause: words`
    (?:do not|don't|never|must not|should not) (?:restore|put (?:\w+ )?back|raise|increase) the (?:dose|strength) |
    any longer and the will |
    (?:do not|don't|never|must not|mustn't|should not|cannot|can't|not to be|may not|no) (?:be )?(?:paus\w*|slow\w*|reinstat\w*|relent|give in|interrupt\w*|revers\w*|hold(?: the)? (?:step|reduction|taper)|put (?:it|the dose) back) |
    (?:paus(?:es?|ing)|breaks?|holding|slowing|slowdowns?|requests to (?:slow|pause)|going back up|stepping back up) (?:\w+ ){0,2}?(?:is|are|should be|must be|will be) (?:not (?:allowed|an option|permitted|possible)|a (?:failure|mistake|weakness)|for the weak|unnecessary|ruled out|declined|refused|discouraged|resisted|forbidden|out of the question) |
    (?:taper(?:ing|s)?|weaning|gradual reduction|a slow reduction) (?:is|are) (?:an? )?(?:nicety|luxury|optional|unnecessary|needless|overrated|not (?:needed|necessary)|old-fashioned|waste|for the|indulgence|myth)\w* |
    (?:no need|no reason|unnecessary|not worth|no point) (?:to|for|in) (?:an? )?(?:taper\w*|paus\w*|slow\w*|step\w*|wean\w*|gradual) |
    delay only makes | keep the (?:step|taper|reduction|cuts?) going | no (?:going|way|stepping|turning) back(?: up)? |
    clean break | better than (?:a )?(?:slow|gradual) | no (?:pauses?|breaks|holds?|let-?up) (?:needed|allowed|please)? |
    withdrawal (?:[\w-]+ ){0,3}?(?:is|are) (?:\w+ )?(?:rare|mild|harmless|imagin\w+|overstated|exaggerated|short|brief|psychological|behaviou?ral|a myth|nothing) |
    soon gets used to it | rip(?:ping)? off the plaster`,
  backUp: words`
    (?:return|go(?:ing)? back|restart|resume|step back up|put back|reinstate)\b[^.;]{0,30}?\b(?:full|old|previous|former|original|usual|starting)\b(?: \w+)? (?:dose|strength|amount) |
    (?:full|old|previous|former|original) dose (?:at once|straight|again|back)`,
};

export const emergenciesKinds: readonly GrammarKind[] = [
  {
    patterns: [
      "urgent<>waiting+ -careNow+",
      "urgent unsent+ -careNow",
      "urgent directed|downplayed -careNow+ -clerical -agreeing",
      "nobodySent",
      "urgent powderFirst raise|waiting|equals|better -harmful -careNow",
      "powderFirst attack",
    ],
    say: "what is urgent is treated as usual, whatever a report says",
  },
  {
    patterns: [
      "signs pressing+ -hold",
      "signs hasten|lower -hold -harmful -studied",
      "noPause+ -hold",
      "backUp -harmful -agreeing",
      "signs directed|raise refuse|refuse.done -hold",
    ],
    say: "hold when withdrawal appears; a pause is no failure",
  },
];
