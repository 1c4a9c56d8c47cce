/** What differs between the sample companies. People, streets and numbers are invented; addresses of mail go nowhere. */
export interface Country {
  folder: 'us' | 'au' | 'gb' | 'ca';
  code: string;
  currency: string;
  projects: number;
  /** Tax on ordinary work, on reduced work and on work without tax, in percent. */
  rates: { full: number; reduced: number; none: number };
  incentive: string;
  cities: readonly (readonly [city: string, state: string, postalCode: string])[];
  phone: (n: number) => string;
  /** What the bank and the post bring beside cards. */
  methods: readonly string[];
}

const two = (n: number) => String(n % 100).padStart(2, '0');

export const COUNTRIES: readonly Country[] = [
  {
    folder: 'us',
    code: 'US',
    currency: 'USD',
    projects: 44,
    rates: { full: 0, reduced: 0, none: 0 },
    incentive: 'State rebate, assigned to installer',
    cities: [
      ['Sacramento', 'CA', '95814'],
      ['Tucson', 'AZ', '85701'],
      ['Austin', 'TX', '78701'],
      ['Boulder', 'CO', '80302'],
      ['Portland', 'OR', '97205'],
      ['Raleigh', 'NC', '27601'],
    ],
    phone: (n) => `(916) 555-01${two(n)}`,
    methods: ['bank transfer', 'check'],
  },
  {
    folder: 'au',
    code: 'AU',
    currency: 'AUD',
    projects: 14,
    rates: { full: 10, reduced: 10, none: 0 },
    incentive: 'Small-scale technology certificates, assigned to installer',
    cities: [
      ['Brisbane', 'QLD', '4000'],
      ['Newcastle', 'NSW', '2300'],
      ['Geelong', 'VIC', '3220'],
      ['Fremantle', 'WA', '6160'],
    ],
    phone: (n) => `(02) 5550 01${two(n)}`,
    methods: ['bank transfer', 'BPAY'],
  },
  {
    folder: 'gb',
    code: 'GB',
    currency: 'GBP',
    projects: 13,
    rates: { full: 20, reduced: 5, none: 0 },
    incentive: 'Local energy grant',
    cities: [
      ['Bristol', 'Somerset', 'BS1 4DJ'],
      ['Leeds', 'West Yorkshire', 'LS1 4AP'],
      ['Norwich', 'Norfolk', 'NR1 3DH'],
      ['Cardiff', 'South Glamorgan', 'CF10 1EP'],
    ],
    phone: (n) => `020 7946 01${two(n)}`,
    methods: ['bank transfer', 'cheque'],
  },
  {
    folder: 'ca',
    code: 'CA',
    currency: 'CAD',
    projects: 13,
    rates: { full: 13, reduced: 13, none: 0 },
    incentive: 'Home energy rebate, assigned to installer',
    cities: [
      ['Ottawa', 'ON', 'K1P 1J1'],
      ['Hamilton', 'ON', 'L8P 4Y5'],
      ['Guelph', 'ON', 'N1H 3A1'],
      ['Kingston', 'ON', 'K7L 2Z3'],
    ],
    phone: (n) => `(613) 555-01${two(n)}`,
    methods: ['bank transfer', 'cheque'],
  },
];

export const STREETS = [
  'Alder Street',
  'Sunrise Avenue',
  'Meadow Lane',
  'Harbour Road',
  'Juniper Court',
  'Mill Street',
  'Orchard Drive',
  'Ridge Road',
];

/** First name, last name, and the company where the customer is one. */
export type Name = readonly [first: string, last: string, company?: string];

/** The names that trip programs come first: apostrophe, ampersand, accent, colon, and two people of one name. */
export const NAMES: readonly Name[] = [
  ['Mary', "O'Neil"],
  ['Tom', 'Baker', 'Baker & Sons Orchards'],
  ['José', 'Núñez'],
  ['Ruth', 'Calder', 'Calder Estate: North Wing'],
  ['Maria', 'Garcia'],
  ['Maria', 'Garcia'],
  ['Dylan', 'Whitaker'],
  ['Priya', 'Raman'],
  ['Hannah', 'Lindqvist'],
  ['Marcus', 'Bell'],
  ['Grace', 'Okafor'],
  ['Peter', 'Van den Berg'],
  ['Sofia', 'Marchetti'],
  ['Liam', 'Doyle'],
  ['Chloé', 'Fournier'],
  ['Noah', 'Fischer'],
  ['Amelia', 'Hart'],
  ['Victor', 'Castellanos'],
  ['Ingrid', 'Solberg'],
  ['Samuel', 'Adeyemi'],
  ['Beth', "D'Angelo"],
  ['Kenji', 'Watanabe'],
  ['Laura', 'Pritchard'],
  ['Omar', 'Haddad'],
  ['Julia', 'Novak', 'Novak Dental, P.C.'],
  ['Ethan', 'Brooks'],
  ['Leila', 'Farahani'],
  ['George', 'Mensah'],
  ['Nina', 'Petrova'],
  ['Caleb', 'Stone'],
  ['Isabel', 'Ferreira'],
  ['Walter', 'Hughes', 'Hughes Family Farm'],
  ['Anita', 'Desai'],
  ['Frank', 'Müller'],
  ['Olivia', 'Grant'],
  ['Derek', 'Sutton'],
  ['Mei', 'Chen'],
  ['Rosa', 'Delgado'],
  ['Henry', 'Blackwood'],
  ['Alice', 'Thornton'],
  ['Ivan', 'Kowalski'],
  ['Paula', 'Reyes'],
  ['Simon', 'Achterberg'],
  ['Joan', 'McAllister'],
  ['Theo', 'Larkin', 'Larkin "Bright" Cafés'],
  ['Ada', 'Brandt'],
  ['Lucas', 'Moreau'],
  ['Tara', 'Singh'],
];
