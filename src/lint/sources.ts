/** What a rule rests on. Without a checked source it is practice: an opinion that may be weighed, not a finding of research. */
export type SourceEvidence = { text: string; doi?: string; url?: string } | { practice: string };

/** "Brehaut and others 2016, suggestion 12. doi:10.7326/M15-2248"; practice as what it is. */
export function citationText(evidence: SourceEvidence): string {
  if ("practice" in evidence) return `practice suggests: ${evidence.practice}`;
  const { text, doi, url } = evidence;
  return [text, doi ? `doi:${doi}` : url].filter(Boolean).join(". ");
}

/** A suggestion of Brehaut's fifteen, by its number. */
export function brehaut(number: number): SourceEvidence {
  return { text: `Brehaut and others, Ann Intern Med 2016, suggestion ${number}`, doi: "10.7326/M15-2248" };
}

/** Hypotheses of CP-FIT whose numbers have been checked against its tables. */
export function cpFit(...numbers: readonly (1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 17 | 18)[]): SourceEvidence {
  const list = numbers.join(" and ");
  return {
    text: `Brown and others (CP-FIT), Implement Sci 2019, ${numbers.length > 1 ? "hypotheses" : "hypothesis"} ${list}`,
    doi: "10.1186/s13012-019-0883-5",
  };
}

/** A theme of the hypotheses of Colquhoun. */
export function colquhoun(theme: string): SourceEvidence {
  return { text: `Colquhoun and others, Implement Sci 2017, ${theme}`, doi: "10.1186/s13012-017-0646-0" };
}

/** An item of REFLECT-52. */
export function reflect(item: string): SourceEvidence {
  return {
    text: `Foster and others (REFLECT-52), Implement Sci 2021, item ${item}`,
    doi: "10.1186/s13012-021-01145-9",
  };
}

/** A recommendation of Gude's review of comparators. */
export function gude(recommendation: string): SourceEvidence {
  return { text: `Gude and others, Implement Sci 2019: ${recommendation}`, doi: "10.1186/s13012-019-0887-1" };
}

/** The taxonomy of techniques. */
export const taxonomy: SourceEvidence = { text: "Michie and others (BCTTv1), Ann Behav Med 2013" };

export const ivers: SourceEvidence = {
  text: "Ivers and others, Implement Sci 2014, tentative best practices",
  doi: "10.1186/1748-5908-9-14",
};

export const auditCriteria: SourceEvidence = {
  text: "Criteria for national audit reports, Implement Sci Commun 2020, table 1",
  doi: "10.1186/s43058-020-00089-3",
};

export const aspire: SourceEvidence = {
  text: "Willis and others (ASPIRE), PLoS Med 2020",
  doi: "10.1371/journal.pmed.1003045",
};

export const affinitie: SourceEvidence = {
  text: "Lorencatto and others (AFFINITIE), Implement Sci 2016: behavioural specificity",
  doi: "10.1186/s13012-016-0528-x",
};

export const wood: SourceEvidence = {
  text: "Wood and others, Br J Gen Pract 2021: reports that prescribe no method were valued",
  doi: "10.3399/BJGP.2020.1117",
};

/** Why no pace is set from outside. */
export const reductionHarms: SourceEvidence = {
  text: "Agnoli and others, JAMA 2021: dose reduction was followed by more overdose and crisis",
  doi: "10.1001/jama.2021.11013",
};

/** Why nothing is stopped at a stroke. */
export const stoppingHarms: SourceEvidence = {
  text: "Oliva and others, BMJ 2020: stopping opioids was linked with death by overdose or suicide",
  doi: "10.1136/bmj.m283",
};

/** Why nothing is enforced, or announced by letter. */
export const enforcedReduction: SourceEvidence = {
  text: "Faculty of Pain Medicine, statement on opioid optimisation: against enforced reduction, and letters that announce it",
};

/** Why a change is agreed first. */
export const consultationSwitch: SourceEvidence = {
  text: "Thomas and others, BMC Pulm Med 2009: inhalers switched without a consultation were followed by worse control",
  doi: "10.1186/1471-2466-9-1",
};

/** Why a list decides nothing. */
export const sharedReview: SourceEvidence = {
  text: "NICE NG193, 2021, recommendation 1.2.11: a shared review, and a plan to continue safely or to reduce",
  url: "https://www.nice.org.uk/guidance/ng193",
};

/** Why people who need many relievers are asked in. */
export const relieverOveruse: SourceEvidence = {
  text: "MHRA, Drug Safety Update, April 2025: over-use of relievers is a reason for a review",
  url: "https://www.gov.uk/drug-safety-update",
};

/** Why no effect is promised. */
export const noEffect: SourceEvidence = {
  text: "Stanworth and others (AFFINITIE), JAMA Netw Open 2022: enhanced feedback did no better than standard feedback",
  doi: "10.1001/jamanetworkopen.2022.0364",
};

/** Why "significant" needs its statistic. */
export const pValues: SourceEvidence = {
  text: "Wasserstein and Lazar, American Statistician 2016: statement on statistical significance",
  doi: "10.1080/00031305.2016.1154108",
};

export const crop: SourceEvidence = {
  text: "Alderson and others (CROP), PLoS Med 2021: measured other analgesics and referrals too",
  doi: "10.1371/journal.pmed.1003796",
};

export const nhsManual: SourceEvidence = { text: "NHS digital service manual", url: "https://service-manual.nhs.uk" };

/** What an address needs to be read by machines and through a window. */
export const lettersByPost: SourceEvidence = {
  text: "Royal Mail, Premier customer guide, section 7: addresses of 10 to 12 pt in one face, free of other print by 5 mm",
  url: "https://online.flippingbook.com/view/353760/94",
};

export const openPrescribing: SourceEvidence = {
  text: "OpenPrescribing measure definitions",
  url: "https://github.com/ebmdatalab/openprescribing",
};

export const hospitalStatistics: SourceEvidence = {
  text: "NHS Digital, disclosure control of hospital episode statistics: counts of 1 to 7 are withheld below national level",
};

export const institutions: SourceEvidence = {
  text: "Goldstein and Spiegelhalter, J R Stat Soc A 1996: comparisons of institutions need their intervals",
  doi: "10.2307/2983325",
};

export const precisionFeedback: SourceEvidence = {
  text: "Display-Lab precision feedback: pathways and their preconditions",
  url: "https://github.com/Display-Lab/precision-feedback-pipeline",
};

/** A view of practice without a checked source. */
export function practice(view: string): SourceEvidence {
  return { practice: view };
}

/** The days on which nobody is there to answer. */
export const bankHolidays: SourceEvidence = {
  text: "UK bank holidays; Banking and Financial Dealings Act 1971",
  url: "https://www.gov.uk/bank-holidays",
};
