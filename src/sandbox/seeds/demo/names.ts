import type { SandboxCountry } from '../../countries.ts';

/** All of them invented; any likeness is chance. */
export const GIVEN = [
  'Ada', 'Amir', 'Anneke', 'Bela', 'Bruno', 'Carla', 'Chidi', 'Clara', 'Dario', 'Dunja', 'Edith', 'Elias', 'Esme',
  'Farah', 'Felix', 'Freya', 'Gideon', 'Greta', 'Hamid', 'Hugo', 'Ines', 'Isak', 'Jonas', 'Judith', 'Kai', 'Kezia',
  'Leila', 'Linus', 'Lorna', 'Magnus', 'Mina', 'Nadia', 'Nils', 'Oona', 'Oscar', 'Petra', 'Priya', 'Quentin', 'Rafael',
  'Rhea', 'Rosa', 'Samir', 'Selma', 'Tariq', 'Thea', 'Ulla', 'Vera', 'Wanda', 'Yusuf', 'Zelda',
] as const; // prettier-ignore

export const FAMILY = [
  'Abbott', 'Achterberg', 'Adeyemi', 'Birch', 'Bonnet', 'Brandt', 'Castell', 'Coombe', 'Dacre', 'Demir', 'Ekström',
  'Ellwood', 'Faber', 'Fennimore', 'Garrick', 'Goswami', 'Hallam', 'Hartigan', 'Ibarra', 'Jessop', 'Kapoor', 'Kestrel',
  'Lacey', 'Lindqvist', 'Marlowe', 'Mbeki', 'Nakata', 'Norwood', 'Okafor', 'Osterley', 'Pemberton', 'Quill', 'Rademaker',
  'Rossi', 'Sandoval', 'Seymour', 'Tamsin', 'Thorne', 'Underhill', 'Vance', 'Varga', 'Wetherby', 'Whitlock', 'Yarrow',
] as const; // prettier-ignore

/** Names that programs get wrong: an apostrophe, accents, other scripts. */
export const HARD_NAMES = [
  ['Niamh', "O'Dowd"],
  ['José', 'Álvarez Núñez'],
  ['Łukasz', 'Wójcik'],
  ['葵', '田中'],
] as const; // prettier-ignore

export const BUSINESSES = [
  'Copper Kettle Bakery', 'Fourways Veterinary Clinic', 'Harbour Lights Hotel', 'Ironbark Joinery', 'Larkspur Nursery School',
  'Northgate Cold Storage', 'Old Mill Brewing', 'Pinecrest Dental', 'Redgate Motors', 'Saltmarsh Seafoods', 'Tidewater Gym',
] as const; // prettier-ignore

export const BUILDER = 'Meridian Homes';
export const JOBS = ['Lot 1', 'Lot 2', 'Lot 3', 'Lot 4', 'Lot 5', 'Lot 6', 'Lot 7', 'Lot 8'] as const;

export const VENDORS = ['Aurora Inverters', 'Blue Ladder Scaffolding', 'Copperline Electrical', 'Kite Mounting Systems'] as const; // prettier-ignore
export const EMPLOYEES = [
  ['Ravi', 'Desai'],
  ['Morgan', 'Tait'],
  ['Sofia', 'Lund'],
] as const; // prettier-ignore

export const STREETS = [
  'Acacia Avenue', 'Beech Lane', 'Chapel Road', 'Cliff Terrace', 'Elder Close', 'Fern Street', 'Hill View', 'Kiln Road',
  'Lavender Way', 'Meadow Drive', 'Orchard Row', 'Quarry Street', 'River Walk', 'Station Road', 'Willow Court',
] as const; // prettier-ignore

interface Town {
  readonly City: string;
  readonly CountrySubDivisionCode: string;
  readonly PostalCode: string;
}

const towns = (region: string, list: readonly [string, string][]): Town[] =>
  list.map(([City, PostalCode]) => ({ City, CountrySubDivisionCode: region, PostalCode }));

export const TOWNS: Readonly<Record<SandboxCountry, readonly Town[]>> = {
  US: towns('CA', [['Fresno', '93704'], ['Clovis', '93611'], ['Madera', '93637'], ['Visalia', '93277']]), // prettier-ignore
  AU: towns('NSW', [['Newcastle', '2300'], ['Maitland', '2320'], ['Cessnock', '2325'], ['Gosford', '2250']]), // prettier-ignore
  GB: towns('Gloucestershire', [['Gloucester', 'GL1 4AB'], ['Stroud', 'GL5 1QS'], ['Dursley', 'GL11 4HX']]), // prettier-ignore
  CA: towns('ON', [['Kingston', 'K7K 1A1'], ['Belleville', 'K8N 2B3'], ['Brockville', 'K6V 4T5']]), // prettier-ignore
};
