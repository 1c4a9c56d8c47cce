/** The part of node-quickbooks that the tests call: it brings no types of its own. */
declare module 'node-quickbooks' {
  import type { Readable } from 'node:stream';

  namespace QuickBooks {
    interface Row {
      readonly [member: string]: unknown;
      readonly Id: string;
      readonly SyncToken: string;
    }
    interface Found {
      readonly QueryResponse: Readonly<Record<string, readonly Row[] | number>>;
    }
    interface Batched {
      readonly BatchItemResponse: readonly Body[];
    }
    interface Changed {
      readonly CDCResponse: readonly { readonly QueryResponse: readonly Body[] }[];
    }
    type Body = Record<string, unknown>;
    type Criteria = Body | readonly Body[];
    type Callback<T = Row> = (error: unknown, data: T) => void;
    interface Configuration {
      consumerKey: string;
      consumerSecret: string;
      token: string;
      tokenSecret: boolean;
      realmId: string;
      useSandbox: boolean;
      debug: boolean;
      minorversion: number | null;
      oauthversion: '2.0';
      refreshToken: string;
    }
  }

  class QuickBooks {
    static V3_ENDPOINT_BASE_URL: string;
    static TOKEN_URL: string;
    static REVOKE_URL: string;
    static USER_INFO_URL: string;

    constructor(configuration: QuickBooks.Configuration);
    token: string | null;
    refreshToken: string | null;

    refreshAccessToken(callback: QuickBooks.Callback<QuickBooks.Body>): void;
    revokeAccess(useRefresh: boolean, callback: QuickBooks.Callback<unknown>): void;
    getUserInfo(callback: QuickBooks.Callback<QuickBooks.Body>): void;

    createCustomer(customer: QuickBooks.Body, callback: QuickBooks.Callback): void;
    getCustomer(id: string, callback: QuickBooks.Callback): void;
    updateCustomer(customer: QuickBooks.Body, callback: QuickBooks.Callback): void;
    createItem(item: QuickBooks.Body, callback: QuickBooks.Callback): void;
    getItem(id: string, callback: QuickBooks.Callback): void;
    updateItem(item: QuickBooks.Body, callback: QuickBooks.Callback): void;
    createInvoice(invoice: QuickBooks.Body, callback: QuickBooks.Callback): void;
    getInvoice(id: string, callback: QuickBooks.Callback): void;
    updateInvoice(invoice: QuickBooks.Body, callback: QuickBooks.Callback): void;
    voidInvoice(invoice: QuickBooks.Body | string, callback: QuickBooks.Callback<QuickBooks.Body>): void;
    deleteInvoice(invoice: QuickBooks.Body | string, callback: QuickBooks.Callback<QuickBooks.Body>): void;
    getInvoicePdf(id: string, callback: QuickBooks.Callback<Uint8Array>): void;
    sendInvoicePdf(id: string, sendTo: string, callback: QuickBooks.Callback): void;
    createPayment(payment: QuickBooks.Body, callback: QuickBooks.Callback): void;
    getPayment(id: string, callback: QuickBooks.Callback): void;
    updatePayment(payment: QuickBooks.Body, callback: QuickBooks.Callback): void;
    voidPayment(payment: QuickBooks.Body, callback: QuickBooks.Callback): void;
    deletePayment(payment: QuickBooks.Body | string, callback: QuickBooks.Callback<QuickBooks.Body>): void;
    getCompanyInfo(id: string, callback: QuickBooks.Callback): void;
    getPreferences(callback: QuickBooks.Callback): void;

    findCustomers(criteria: QuickBooks.Criteria, callback: QuickBooks.Callback<QuickBooks.Found>): void;
    findInvoices(criteria: QuickBooks.Criteria, callback: QuickBooks.Callback<QuickBooks.Found>): void;
    findPayments(criteria: QuickBooks.Criteria, callback: QuickBooks.Callback<QuickBooks.Found>): void;

    batch(items: readonly QuickBooks.Body[], callback: QuickBooks.Callback<QuickBooks.Batched>): void;
    changeDataCapture(
      entities: readonly string[],
      since: string | Date,
      callback: QuickBooks.Callback<QuickBooks.Changed>,
    ): void;
    upload(
      filename: string,
      contentType: string,
      stream: Readable,
      entityType: string,
      entityId: string,
      callback: QuickBooks.Callback,
    ): void;
    reportBalanceSheet(options: QuickBooks.Body, callback: QuickBooks.Callback<QuickBooks.Body>): void;
  }

  export = QuickBooks;
}
