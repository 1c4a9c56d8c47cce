import { CHECKS } from '../doctor/checks.ts';
import { examine, exitOf, type Examined } from '../doctor/examine.ts';
import { Patient } from '../doctor/patient.ts';
import type { Context } from '../context.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { mend, type Mended } from './doctor-fix.ts';
import { doctorJson, doctorText } from './doctor-view.ts';
import { usage } from './values.ts';

interface Options {
  only?: string[];
  fix?: boolean;
  /** True for `--bundle` without a file. */
  bundle?: string | true;
  includeContacts?: boolean;
  yes?: boolean;
}

/** Looks for every known cause of trouble before it hurts. Never writes to QuickBooks; on this computer with --fix only. */
export async function doctor(context: Context, options: Options): Promise<Outcome> {
  const only = options.only && chosen(options.only);
  if (options.includeContacts && options.bundle === undefined)
    throw usage('--include-contacts says what goes into an archive.', 'Add --bundle.');
  const look = async () => {
    const patient = new Patient(context);
    return { patient, examined: await examine(patient, only) };
  };
  let { patient, examined } = await look();
  let mended: Mended[] | undefined;
  if (options.fix) {
    mended = await mend(context, examined, options);
    if (mended.length > 0) ({ patient, examined } = await look());
  }
  const written =
    options.bundle === undefined ? undefined : await bundle(context, patient, examined, options);
  const company = await patient.company().catch(() => undefined);
  const found = { examined, exit: exitOf(examined), company, mended, bundle: written };
  return {
    exit: found.exit,
    json: doctorJson(found),
    text: (style) => doctorText(found, style),
  };
}

async function bundle(
  context: Context,
  patient: Patient,
  examined: Examined[],
  options: Options,
): Promise<string> {
  const { writeBundle } = await import('./doctor-bundle.ts');
  return writeBundle(context, patient, examined, {
    file: options.bundle === true ? undefined : options.bundle,
    contacts: options.includeContacts ?? false,
  });
}

function chosen(given: string[]): ReadonlySet<string> {
  const wanted = given
    .flatMap((one) => one.split(','))
    .map((one) => one.trim().toLowerCase())
    .filter(Boolean);
  const codes = CHECKS.map(({ code }) => code);
  const unknown = wanted.find((one) => !codes.includes(one));
  if (unknown !== undefined || wanted.length === 0)
    throw usage(`"${unknown ?? ''}" is not a check.`, `Checks are: ${codes.join(', ')}.`);
  return new Set(wanted);
}
