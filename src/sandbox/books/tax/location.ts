import { objectOf, refId, textOf } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';
import { STATES } from './jurisdictions.ts';
import type { Locality, State } from './jurisdictions.ts';

/** A place in the United States, as far as an address tells. */
interface Place {
  /** Two letters. */
  readonly state: string;
  readonly city: string;
  readonly zip: string;
}

/** Where a sale is taxed: a state that the company collects for, and a locality with taxes of its own. */
export interface TaxLocation {
  readonly state: State;
  readonly locality: Locality | undefined;
}

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

const stateCode = (text: string): string | undefined =>
  /^[a-z]{2}$/i.test(text)
    ? text.toUpperCase()
    : Object.entries(STATES).find(([, { name }]) => same(name, text))?.[0];

/** An address that came through a transaction is free-form: `Fresno, CA 93721` in one of its lines. */
const TOWN_LINE = /^(?<city>[^,]+), *(?<state>[A-Za-z]{2}) +(?<zip>\d{5})/;

function placeOf(value: Json | undefined): Place | undefined {
  const address = objectOf(value);
  const state = stateCode(textOf(address.CountrySubDivisionCode) ?? '');
  if (state !== undefined) {
    return { state, city: textOf(address.City) ?? '', zip: textOf(address.PostalCode) ?? '' };
  }
  for (const line of ['Line1', 'Line2', 'Line3', 'Line4', 'Line5']) {
    const found = TOWN_LINE.exec(textOf(address[line]) ?? '')?.groups;
    if (found !== undefined) {
      return { state: (found.state ?? '').toUpperCase(), city: found.city ?? '', zip: found.zip ?? '' };
    }
  }
  return undefined;
}

/**
 * Where automated sales tax takes a sale to happen: at the ship address, else the bill address, each the
 * customer's own when the form has none, else at the company's address. Undefined where the company does
 * not collect tax.
 */
export function taxLocation(books: Books, payload: JsonObject): TaxLocation | undefined {
  const customer = objectOf(books.get('Customer', refId(payload.CustomerRef)));
  const company = objectOf(books.get('CompanyInfo', '1'));
  const addresses = [
    payload.ShipAddr ?? customer.ShipAddr,
    payload.BillAddr ?? customer.BillAddr,
    company.CompanyAddr,
  ];
  const place = addresses.map(placeOf).find((found) => found !== undefined);
  const state = place === undefined ? undefined : STATES[place.state];
  if (place === undefined || state === undefined) return undefined;
  const locality = state.localities.find(
    ({ city, zips }) =>
      zips.some((zip) => place.zip.startsWith(zip)) || (place.zip === '' && same(city, place.city)),
  );
  return { state, locality };
}
