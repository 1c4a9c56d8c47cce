import { isList, isObject, objectOf, objectsOf, textOf } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { envelopeTime } from './times.ts';
import { wireText } from './wire.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const NAMESPACE = 'xmlns="http://schema.intuit.com/finance/v3"';

/** Characters that XML 1.0 has no way to carry: controls, halves of a pair, two that are none. */
const UNCARRIED = /(?![\t\n\r\u007f-\u009f])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

/** Text made safe for markup, XML and HTML alike. */
export function escapeText(text: string): string {
  return text
    .replace(UNCARRIED, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A fault as it comes when JSON was not asked for (qbo-api.md 0.2). */
export function faultXml(body: JsonObject, now: Date): string {
  const fault = objectOf(body.Fault);
  const errors = objectsOf(fault.Error).map((error) => {
    const element = typeof error.element === 'string' ? ` element="${escapeText(error.element)}"` : '';
    const detail = textOf(error.Detail);
    return (
      `<Error code="${escapeText(textOf(error.code) ?? '')}"${element}>` +
      `<Message>${escapeText(textOf(error.Message) ?? '')}</Message>` +
      `${detail === undefined ? '' : `<Detail>${escapeText(detail)}</Detail>`}</Error>`
    );
  });
  return `${HEAD}<IntuitResponse ${NAMESPACE} time="${envelopeTime(now)}"><Fault type="${escapeText(textOf(fault.type) ?? '')}">${errors.join('')}</Fault></IntuitResponse>`;
}

/** A value without quotes, for an attribute. */
const wireWord = (value: Json | undefined): string => (typeof value === 'string' ? value : wireText(value));

/** A preference that a control order made can have a name that is none in XML; it is left out there. */
const NAME = /^[A-Za-z_][\w.-]*$/;

/** References are written `<CustomerRef name="...">id</CustomerRef>`; rows carry `domain` and `sparse` as attributes. */
function element(name: string, value: Json | undefined): string {
  if (value === undefined || value === null || !NAME.test(name)) return '';
  if (isList(value)) return value.map((inner) => element(name, inner)).join('');
  if (!isObject(value))
    return `<${name}>${escapeText(typeof value === 'string' ? value : wireText(value, name))}</${name}>`;
  if (name === 'QueryResponse') return queryXml(value);
  if (name.endsWith('Ref') && typeof value.value === 'string') {
    const label = textOf(value.name);
    return `<${name}${label === undefined ? '' : ` name="${escapeText(label)}"`}>${escapeText(value.value)}</${name}>`;
  }
  const attributes = ['domain', 'sparse', 'status'].filter(
    (member) => value.Id !== undefined && value[member] !== undefined,
  );
  const inner = Object.entries(value).filter(([member]) => !attributes.includes(member));
  const head = attributes.map((member) => ` ${member}="${escapeText(wireWord(value[member]))}"`).join('');
  return `<${name}${head}>${inner.map(([member, one]) => element(member, one)).join('')}</${name}>`;
}

function queryXml(response: JsonObject): string {
  const attributes = ['startPosition', 'maxResults', 'totalCount'].filter(
    (member) => typeof response[member] === 'number',
  );
  const head = attributes.map((member) => ` ${member}="${wireWord(response[member])}"`).join('');
  const rows = Object.entries(response).filter(([member]) => !attributes.includes(member));
  return `<QueryResponse${head}>${rows.map(([member, value]) => element(member, value)).join('')}</QueryResponse>`;
}

/** A result as it comes when JSON was not asked for. */
export function resultXml(body: JsonObject): string {
  const { time, ...members } = body;
  const inner = Object.entries(members).map(([name, value]) => element(name, value));
  const at = typeof time === 'string' ? ` time="${time}"` : '';
  return `${HEAD}<IntuitResponse ${NAMESPACE}${at}>${inner.join('')}</IntuitResponse>`;
}
