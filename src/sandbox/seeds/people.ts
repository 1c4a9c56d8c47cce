import type { SandboxCountry } from '../countries.ts';
import type { JsonObject } from '../json.ts';

export interface PersonSeed {
  readonly entity: 'Customer' | 'Vendor' | 'Employee';
  readonly body: JsonObject;
}

const REGION: Readonly<Record<SandboxCountry, JsonObject>> = {
  US: { City: 'Fresno', CountrySubDivisionCode: 'CA', PostalCode: '93704' },
  AU: { City: 'Newcastle', CountrySubDivisionCode: 'NSW', PostalCode: '2300' },
  GB: { City: 'Gloucester', CountrySubDivisionCode: 'Gloucestershire', PostalCode: 'GL1 4AB' },
  CA: { City: 'Kingston', CountrySubDivisionCode: 'ON', PostalCode: 'K7K 1A1' },
};

/** People who are in the books already, so that name clashes of all three kinds can be rehearsed. */
export function people(country: SandboxCountry): readonly PersonSeed[] {
  const region = REGION[country];
  const person = (
    entity: PersonSeed['entity'],
    GivenName: string,
    FamilyName: string,
    street: string,
  ): PersonSeed => ({
    entity,
    body: {
      GivenName,
      FamilyName,
      DisplayName: `${GivenName} ${FamilyName}`,
      PrimaryEmailAddr: { Address: `${GivenName}.${FamilyName}@example.com`.toLowerCase().replace("'", '') },
      PrimaryPhone: { FreeFormNumber: '555-0134' },
      ...(entity === 'Employee' ? {} : { BillAddr: { Line1: street, ...region } }),
    },
  });
  return [
    person('Customer', 'Maria', 'Fernandez', '12 Orchard Row'),
    person('Customer', 'Siobhan', "O'Neill", '4 Mill Court'),
    person('Customer', 'Tom', 'Whitfield', '88 Ridge Way'),
    {
      entity: 'Customer',
      body: {
        CompanyName: 'Blue Gum Dairy',
        DisplayName: 'Blue Gum Dairy',
        PrimaryEmailAddr: { Address: 'office@bluegum.example' },
        BillAddr: { Line1: 'Lot 3 Creek Road', ...region },
      },
    },
    { entity: 'Vendor', body: { CompanyName: 'Helios Panel Supply', DisplayName: 'Helios Panel Supply' } },
    person('Employee', 'Jordan', 'Blake', ''),
  ];
}
