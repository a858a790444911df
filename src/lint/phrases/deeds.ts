import { biddings, type Deeds, namings, tellings } from "../grammar/acts.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";

/* What is done to a medicine that somebody takes. */

const ending: Deeds = {
  verbs: words`
    stop | end | cease | halt | discontinue | withdraw | remove | cancel | deprescribe | drop | terminate | delete |
    axe | scrap | abandon | suspend | quit | ditch | bin | pull | close | phase … out | wind … down | take … off |
    take … away | come off | get … off | bring … off | strike … off | switch off | cut … off | clear | wipe | strip … of | strip … out | strip … off |
    eliminate | finish | shut … down | call time on | pull the plug on | put … end to | put … stop to |
    dispense with | do away with | be rid of | get rid of | throw … away | retire | abolish | dump | discard | wean |
    unlink | end-date | do without | go without | lose | forfeit | let … lapse | let … run out | let … go | rescind |
    revoke | erase | deactivate | move … off | keep … off | go cold turkey | empty | forgo | leave … off | purge |
    sweep … away | take … out | knock … on the head | draw a line under | archive | inactivate`,
  names: words`
    discontinuation | cessation | removal | withdrawal of | cancellation | deletion | suspension | termination |
    deprescribing | an end to | clean sweep | clear-?out | cull | purge | weeding | clean break | end date`,
};

const lowering: Deeds = {
  verbs: words`
    reduce | lower | cut | halve | taper | decrease | trim | shave | slash | step … down | bring … down | come down |
    titrate … down | scale … back | ratchet … down | whittle … down | dial … down | take … down | knock … off |
    shave … off | get … down | lop | pare | chop | nudge … down | tail … off | scale … down | crop | dock | subtract |
    deduct | back down | drop … down | shed | curb | prune | shrink | go down | space … out`,
  names: words`
    reductions? | cuts?(?= (?:of|in|to|by|every|each|per|a)\b) | drops? of | decreases? | tapers? | steps? of |
    step-downs? | halving | doubling`,
};

const replacing: Deeds = {
  verbs: words`
    switch | swap | convert | replace | exchange | substitute | transfer | migrate | rotate | go over to | trade |
    change | mass-convert | move … to | move … over | move … across | put them on | transition | bulk-switch |
    mass-switch | redirect | roll … over`,
  names: words`
    switch(?:es)?(?= (?:of|to|from|over)\b) | the switch(?:es)? | swaps? | conversions? | replacement |
    substitutions? | change-?overs? | migration | changes?(?= (?:from|to|of)\b) | a switch`,
};

const refusing: Deeds = {
  verbs: words`
    refuse | deny | withhold | decline | restrict | ration | cap | hold … back | turn … away | turn … down | reject |
    limit | block | bar | ban | confiscate | keep … back | keep … locked | say no to | hold … on to | bounce | deflect |
    freeze | hold … hostage | push … back`,
  names: words`
    refusal | rationing | a ban | a freeze | a moratorium | a cap | a ceiling | an embargo | a block`,
};

const raising: Deeds = {
  verbs: words`
    raise | double | add | start | increase | prescribe | give | use | issue | combine | restart | resume | put … up |
    order | try | continue | top … up`,
  names: words`
    doubling | adding`,
};

export const deeds: Lexicon = {
  ...ways("end", ending),
  ...ways("lower", lowering),
  ...ways("replace", replacing),
  ...ways("refuse", refusing),
  ...ways("raise", raising),
  // of themselves: "prescriptions end", "tramadol comes off"
  lapses: words`
    (?:comes?|goes|go|is|are) off(?! (?:the|a) (?:shelf|record)) |
    (?:ends?|stops?|ceases?|finish(?:es)?|lapses?|expires?|runs? out|come to an end|comes to an end|disappears?|is over|are over|is out|are out) (?:on|at|from|in|by|after|when|next|this|today|now|for all|everywhere|there)? |
    (?<!\b(?:when|until|after|before|once|as|if|how|where|to)\b[^,;.]{0,40} )(?:ends?|stops?|ceases?)(?=[.;]|$) |
    goes(?=[,.;]|$| whatever| regardless) |
    loses? (?:their|its|his|her|the) (?:prescription|medicine|repeat|anti-inflammatory|tablets?|opioid|supply|patch)\w* |
    (?:is|are|be) (?:gone|finished|over|history|no more|out) | (?:off|out|gone|over|finished|none) by |
    \bno longer (?:be )?(?:issued|prescribed|supplied|available|given|cover(?:s|ed)?|renewed|funded|needed|an option) |
    (?:will|is|are) not (?:be )?(?:issued|re-?issued|renewed|replaced|supplied|prescribed) | have no place | has no place |
    (?:will|to|must|should) have (?:their|the|his|her) \w+ (?:stopped|withdrawn|removed|ended|cut|reduced|switched|changed) |
    (?:must|should) (?:all )?go(?=[.,;]|$| at| by| now| this| next)`,
  // no more of it
  unissued: words`
    (?:should|must|is to|are to|will|can|need|may) (?:\w+ )?not (?:\w+ )?be (?:re-?issued|renewed|refilled|re-?supplied|re-?prescribed|signed|re-?authorised|dispensed) |
    (?:can|should|will|must|may|to) be held (?:until|back|at) |
    (?:no|not any) (?:more(?! than)|further|new) (?:[\w'-]+ ){0,3}?(?:prescriptions?|scripts?|repeats?|suppl(?:y|ies)|issues?|opioids?|tramadol|codeine|morphine|fentanyl|pregabalin|gabapentin\w*|nsaids?|antibiotics?|relievers?|inhalers?|medicines?|patches|painkillers?|benzodiazepines?) |
    (?:do not|don't|never|stop|will not|won't|no longer|cease to|and not|not to) (?:be )?(?:releas|dispens|renew|refill|re-?issue|issue|re-?prescribe|re-?supply|supply|restart|replac)\w* |
    (?:get|gets|receives?|are given) (?:no more|none|nothing) |
    no (?:[\w-]+ )?(?:opioids?|relievers?|inhalers?|antibiotics?|medicines?|morphine|codeine|pregabalin|gabapentin|prescriptions?|scripts?|repeats?) (?:until|unless|till|before|beyond|past) |
    stop(?:s|ped)? (?:issuing|prescribing|doing|supplying|giving) |
    (?:that |let |and )?none (?:be|is|are|will be|should be) (?:issued|prescribed|given|supplied|started) |
    last (?:prescription|issue|script|repeat|supply|pack) | final (?:prescription|issue|script|repeat|supply|pack) |
    (?:is|are) not for (?:anyone|people|patients|the|over|under)`,
};

/** A deed as it is bid, named, and told as done. */
function ways(name: string, deed: Deeds): Lexicon {
  return { [name]: biddings(deed), [`${name}.named`]: namings(deed), [`${name}.done`]: tellings(deed) };
}

/** Alternatives in patterns: a change that is bid, or said in any way; what it is done to; and what makes it sound. */
export const bid = "end|lower|replace";
export const change = "end|lower|replace|end.named|lower.named|replace.named|end.done|lower.done|replace.done|lapses";
export const taken = "medicine|supply";
export const unless = "-agreeing -specialist -studied -harmful";
