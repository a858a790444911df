import { type Lexicon, words, wordsOf } from "../grammar/lexicon.ts";

/* Medicines, what they come in, and how much of them there is. */

const drugs = words`
  opioids? | opiates? | morphine | oxycodone | fentanyl | (?:dihydro)?codeine | co-codamol(?: [\d/]+)? | co-dydramol |
  tramadol | tapentadol | buprenorphine | methadone | hydromorphone | diamorphine | oramorph | pain[- ]?killers? |
  pain relief | pain (?:medicines?|medication|tablets?|pills?) | patch(?:es)? | gabapentin(?:oids?)? | pregabalin |
  duloxetine | amitriptyline | nortriptyline | antidepressants? | ssris? | sertraline | citalopram | venlafaxine |
  mirtazapine | (?:nsaid|anti-inflammator(?:y|ies))s? | ibuprofen | naproxen | diclofenac | celecoxib | etoricoxib |
  coxibs? | aspirin | clopidogrel | ticagrelor | prasugrel | warfarin | doacs? | apixaban | rivaroxaban | edoxaban |
  dabigatran | anticoagula\w+ | antiplatelets? | blood thinners? | (?:\w+)?statins? | beta[- ]?blockers? | bisoprolol |
  amlodipine | losartan | candesartan | furosemide | indapamide | blood pressure (?:treatments?|tablets?|medicines?|pills?) |
  allopurinol | colchicine | carbamazepine | lamotrigine | clozapine | antipsychotics? | quetiapine | risperidone | olanzapine |
  alendron\w+ | bisphosphonates? | hydroxychloroquine | azathioprine | melatonin | ramipril | lisinopril | ace inhibitors? | diuretics? | water tablets? | spironolactone | methotrexate | sulfonylureas? | gliclazide | glimepiride |
  anticholinergics? | antimuscarinics? | antihistamines? | oxybutynin | solifenacin | tolterodine | hrt | donepezil |
  memantine | baclofen | quinine | haloperidol | trazodone | gli(?:ptin|flozin)s? | (?:sglt-?2|ace|dpp-?4) inhibitors? |
  glp-?1\w* | lidocaine | antiemetics? | promethazine | emollients? | creams? | ointments? | eye drops? | oral steroids? |
  \w{3,}(?:gliptin|gliflozin|glutide|zosin|sartan|dipine|olol|grel|dronate|oxetine|triptyline|tadine|lukast|tropium|zolam|floxacin|epin|pramine|apine|piprazole|peridol|idone|promazine|formin|glitazone|methasone|olone|sonide|terol|parin|xaban|gatran|conazole|nidazole|semide|thiazide|ciclovir)s? |
  \w{4,}pril | digoxin |
  amiodarone | theophylline | inhalers? | sprays? | puffers? | relievers? | salbutamol |
  (?:prednisol|budeson|flutic)\w+ | steroids? | preventers? | powders? | nebuli\w+ | spacers? | antibiotics? |
  antimicrobials? | penicillins? | (?:co-)?amox\w+ | flucloxacillin | macrolides? | clarithromycin | erythromycin |
  azithromycin | doxycycline | tetracyclines? | trimethoprim | nitrofurantoin | fosfomycin | quinolones? |
  ciprofloxacin | cef\w+ | benzodiazepines? | benzos? | \w+azepam | z-drugs? | zopiclone | sedatives? |
  sleeping (?:tablets?|pills?) | hypnotics? | insulins? | metformin | pumps? | lithium | valproate | levothyroxine |
  anti-?epileptics? | ppis? | (?:ome|lanso|panto)prazole | stomach (?:protection|tablets?) | naloxone | adrenaline |
  epi-?pens? | medicines? | medications? | meds | drugs? | treatments? | pills? | triptans? | laxatives?`;

/** Any medicine, as a place in an entry. */
export const drug = wordsOf(drugs);

const unit = "(?:%|per ?cent|mg|mgs|milligrams?|grams?|g|micrograms?|mcg|µg|ml)";
const digits = String.raw`\d[\d.,]*`;
const numbers =
  "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|a hundred|a dozen)";
