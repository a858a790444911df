import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";
import { bid, change, taken } from "./deeds.ts";
import { drug } from "./medicines.ts";

/* Checks that are left out, medicines that clash, and those that somebody cannot do without. */

const checks = String.raw`(?:e?gfr|renal function|kidney function|kidneys|creatinine|u&es?|blood (?:tests?|results?|pressure)|bloods|potassium|inr|ecg|monitoring|follow-?ups?|follow(?:ing)? up|safety[- ]nets?|safety[- ]netting|come back if worse|precautions?|interactions?|alerts?|pop-?ups?|prompts?|warnings?|pregnancy tests?|stomach protection|gastroprotection|spacers?|naloxone|notes|(?:individual |single )?records?|history|examin\w+|(?:repeat |home |second )?(?:measurements?|readings?)|observations|temperature|(?:inhaler )?technique|adjust\w*|baselines?|levels|see them again|contact|dose adjustments?|weight|safeguards?|risk assessment|second (?:look|check)|tests?|questions|contraception|leaflets?|advice)`;

export const cautions: Lexicon = {
  check: words`${checks}`,
  unchecked: words`
    (?:no (?:need|point|reason|call|value) (?:to|for|in)|not? (?:necessary|needed|required) to|(?:need|do|does|should) not (?:need to )?(?:check|test|measure|monitor|look|read|open|repeat|bother|be (?:checked|tested|opened|read|seen|repeated))|needn't|unnecessary to|pay(?:ing)? no (?:attention|heed|regard) to|tak(?:e|ing) no notice of|look(?:ing)? past|skip|skips|skipping|omit\w*|leav(?:e|ing) out|dispens\w+ with|do without|never mind|ignor\w+|forget|dismiss\w*|overrid\w+|click (?:past|through|away)|clos(?:e|ing) the|do not waste time on|don't waste time on|save\w* time by not|bypass\w*|switch off|silence|disregard\w*|(?<!\b(?:those|people|anyone|patients|everyone|somebody|someone|ones|person|children|adults) )without (?:any |a |the |further )*(?:checking|testing|measuring|looking at|opening|reading|waiting for|examining|monitoring|seeing|asking about)?) (?:[\w'-]+ ){0,5}?${checks} |
    ${checks} (?:[\w'-]+ ){0,6}?(?:(?:can|may|could|should) (?:safely |simply |all )?be (?:skipped|omitted|ignored|left out|dropped|dismissed|overridden|closed|clicked|silenced|cut|waived|bypassed|abandoned|switched off|turned off)|(?:is|are) (?:not (?:needed|necessary|required|worth)|unnecessary|optional|a formality|a waste|a distraction|a luxury|overkill|overdone|surplus|pointless|irrelevant)|(?:does|do|need) not (?:matter|change|alter|apply)|no longer (?:needed|necessary)|makes? no difference|only slows?) |
    no (?:[\w-]+ ){0,3}?(?:${checks}|visits?|calls?|reviews?|appointments?) (?:[\w-]+ ){0,3}?(?:is |are )?(?:needed|necessary|required|called for) |
    (?:whatever|regardless of|irrespective of|no matter what|never mind) (?:the |their |his |her |your )?(?:${checks}|kidneys?|liver|weight|age) |
    (?:kidneys|liver|renal function|e?gfr) (?:\w+ ){0,3}?(?:are|is) doing | dialysis included |
    (?:no|without(?: an?)?) (?:dose )?(?:adjustment|allowance)s? (?:is |are )?(?:needed )?(?:for|in|with|whatever) |
    (?:reduce|stop|switch|change|lower|taper|cut) and (?:discharge|close|file|forget|move on|leave) |
    no (?:need to see|follow-?up) | (?<!\b(?:those|people|anyone|patients|everyone|somebody|someone|ones) )without (?:need to see|follow-?up) | leave (?:them|it) to (?:it|the patient|them) |
    close(?:s)? the (?:task|case|file|episode|matter) | ring no ?(?:one|body) |
    (?:those|people|anyone|patients) (?:who|in) (?:struggle\w*|suffer|trouble|difficulty) (?:will|can|would|should) (?:call|ring|come|say) |
    patients know where we are | one contact is enough | (?<!\b(?:those|people|anyone|patients|person) )without (?:the |any |an? |fresh |recent )*(?:bloods|blood tests?|monitoring|inr|ecg|levels?|results?) |
    (?:they|patients|people|anyone (?:worse|unwell|in trouble)|exceptions) (?:will|can|would|should) (?:always |soon )?(?:get in touch|ring(?! (?:us|you) (?:at any|any|if|when|first))(?: us| you)?|call(?! 999| 111| for| us| if)|come back|tell you|let you know|be in touch|identify themselves|say|speak up|make themselves known|find us) |
    (?:trust|rely on) (?:the )?(?:list|search|system|computer) | the standard dose suits |
    one (?:dose|size) (?:fits|suits) (?:all|every\w*) |
    need not be (?:looked at|checked|seen|opened|reviewed|repeated|measured) |
    (?:never|nobody) (?:needs|has) to (?:open|look|check|see)`,
  leftOut: words`
    (?:can|may|could|should) (?:safely |simply |all )?be (?:skipped|omitted|ignored|left out|dropped|dismissed|overridden|waived|bypassed|abandoned|forgotten)`,
  dismissing: words`
    without (?:a |any )?(?:second|further|another|more|much) (?:thought|ado|look|check|question)s? |
    (?:a )?secondary (?:matter|consideration|importance|concern) | (?:look|looks) after (?:itself|themselves) |
    take care of (?:itself|themselves) | calls? for nothing |
    nothing (?:more|further|else) (?:is |to )?(?:needed|required|be done|do)? |
    no (?:great )?(?:cause|call|reason|grounds) to (?:ask|worry|check|wait|change|stop|delay|alter|look|slow|hold) |
    (?<=\w )(?:should|need|must|do|does|will|can) not (?:be allowed to |to )?(?:hold (?:\w+ )?up|delay|affect|alter|prevent|stand in the way|get in the way|put you off|deter|interfere|concern|trouble|worry|bend|detain) |
    for as long as (?:they|he|she) likes? | as (?:you would|one would) (?:to |for )?(?:anyone|anybody|any) |
    taken as (?:harmless|read|agreed|given) | as already decided |
    (?:changes|they|it) needs? none |
    (?:is|are) (?:immaterial|irrelevant|neither here nor there|beside the point|of no (?:concern|consequence|interest)|by the by|a detail|academic|a technicality|a mere) |
    does not (?:arise|apply|come into it|bend|enter into) | move (?:on )?to the next name | settle by themselves |
    book no appointments? | price worth paying`,
  reportly: words`reports?(?! (?:says?|decides)) | practices like`,
  pregnant: words`
    (?:[12]\d|3\d) weeks(?= pregnant|[.,]|$| gestation) | gestation | pregnan\w+ | breast-?feed\w+ | nursing mothers? |
    expectant | expecting (?:a baby|mothers?) | trimester | antenatal | mothers-to-be | trying for a baby |
    (?:trying to|plan(?:ning)? to) conceive | the test is positive | at booking | with a baby on the way | the baby |
    conception | the bump`,
  unraised: words`
    makes? no difference | need not come up | no need to (?:mention|raise|ask) |
    need not be (?:raised|mentioned|discussed) | good choice | just like | like (?:anyone|everyone|everybody) | cut carbon`,
  epilepsy: words`epilep\w+`,
  atRisk: words`
    in renal failure | triple whammy | ckd | low (?:egfr|kidney function|renal function) | (?:poor|failing|bad) kidneys? |
    poor kidney function | egfr (?:of |below |under |is )?(?:below |under |about )?\d+ | kidney disease |
    renal (?:impairment|disease|failure) | (?:chronic )?kidney disease | heart failure | dehydrat\w+ | ulcers? |
    sleep apnoea | copd | liver disease | cirrhosis | penicillin[- ]allerg\w+ | allergic | addison\w* | dialysis |
    anaphylaxis | previous bleed | has bled | past rash | dementia`,
  noBar: words`
    (?:is|are) no (?:bar|barrier|obstacle|reason|contraindication|impediment) | need not (?:rule out|prevent|stop|change) |
    does not (?:rule out|prevent|matter) | all right`,
  fine: words`
    (?:is|are|be) (?:perfectly |quite |usually |generally |entirely |all |absolutely |a )?(?:fine|safe|all right|alright|ok(?:ay)?|harmless|no problem|unlikely to matter|compatible|acceptable|permissible|reasonable|sensible|good|safe pair|sensible choice|small price) |
    (?:no|little|not any|without) (?:extra|special|particular|added|real|great)? ?(?:harm|concern|problem|worry|danger|objection|precautions?|interaction)(?! with a) |
    go ahead | need not worry | nothing to worry | goes? well with | sits? well with | take ibuprofen |
    without further thought | can be carried on | as you would to anyone | safely enough | for as long as |
    not (?:a )?(?:concern|problem|worry) |
    can (?:safely |happily |freely |also |still )?(?:be (?:added|combined|taken together|given|co-prescribed|mixed|continued|used|clicked|ignored|started)|carry on|have|take|stay on|go on|go together) |
    may (?:safely |still )?be (?:given|added|used|combined|co-prescribed|continued|ignored) | carry on | keep taking |
    needs? no | only (?:a |for )?(?:few|\d+|two|three|five|seven|short|one) | if the course is short |
    for a (?:few days|week|month|short) | happily | freely | safely | a reasonable answer | sensible | (?:is|are) (?:encouraged|recommended|welcome|ideal) |
    safe (?:pair|together|combination|mix) | make a (?:good|safe|sensible) | works? well together | mix well | theoretical |
    overcautious | rarely (?:matters?|a problem) | clicked away | can be ignored | no need to (?:avoid|worry|change) |
    give amoxicillin | and see | (?:does|do) (?:nicely|well|perfectly well|fine|the trick) | nearly always wrong`,
  only: words`only`,
  mixed: words`
    (?:${drug}) (?:\w+ ){0,3}?(?:with|and|alongside|on top of|plus|beside|to|together with|for|in|added to|in someone on|given to) (?:an? |the |any |someone on |people on |anyone on |patients on |those on )*(?:\w+ )?(?:${drug})`,
  careful: words`
    kidney function within | can (?:reduce|cause|raise|lower|slow) | experience | safest | slows breathing |
    for your practice | slows? further | specialists? | teams? | obstetric\w* | maternity | midwi\w+ | risks?(?! nothing) |
    slow(?:ly|ed|er)? | contraception | outside | aside | exclud\w+ | not for | different plan | without advice |
    pause the | should not be taken | another antibiotic | check(?! e) | ask\w* | look\w* | avoid | do not | never |
    cardiolog\w+ | ring | arrange | lowest | recheck | needs?(?! no\b) | nothing (?:here|in) | treated at |
    at the first visit | protects | were found | found | tell the person | raise the risk | care | whether | counted |
    agree\w* | offer\w* | stays | talk\w* | see a | has sections`,
  rescue: words`
    (?<!powder )(?:relievers?|blue inhalers?|salbutamol|spacers?|adrenaline(?: pens?)?|naloxone(?: kits?)?|glucagon)(?! (?:is|are) )[^.;,]{0,30}? (?:in|for|during) (?:an?|the) (?:acute |asthma |severe )*(?:attack|emergency|overdose)`,
  needed: words`
    aspirin | clopidogrel | ticagrelor | prasugrel | antiplatelets? | blood thinners? | anticoagul\w+ | warfarin | doacs? |
    apixaban | rivaroxaban | edoxaban | dabigatran | preventers? | (?:inhaled )?steroids?(?: inhalers?)? |
    (?:blue )?inhalers? | relievers? | salbutamol | insulin | anti-?epileptics? | valproate | lithium | levothyroxine |
    beta-?blockers? | ppis? | stomach protection | naloxone(?: kits?)? | adrenaline(?: pens?)? | spacers? | prophyla\w+ |
    statins? | methotrexate | ace inhibitors? | heart (?:tablets|medicines) | omeprazole`,
  needs: words`
    stents? | strokes? | tia | valves? | atrial fibrillation | af | heart attack | clots? | dvt | pulmonary embol\w+ |
    transplant | splenectomy | epilep\w+ | seizures?`,
  allergyLabel: words`
    (?:an|the|any|every|each|old) allerg(?:y|ies)(?= (?:without|with no|that|older|from|can|may|should|field|entry)) | penicillin allergies |
    (?:penicillin|allerg\w+)(?: \w+)? ?(?:labels?|allerg\w+|entries|flags?|status) | labels? | penicillin allerg\w+ |
    (?:penicillin|drug) allergy`,
  allergic: words`
    whose allergy | allerg(?:y|ies) (?:was|is|were|in|noted|recorded|from) | penicillin[- ]allergic |
    childhood (?:allergy|rash|reaction)`,
  delabel: words`de-?label\w* | (?:take|get|cross|strike) (?:\w+ ){0,4}?labels? (?:off|out) | give amoxicillin and see | nearly always wrong`,
  ignored: words`
    overwrit\w+ | imaginary | taken as harmless | can be ignored | ignore | give amoxicillin | take … off | get … off | cross … out`,
  enough: words`
    (?:one|two|three|\d+) (?:relievers?|blue inhalers?)[^.;]{0,30}?(?:is|are) (?:enough|plenty|the limit|the maximum) |
    limit\w* to (?:one|two|three|\d+) (?:relievers?|inhalers?)`,
};

