import { Organisation } from '../src/model/organisation.ts';

/** Who is who in the tests: an invented municipality. */
export const people = {
  noor: { id: '11111111-0000-4000-8000-000000000001', name: 'Noor de Wit' },
  anna: { id: '11111111-0000-4000-8000-000000000002', name: 'Anna Bakker' },
  bram: { id: '11111111-0000-4000-8000-000000000003', name: 'Bram Visser' },
  chris: { id: '11111111-0000-4000-8000-000000000004', name: 'Chris Mulder' },
  dina: { id: '11111111-0000-4000-8000-000000000005', name: 'Dina Smit' },
  evi: { id: '11111111-0000-4000-8000-000000000006', name: 'Evi Brouwer' },
  /** Not in the file. */
  olaf: { id: '11111111-0000-4000-8000-000000000099', name: 'Olaf Prins' },
} as const;

export function organisationFile(): Record<string, unknown> {
  const { noor, anna, bram, chris, dina, evi } = people;
  return {
    name: 'Gemeente Waterveen',
    rootUnit: 'waterveen',
    units: [
      {
        id: 'waterveen',
        name: { nl: 'Gemeente Waterveen', en: 'Municipality of Waterveen' },
        contactPerson: chris.id,
        deputy: dina.id,
        dutyPhone: '06-00000000',
      },
      {
        id: 'front-desk',
        name: { nl: 'Publieksbalie', en: 'Front desk' },
        parent: 'waterveen',
        contactPerson: anna.id,
        deputy: bram.id,
        dutyPhone: '06-00000010',
        alarmLine: '06-00000011',
        exposureLine: '06-00000012',
      },
      {
        id: 'street',
        name: { nl: 'Handhaving buiten', en: 'Street enforcement' },
        parent: 'waterveen',
        contactPerson: dina.id,
        deputy: chris.id,
        dutyPhone: '06-00000013',
        shiftWork: true,
      },
    ],
    people: [
      { ...noor, unit: 'front-desk', phone: '06-00000021' },
      { ...anna, unit: 'front-desk' },
      { ...bram, unit: 'front-desk' },
      { ...chris, unit: 'waterveen' },
      { ...dina, unit: 'waterveen' },
      { ...evi, unit: 'waterveen' },
    ],
    administrators: [evi.id],
    confidentialAdvisers: [
      { name: 'Fenna Postma', phone: '06-00000031' },
      { name: 'Gerben Hoekstra', phone: '06-00000032', external: true },
    ],
    officeHolderContact: { name: 'Hanna Dijkstra', phone: '06-00000033' },
  };
}

export const organisation = Organisation.parse(organisationFile());
