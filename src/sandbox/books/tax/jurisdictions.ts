/** One tax of a place: percent of the price. */
export interface Tax {
  readonly name: string;
  readonly percent: number;
}

/** A city or district with taxes of its own, told by the first digits of its ZIP codes or by its name. */
export interface Locality {
  readonly city: string;
  readonly zips: readonly string[];
  readonly taxes: readonly Tax[];
}

export interface State {
  readonly name: string;
  readonly agency: string;
  readonly percent: number;
  readonly localities: readonly Locality[];
}

const locality = (city: string, zips: readonly string[], ...taxes: readonly Tax[]): Locality => ({
  city,
  zips,
  taxes,
});

/**
 * Where the company collects sales tax. The rates are close to real ones and stay as they are: they are for
 * rehearsal, not for returns. In any other state it is not registered, and charges none.
 */
export const STATES: Readonly<Record<string, State>> = {
  AZ: {
    name: 'Arizona',
    agency: 'Arizona Department of Revenue',
    percent: 5.6,
    localities: [
      locality(
        'Tucson',
        ['857'],
        { name: 'Pima County', percent: 0.5 },
        { name: 'Tucson City', percent: 2.6 },
      ),
      locality(
        'Phoenix',
        ['850'],
        { name: 'Maricopa County', percent: 0.7 },
        { name: 'Phoenix City', percent: 2.8 },
      ),
    ],
  },
  CA: {
    name: 'California',
    agency: 'California Department of Tax and Fee Administration',
    percent: 6,
    localities: [
      locality(
        'Fresno',
        ['936', '937'],
        { name: 'Fresno County', percent: 1.25 },
        { name: 'Fresno District', percent: 1.1 },
      ),
      locality(
        'San Francisco',
        ['941'],
        { name: 'San Francisco County', percent: 1.25 },
        { name: 'San Francisco District', percent: 1.375 },
      ),
    ],
  },
  NV: {
    name: 'Nevada',
    agency: 'Nevada Department of Taxation',
    percent: 4.6,
    localities: [locality('Las Vegas', ['889', '891'], { name: 'Clark County', percent: 3.775 })],
  },
  NY: {
    name: 'New York',
    agency: 'New York State Department of Taxation and Finance',
    percent: 4,
    localities: [
      locality(
        'New York',
        ['100', '101', '102'],
        { name: 'New York City', percent: 4.5 },
        { name: 'Metropolitan Commuter District', percent: 0.375 },
      ),
    ],
  },
  TX: {
    name: 'Texas',
    agency: 'Texas Comptroller of Public Accounts',
    percent: 6.25,
    localities: [
      locality(
        'Austin',
        ['787'],
        { name: 'Austin City', percent: 1 },
        { name: 'Austin Transit', percent: 1 },
      ),
    ],
  },
  WA: {
    name: 'Washington',
    agency: 'Washington State Department of Revenue',
    percent: 6.5,
    localities: [locality('Seattle', ['981'], { name: 'Seattle City', percent: 3.85 })],
  },
};
