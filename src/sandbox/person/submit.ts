import { control } from '../control/control.ts';
import { objectOf } from '../json.ts';
import type { SandboxAnswer } from '../types.ts';
import { doneQuery } from './done.ts';
import { Mistyped } from './form.ts';
import type { Form } from './form.ts';
import { formPage } from './form-page.ts';
import type { Problem } from './form-page.ts';
import { framed, seeOther } from './frame.ts';
import { refusalOf } from './messages.ts';
import type { Visit } from './visit.ts';

function problemOf(error: unknown): Problem {
  if (error instanceof Mistyped) return { plain: error.message, field: error.field };
  const refusal = refusalOf(error);
  if (refusal === undefined) throw error;
  return refusal;
}

/**
 * A form that came in: the control order it stands for, then the page that shows what was done. When it
 * is refused the form comes back as it was typed, with the reason.
 */
export function submitted(visit: Visit, form: Form): SandboxAnswer {
  const typed = new URLSearchParams(visit.request.body);
  try {
    const { action, order } = form.order(
      (name) => (typed.get(name) ?? '').trim(),
      typed.get('syncToken') ?? undefined,
    );
    const result = control(visit.sandbox, action, order);
    const page = form.next?.(objectOf(result.result)) ?? form.back;
    return seeOther(`${page}?${doneQuery(visit, form.done)}`);
  } catch (error) {
    return framed(visit.sandbox, visit, formPage(form, typed, problemOf(error)));
  }
}
