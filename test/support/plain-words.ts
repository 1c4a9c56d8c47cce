/**
 * Words that somebody who knows neither the sign-in protocol nor the web's does not know. Names that people meet on
 * Intuit's pages (Client ID, redirect address), of options and of variables are none.
 */
const JARGON =
  /\b(?:OAuth|HTTPS?|TLS|SSL|API|JSON|XML|URL|DNS|realm|errno|schema|payload|endpoint|socket|handshake|timeout|null|undefined|exception|callback|daemon|stdout|stderr|[Tt]okens?|[Ss]tack|[Pp]arse|E[A-Z]{4,}|invalid_\w+)\b/g;

/** What is no prose: addresses, options, what stands in quotes, names of variables and files. */
const NO_PROSE = /https?:\/\/\S+|--[\w-]+|"[^"]*"|\b[A-Z]+_[A-Z_]+\b|\S+\.json\b|code=…|state=…|realmId=…/g;

/** The jargon in a text that people read. */
export function jargonIn(text: string): string[] {
  return [...text.replaceAll(NO_PROSE, ' ').matchAll(JARGON)].map(([word]) => `${word}: ${text}`);
}
