import { intakeList, notInList, reporterIsVictim } from '../dialogs/lists/intake.ts';
import { answerTo, pathOf } from '../dialogs/path.ts';
import type { QuestionList } from '../dialogs/question.ts';
import { chosenIn } from '../dialogs/turn.ts';
import type { Draft, Moment, Value } from '../model/draft.ts';
import { chainFor, excludedFrom, targetFor } from '../model/hand-off.ts';
import { type Entry, type Incident, type VaultRecord, withEvent } from '../model/incident.ts';
import { memberOf, type Unit, unitOf } from '../model/organisation.ts';
import { type SeverityFacts, severityOf } from '../model/severity.ts';
import { withNextDue } from '../model/timer.ts';
import type { Instant, Locale, PersonId } from '../model/world.ts';
import { planCheckIn, planStep } from './hand-off.ts';
import type { Phone, Plan } from './messages.ts';
import { allPhones, hearsBy, helpLine, namesOf, type Setting, unitPhones } from './setting.ts';

/** The reporter as far as a report needs them. */
export interface Reporter {
  readonly id: PersonId;
  readonly name: string;
  readonly locale: Locale;
}

/** The question list as this person gets it now: with their unit where it is known, and the people who would be asked. */
export function intakeFor(setting: Setting, reporter: PersonId, draft: Pick<Draft, 'answers'>): QuestionList {
  const { organisation } = setting;
  const unit = unitFor(setting, reporter, draft);
  const contacts = chainFor(organisation, unit, [reporter]).flatMap(({ person }) => {
    const name = memberOf(organisation, person)?.name;
    return name === undefined ? [] : [{ id: person, name }];
  });
  const known = memberOf(organisation, reporter) !== undefined;
  return intakeList({
    contacts,
    ...(!known && { units: organisation.units.map(({ id, name }) => ({ id, name })) }),
  });
}

/** The unit of the file, else the one that was chosen, else (not in the list, or not asked yet) the root unit. */
function unitFor({ organisation }: Setting, reporter: PersonId, { answers }: Pick<Draft, 'answers'>): Unit {
  const member = memberOf(organisation, reporter);
  if (member !== undefined) return unitOf(organisation, member.unit);
  const chosen = Object.hasOwn(answers, 'unit') ? answers['unit']?.value : undefined;
  return unitOf(organisation, typeof chosen === 'string' && chosen !== notInList ? chosen : undefined);
}

/** What the answers so far mean for who is asked, and when. The review shows it, sending carries it out: one reading for both. */
export interface Meaning {
  readonly unit: Unit;
  readonly excluded: readonly PersonId[];
  readonly chain: Incident['chain'];
  readonly severity: Incident['severity'];
  readonly targetMinutes: Incident['targetMinutes'];
  readonly occurredAt: Instant | undefined;
  readonly isVictim: boolean;
  readonly identity: string;
}

export function meaningOf(setting: Setting, reporter: PersonId, draft: Pick<Draft, 'answers'>): Meaning {
  const { organisation } = setting;
  const list = intakeFor(setting, reporter, draft);
  // Only answers on the path count: what was answered on a way not taken may not steer.
  const values = new Map(pathOf(list, draft).steps.map(({ question, value }) => [question.id, value]));
  const text = (id: string) => {
    const value = values.get(id);
    return typeof value === 'string' ? value : '';
  };
  const several = (id: string) => {
    const value = values.get(id);
    return Array.isArray(value) ? value : undefined;
  };
  const unit = unitFor(setting, reporter, draft);
  const identity = text('perpetrator-identity');
  const excluded = excludedFrom(organisation, {
    reporter,
    notTo: rawChoices(draft, 'not-to'),
    identity,
  });
  const facts: SeverityFacts = {
    safeNow: text('safe-now') !== 'no',
    categories: several('category') ?? [],
    threat: several('threat-facts'),
    physical: several('physical-facts'),
    sexual: several('sexual-facts'),
    property: several('property-facts'),
    target: text('target'),
  };
  const severity = severityOf(facts);
  return {
    unit,
    excluded,
    chain: [...chainFor(organisation, unit, [reporter, ...excluded])],
    severity,
    targetMinutes: targetFor(organisation.policy, severity.level, facts),
    occurredAt: momentIn(values.get('occurred-at'))?.at,
    isVictim: reporterIsVictim.includes(text('target')),
    identity,
  };
}

/**
 * Whoever was left out stays left out, also when the list of people to choose from has changed since: as stored, not as the question would
 * accept it now.
 */
function rawChoices({ answers }: Pick<Draft, 'answers'>, id: string): readonly string[] {
  const value = Object.hasOwn(answers, id) ? answers[id]?.value : undefined;
  return Array.isArray(value) ? value : [];
}

function momentIn(value: Value | undefined): Moment | undefined {
  return value !== null && typeof value === 'object' && 'precision' in value ? value : undefined;
}

const isSerious = (meaning: Meaning) => meaning.severity.level === 'S3' || meaning.severity.level === 'S4';

