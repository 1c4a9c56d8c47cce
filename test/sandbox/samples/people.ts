import type { JsonObject } from '../../../src/sandbox/json.ts';
import { idOf } from '../client.ts';
import { answered, rows } from './sample.ts';
import type { Sample } from './sample.ts';

const address = { Line1: '9 Kiln Lane', City: 'Fresno', CountrySubDivisionCode: 'CA', PostalCode: '93704' };

const customer: JsonObject = {
  GivenName: 'Ada',
  FamilyName: 'Renner',
  CompanyName: "Renner's Orchard",
  DisplayName: "Renner's Orchard",
  BillAddr: address,
  PrimaryPhone: { FreeFormNumber: '555-0119' },
  PrimaryEmailAddr: { Address: 'ada@renner.example' },
};

const vendor: JsonObject = {
  GivenName: 'Ivo',
  FamilyName: 'Lindt',
  CompanyName: 'Lindt & Daughters',
  DisplayName: 'Lindt & Daughters',
  AcctNum: '000012',
  BillAddr: address,
  PrimaryPhone: { FreeFormNumber: '555-0120' },
};

const employee: JsonObject = {
  GivenName: 'Noor',
  FamilyName: 'Haddad',
  DisplayName: 'Noor Haddad',
  BirthDate: '1990-04-17',
  HiredDate: '2024-02-01',
  PrimaryPhone: { FreeFormNumber: '555-0121' },
};

const CUSTOMERS = 'customers: create, full update, read, query, list';
const STAFF = 'employees and vendors: query, count';

export const people: readonly Sample[] = [
  {
    file: 'customer-create-response.qbo_api.json',
    family: CUSTOMERS,
    ours: (qbo) => answered(qbo.post('customer', { DisplayName: 'Renner, Ada' })),
  },
  {
    file: 'customer-full-update-response.qbo_api.json',
    family: CUSTOMERS,
    ours: (qbo) => {
      const { Id } = qbo.made('Customer', { DisplayName: 'Ada' });
      const PrimaryPhone = { FreeFormNumber: '555-0122' };
      return answered(qbo.post('customer', { Id, SyncToken: '0', DisplayName: 'Ada Renner', PrimaryPhone }));
    },
  },
  {
    file: 'customer-read-response.qbo_api.json',
    family: CUSTOMERS,
    ours: (qbo) => {
      return answered(qbo.call('GET', `customer/${idOf(qbo.made('Customer', customer))}`));
    },
  },
  {
    file: 'customer-query-escaped-apostrophe.qbo_api.json',
    family: CUSTOMERS,
    ours: (qbo) => {
      qbo.made('Customer', customer);
      return answered(qbo.query(String.raw`SELECT * FROM Customer WHERE DisplayName = 'Renner\'s Orchard'`));
    },
  },
  {
    file: 'customer-list-2023.fyle-qbo-api.json',
    family: CUSTOMERS,
    ours: (qbo) => {
      qbo.made('Customer', customer);
      qbo.made('Customer', { DisplayName: 'Ada Renner', BillAddr: { Line1: '9 Kiln Lane' } });
      return rows(qbo, 'Customer', String.raw`WHERE DisplayName LIKE '%Renner%'`);
    },
  },
  {
    file: 'employee-query-active-in-response.qbo_api.json',
    family: STAFF,
    ours: (qbo) => {
      const { Id } = qbo.made('Employee', { DisplayName: 'Kai Holt', GivenName: 'Kai', FamilyName: 'Holt' });
      qbo.made('Employee', { Id, SyncToken: '0', sparse: true, Active: false });
      qbo.made('Employee', employee);
      const statement =
        'SELECT * FROM Employee WHERE Active IN ( true, false ) STARTPOSITION 2 MAXRESULTS 1000';
      return answered(qbo.query(statement));
    },
  },
  {
    file: 'employee-query-count-response.qbo_api.json',
    family: STAFF,
    ours: (qbo) => answered(qbo.query('SELECT COUNT(*) FROM Employee WHERE Active IN (true, false) ')),
  },
  {
    file: 'vendor-query-ampersand.qbo_api.json',
    family: STAFF,
    ours: (qbo) => {
      qbo.made('Vendor', vendor);
      return answered(qbo.query("SELECT * FROM Vendor WHERE DisplayName = 'Lindt & Daughters'"));
    },
  },
];
