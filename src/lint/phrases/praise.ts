import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";

/* Praise without a figure, and praise that mocks. */

export const praise: Lexicon = {
  praising: words`
    (?:real|big|great|giant|major|true|genuine) (?:step|leap|stride) (?:forward|in the right) |
    (?:your|this) (?:\w+ )?(?:practice|team|surgery|prescribing|care)(?: \w+)? (?:gives?|provides?|offers?|delivers?|is|has) (?:the )?(?:\w+ )?(?:safest|best|finest)(?! (?:quarter|fifth|tenth|of its)) |
    pride of | the toast of | nothing short of | head and shoulders | streets ahead | in a class of | textbook | shining | role models? | heroic | beyond praise | couldn't be better | could not be better |
    outstanding(?:ly)?(?! (?:issues|requests|items|reviews)) | brilliant(?:ly)? | superb(?:ly)? | amazing(?:ly)? |
    fantastic(?:ally)? | heroic?(?:es|ally)? | heroes | wonderful(?:ly)? | exemplary | world[- ]class | world[- ]beating |
    stellar | flawless(?:ly)? | phenomenal | tremendous | magnificent | marvellous | sensational | unbeatable |
    incredibl[ey] | terrific | stunning | spectacular | splendid | first-(?:class|rate) | top-notch | peerless |
    gold[- ]standard | best in class | impeccable | faultless | perfect(?:ly)?(?! (?:normal|reasonable|good reason|safe)) |
    excellent | glorious | unrivalled | unsurpassed | superstars? | star(?:s)?(?= (?:performers?|practice|of)) |
    geniuses? | inspiration(?:al)? | a credit to | congratulat(?:ions|e you|ed) | bravo | kudos | hats? off | three cheers |
    (?:top|full) marks | round of applause | take a bow | pat on the back | keep up the |
    the best (?:practice|team|result|prescribers?|in|of) | simply the best | second to none | nothing (?:left )?to improve |
    cannot be improved | so proud of | proud of you |
    (?:nobody|no ?one|no practice)(?: in \w+(?: \w+)?)? (?:\w+ )?(?:does it better|does better|prescribes (?:more safely|better|less)|comes close|can match|beats) |
    example to (?:us|the|others|all) | (?:model|beacon|envy|jewel) (?:for|of|to|practice) | set(?:s)? the standard |
    lead(?:s|ing)? the (?:way|field|region|country) |
    what a (?:\w+ )?(?:month|result|practice|team|year|fall|achievement)(?=[!.,]|$) | hurrah|hooray|hip hip|wow |
    you (?:rock|shine|smashed|nailed|aced|crushed) | legend(?:s|ary)? | dazzling | triumph\w* | \w+! | remarkabl[ey] |
    (?:nobody|no one) could have done | admirabl[ey] | commendabl[ey] | extraordinar\w+ | unstoppable | standing ovation |
    gold stars? | top (?:of the class|performers?) | unparalleled | masterly | finest | among the best | masterclass in |
    [a-z]!`,
  plain: words`
    (?:fell|fallen|down|rose|risen|up|came down|went (?:up|down)|has (?:fallen|risen)) (?:by )?(?:from )?\d[\d.,]* |
    (?:set|sets|gold) standard of | to the person`,
  mocking: words`
    what a (?:relief|pleasure|comfort|surprise|coincidence|treat|joy|record|triumph|feat) (?:that|to|for|it) |
    if only (?:[\w-]+ ){1,4}?(?:came|were|was|had|could|would|knew|did) |
    how (?:reassuring|nice|kind|generous|refreshing|comforting|lovely|thoughtful|convenient)(?= (?:that|to|of)\b) |
    anyone (?:would|might|could) (?:think|suppose|imagine|believe) |
    what makes your (?:\w+ )?(?:patients|practice|list|case|town) (?:so )?(?:special|different|unique|exceptional) |
    (?:shares|a stake|an interest) in the (?:company|manufacturer|makers?|industry) |
    (?:clearly|evidently|obviously|certainly) been (?:well |fully |thoroughly )?(?:exercised|enjoyed|busy|generous) |
    must be (?:nice|lovely|pleasant|wonderful|handy|comforting|fun|so easy) (?:to|for|that) |
    who (?:knew|would have (?:thought|guessed|imagined)) |
    one (?:could|might|would) (?:almost |nearly )?(?:be forgiven for thinking|think|suppose|imagine)(?= |,) |
    (?<=\b(?:was|were|is|are) (?:an? |the new )?)(?:vitamins?|sweets?|food groups?|condiments?|health foods?)(?=[.!,]|$) |
    (?:well done|congratulations|bravo|hats off)(?: to you| all)? (?:on|for) (?:finding|keeping|having|making|being|prescribing|handing)(?: [\w-]+){1,8}? (?:every|again|most|still|another|so many|so much) |
    another (?:record|bumper|banner|winter of|fine|vintage|triumph) | record[- ]breaking | record month | how nice |
    nice to see (?:that )?(?:somebody|someone) | good luck with that |
    must be (?:delighted|thrilled|rubbing|so pleased|grateful) |
    (?:makers?|manufacturers?|shareholders?|industry|bugs?|bacteria|difficile|drug companies) (?:\w+ ){0,3}?(?:thanks?|delighted|regards|grateful|love|thrilled|in business|applaud\w*|rejoic\w*) |
    in business | slow hand ?clap | (?:somebody|someone) (?:enjoys|likes|loves|has been|must) |
    sends? (?:its|their) (?:regards|thanks|love) | surely (?:an|a) (?:accident|coincidence|mistake) |
    (?:clearly|evidently|presumably|apparently|obviously|perhaps|maybe|it seems|we assume|no doubt)\b[^.]{0,50}\b(?:nobody|no one|has not (?:reached|arrived)|not (?:yet )?(?:reached|arrived|read)|lost in|in the in-?tray|is broken|postcode|too busy|missed the|forgot\w*|been on holiday|other ideas|knows? better|gathering dust|memo) |
    who needs (?:guidelines?|evidence) | guess (?:who|what) | surprise,? surprise |
    still (?:handing|giving|writing|prescribing|dishing|using|living|stuck)[^.]*\? | like it's (?:19|20)\d\d |
    is (?:broken|asleep|on holiday)\? | did (?:the )?(?:memo|guideline|email) (?:get|go) | memo | gathering dust |
    in the in-?tray | has not reached | perhaps the \w+ (?:\w+ )?is broken | as if by magic | at least the |
    what could possibly | with (?:friends|results) like | oh dear | yet again | rubber[- ]stamp\w* | ever heard of |
    remember (?:the )?(?:guideline|nice)\? | so much for | spot the | santa | pick ?'?n'? ?mix | sweet ?shop`,
};

export const praiseKinds: readonly GrammarKind[] = [
  {
    patterns: ["praising -plain", "mocking"],
    say: 'say the figure and thank plainly: "Your rate fell from 58 to 51 in a year. Thank you."',
  },
];