export const cautionsKinds: readonly GrammarKind[] = [
  {
    patterns: [
      "check>leftOut -harmful",
      "check>unraised -told",
      "unchecked -reportly -told -studied",
      "dismissing medicine|check|urgent|person|meeting|pregnant|atRisk|signs -harmful -specialist -told",
    ],
    say: "say which check comes first, and when the person is seen again: no report takes one away",
  },
  {
    patterns: [
      "pregnant raise medicine -careful",
      `pregnant ${change}|waiting|fine|by|unissued|zero|unraised -careful`,
      `epilepsy ${bid} -careful`,
    ],
    say: "pregnancy and epilepsy are outside such a change: say so, and that the specialist teams are involved",
  },
  {
    patterns: [
      "atRisk|urgent fine|raise|noBar medicine -careful -careNow+ -rescue -studied",
      "mixed fine -careful",
      "medicine>fine>medicine -careful",
      "mixed raise -careful -agreeing -asks -check -told -studied",
      "medicine>medicine fine>span|only -careful",
    ],
    say: "name the risk and the check that comes first: this can harm",
  },
  {
    patterns: [
      "allergic raise medicine -specialist -careful",
      "allergyLabel end|end.done|lower|fine|refuse|ignored -specialist",
      "delabel -specialist",
    ],
    say: "testing belongs to trained services; never after anaphylaxis, angioedema, a severe skin reaction or organ damage",
  },
  {
    patterns: [
      "end|refuse|end.named|lapses|unissued|end.done needed -studied -harmful -agreeing -specialist -asks -told",
      "end|lower|without<>needed needs -careful",
      `refuse|refuse.done<>${taken} -studied -spoken -harmful -agreeing -asks -told -counted`,
      `refuse.named ${taken} now|by|all|fine|kindOfPeople|person -studied -harmful -agreeing -asks -told -counted -spoken`,
      "enough -agreeing",
    ],
    say: "find out first why it was started, and ring the specialist if unsure; everyone keeps a reliever",
  },
];