const fractions = String.raw`(?<!\b(?:this|next|last|each|every|per|best|top|highest|lowest|once a|of the|in the) )(?:(?:a|one|two) )?(?:half|third|quarter|fifth|sixth|eighth|tenth|thirds|quarters)(?! (?:an hour|of an hour|the other|of (?:practices|your|the practices|all practices|similar|these|the)|lie|lies|were|are|is)\b)`;
const pieces = "(?:tablets?|capsules?|patch(?:es)?|doses?|strengths?|notch(?:es)?|puffs?|steps?|pills?|rungs?)";

export const medicines: Lexicon = {
  medicine: drugs,
  supply: words`
    prescriptions? | (?<!reset )scripts? | repeats? | prescribing(?! (?:leads?|teams?|advis\w+|cycle|meeting|data|figures|system|support|nurse|pharmacist)) | doses? | dosage | suppl(?:y|ies) | tablets? |
    capsules? | issues? | devices? | boxes? | bottles? | packs? | courses? | therap(?:y|ies) | reissues? | renewals?`,
  amount: words`
    ${digits} ?(?:-|to) ?${digits} ?${unit} | ${digits} ?${unit} | ${numbers} (?:per ?cent|milligrams?|mg|micrograms?) |
    (?:${numbers}|\d|a|an|half a|one) ${pieces} | (?:${numbers}|\d+) [\w-]+ (?:fewer|less)`,
  mass: words`
    ${digits} ?(?:mg|mgs|milligrams?|micrograms?|mcg|µg) | ${digits} (?:microgram )?patch | (?:${drug}) ${digits}(?![\d/%]) | (?:${numbers}|${digits})(?: mg| milligrams| puffs?| tablets?)? of(?= (?:the )?(?:codeine|morphine|tramadol|oxycodone|diazepam|gabapentin|pregabalin|weaker|stronger|weak|strong|old|new)\b)`,
  fraction: words`${fractions} | (?:one|two|three)-(?:half|thirds?|quarters?|fifths?|tenths?) | (?:by|to|in) (?:half|halves) | a nought | percentages?`,
  zero: words`
    zero | nil | nothing | none | nought | off (?:completely|altogether|entirely) | finished | gone | the end | empty`,
  pace: words`
    (?:every|each|per|a|at each|at every|apiece|any) (?:other |second |third |few |\w+ )?(?:days?|weeks?|fortnights?|months?|quarters?|visits?|reviews?|issues?|contacts?|appointments?|steps?|collections?|mornings?|nights?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?) |
    (?:once |twice )?(?:daily|weekly|two-weekly|fortnightly|monthly|nightly) |
    (?:every|each) (?:${numbers}|\d+) (?:days?|weeks?|months?) | (?:days?|weeks?|months?|a fortnight|a week) apart |
    week (?:one|1|two|2|three|3) | per (?:day|week|month|fortnight) | each time`,
  span: words`
    (?:over|within|in|after|for|inside) (?:the )?(?:next |first |a |an |about )?(?:${digits}|${numbers}|few|couple of)? ?(?:days?|weeks?|fortnights?|months?) |
    (?:${digits}|${numbers}) (?:days?|weeks?|months?)(?! (?:after|before|later)\b)`,
  // a run of amounts: "80, 60, 40", "120 to 90"
  stairs: words`
    \d{2,3} ?(?:mg|micrograms?|mcg)?,? (?:then |to |down to |and then |go to )?\d{2,3} ?(?:mg|micrograms?|mcg)?,? (?:and |then |to |and then )*\d{2,3}(?![\d.,]*\d) |
    from ${digits} ?(?:mg|micrograms?|mcg) (?:a day |daily )?(?:straight |down )?(?:go |move )?to ${digits} |
    from \d+ (?:mg )?go to \d+ | from (?:${numbers}|\d) ${pieces} to (?:${numbers}|\d|none|nil|nothing) |
    (?:two|three|four) ${pieces} (?:become|becomes|go to|down to) |
    ${digits} ?(?:mg|micrograms?|mcg)[^.;]{0,30}?\b(?:becomes?|goes to|drops to|turns into|down to|then)\b[^.;]{0,20}?${digits}`,
};