/** Who is asked and by when, in names. `now` is the moment of sending, or now while the report is still looked over. */
export function planOf(setting: Setting, reporter: PersonId, meaning: Meaning, now: Instant): Plan {
  const { organisation, calendar } = setting;
  const names = namesOf(
    organisation,
    meaning.chain.map((link) => link.person),
  );
  const starts = calendar.nextCovered(now);
  const left = chainFor(organisation, meaning.unit, [reporter]).filter(
    (link) => !meaning.chain.some((kept) => kept.person === link.person),
  );
  const callToo = isSerious(meaning) || names.length === 0;
  const nearest = [...helpLine(organisation, 'emergency'), ...unitPhones(meaning.unit)];
  return {
    names,
    leftOut: namesOf(
      organisation,
      left.map((link) => link.person),
    ),
    ...(starts !== now && { startsAt: starts }),
    ...(names.length > 0 && {
      readsBy: hearsBy(setting, reporter, calendar.addCovered(now, meaning.targetMinutes), meaning.severity.level),
    }),
    callToo,
    phones: names.length === 0 ? allPhones(organisation, meaning.unit) : callToo ? nearest : [],
  };
}

/** Whom to call where the program takes nothing in (practice.md 1.4 and section 7; domain.md 6). */
export function endingPhones(
  setting: Setting,
  unit: Unit,
): Readonly<Record<'internal' | 'rather-not-say' | 'office-holder' | 'private', readonly Phone[]>> {
  const { organisation } = setting;
  const advisers = organisation.confidentialAdvisers.map(({ name, phone, external }) => ({
    label: external
      ? { nl: `Externe vertrouwenspersoon ${name}`, en: `External confidential adviser ${name}` }
      : { nl: `Vertrouwenspersoon ${name}`, en: `Confidential adviser ${name}` },
    number: phone,
  }));
  const { name, phone } = organisation.officeHolderContact;
  const contact = { label: { nl: `Bel ${name}`, en: `Call ${name}` }, number: phone };
  const lines = (...ids: readonly string[]) => ids.flatMap((id) => helpLine(organisation, id));
  return {
    internal: [...advisers, ...lines('emergency')],
    'rather-not-say': [...advisers, ...lines('emergency'), ...unitPhones(unit)],
    'office-holder': [contact, ...lines('emergency', 'police')],
    private: lines('home-violence', 'emergency', 'police'),
  };
}

/** The words of the answers, frozen beside the questions. What belongs in the vault or steers the route stays out. */
function entriesOf(list: QuestionList, draft: Draft): readonly Entry[] {
  return pathOf(list, draft).steps.flatMap(({ question, value }): Entry[] => {
    if (value === undefined || value === null || question.vault || question.onRequest) return [];
    const at = answerTime(draft, question.id);
    const base = { question: question.id, ask: question.ask, at };
    const moment = momentIn(value);
    if (moment !== undefined) return [{ ...base, moment }];
    if (!('options' in question)) return typeof value === 'string' ? [{ ...base, words: value }] : [];
    const chosen = question.options.filter((option) => chosenIn(value).includes(option.id));
    return [{ ...base, chosen: chosen.map(({ id, label }) => ({ id, label })) }];
  });
}

function answerTime(draft: Draft, id: string): Instant {
  return (Object.hasOwn(draft.answers, id) ? draft.answers[id]?.at : undefined) ?? draft.startedAt;
}

/**
 * The incident that a sent draft becomes. The same draft always gives the same ids, so that a repeat after a crash finds its own work done.
 * Throws for a draft that was not sent: that is a mistake in the program.
 */
export function incidentFrom(
  setting: Setting,
  reporter: Reporter,
  draft: Draft,
): { readonly incident: Incident; readonly vault: VaultRecord | undefined; readonly plan: Plan } {
  const { submittedAt, reference } = draft;
  if (submittedAt === undefined || reference === undefined) throw new Error('a draft that was not sent is no report');
  const meaning = meaningOf(setting, reporter.id, draft);
  const list = intakeFor(setting, reporter.id, draft);
  const isAsked = (person: PersonId) => person === meaning.unit.contactPerson || person === meaning.unit.deputy;
  const bare: Incident = {
    id: draft.id,
    reference,
    regime: 'external',
    severity: meaning.severity,
    status: 'submitted',
    reportedAt: submittedAt,
    reporter: reporter.id,
    unit: meaning.unit.id,
    victims: meaning.isVictim ? [reporter.id] : [],
    // The document has room for thirty; whoever is beyond them is in no chain of this report either.
    excluded: [...meaning.excluded].sort((a, b) => Number(isAsked(b)) - Number(isAsked(a))).slice(0, 30),
    chain: meaning.chain,
    asked: [],
    cards: [],
    round: 0,
    targetMinutes: meaning.targetMinutes,
    tasks: [],
    events: [],
    timers: [],
    entries: [...entriesOf(list, draft)],
    reporterName: reporter.name,
    locale: reporter.locale,
  };
  const sent = withEvent(bare, { kind: 'submitted', at: submittedAt });
  const planned = planCheckIn(setting, planStep(setting, sent, 0, submittedAt), meaning.occurredAt);
  const vault = meaning.identity === '' ? undefined : { id: draft.id, identity: meaning.identity };
  return { incident: withNextDue(planned), vault, plan: planOf(setting, reporter.id, meaning, submittedAt) };
}

/** For a plain value out of a draft, such as the answers of a check-in. */
export function valueIn(list: QuestionList, draft: Pick<Draft, 'answers'>, id: string): Value | undefined {
  const question = list.questions.find((candidate) => candidate.id === id);
  return question === undefined ? undefined : answerTo(question, draft);
}
