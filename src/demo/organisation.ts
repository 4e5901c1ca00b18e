import { Organisation } from '../model/organisation.ts';
import type { Seat } from './playground.ts';

/** The tenant of the demo. Invented, as everything here: the municipality, the people, the numbers. */
export const tenantId = '00000000-0000-4000-8000-00000000d3e0';

const person = (number: number) => `00000000-0000-4000-8000-0000000000${String(number).padStart(2, '0')}`;

export const employee = { id: person(1), name: 'Noor de Wit' };
export const contactPerson = { id: person(2), name: 'Anna Bakker' };
export const deputy = { id: person(3), name: 'Bram Visser' };
const rootContact = { id: person(4), name: 'Chris Mulder' };
const rootDeputy = { id: person(5), name: 'Dina Smit' };
const administrator = { id: person(6), name: 'Evi Brouwer' };

export const organisation: Organisation = Organisation.parse({
  name: 'Gemeente Waterveen',
  rootUnit: 'waterveen',
  units: [
    {
      id: 'waterveen',
      name: { nl: 'Gemeente Waterveen', en: 'Municipality of Waterveen' },
      contactPerson: rootContact.id,
      deputy: rootDeputy.id,
      dutyPhone: '06-00000000',
    },
    {
      id: 'front-desk',
      name: { nl: 'Publieksbalie', en: 'Front desk' },
      parent: 'waterveen',
      contactPerson: contactPerson.id,
      deputy: deputy.id,
      dutyPhone: '06-00000000',
      alarmLine: '06-00000001',
      exposureLine: '06-00000002',
    },
    {
      id: 'street-enforcement',
      name: { nl: 'Handhaving buiten', en: 'Street enforcement' },
      parent: 'waterveen',
      contactPerson: rootDeputy.id,
      deputy: rootContact.id,
      dutyPhone: '06-00000003',
      shiftWork: true,
    },
  ],
  people: [
    { ...employee, unit: 'front-desk', phone: '06-00000011' },
    { ...contactPerson, unit: 'front-desk', phone: '06-00000012' },
    { ...deputy, unit: 'front-desk', phone: '06-00000013' },
    { ...rootContact, unit: 'waterveen' },
    { ...rootDeputy, unit: 'waterveen' },
    { ...administrator, unit: 'waterveen' },
  ],
  administrators: [administrator.id],
  confidentialAdvisers: [
    { name: 'Fenna Postma', phone: '06-00000021' },
    { name: 'Gerben Hoekstra', phone: '06-00000022', external: true },
  ],
  officeHolderContact: { name: 'Hanna Dijkstra, gemeentesecretaris', phone: '06-00000023' },
});

/** The three people of the story, each with a chat client of their own. */
export function seatsFrom(firstPort: number): readonly [Seat, Seat, Seat] {
  return [
    { role: 'employee', person: employee, port: firstPort },
    { role: 'contact-person', person: contactPerson, port: firstPort + 1 },
    { role: 'deputy', person: deputy, port: firstPort + 2 },
  ];
}
