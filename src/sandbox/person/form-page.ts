import { markup } from '../markup/markup.ts';
import type { Markup, Part } from '../markup/markup.ts';
import type { Field, Form } from './form.ts';
import type { Screen } from './frame.ts';
import { option } from './listing.ts';
import type { Refusal } from './messages.ts';

/** Why a form came back: the field it is about, if it is about one. */
export interface Problem extends Refusal {
  readonly field?: string;
}

function control(field: Field, value: string, wrong: boolean): Markup {
  const { name, kind, choices = [], suggestions = [], hint, required = false } = field;
  const described = [hint !== undefined && `h-${name}`, wrong && `w-${name}`].filter((id) => id !== false);
  const rest = markup`id="i-${name}" name="${name}"${required && markup` required`}${described.length > 0 && markup` aria-describedby="${described.join(' ')}"`}${wrong && markup` aria-invalid="true"`}`;
  switch (kind) {
    case 'area':
      return markup`<textarea rows="3" ${rest}>\n${value}</textarea>`;
    case 'choice':
      return markup`<select ${rest}>${choices.map((choice) => option(choice, value))}</select>`;
    case 'money':
      return markup`<input type="text" inputmode="decimal" autocomplete="off" ${rest} value="${value}">`;
    default: {
      // An e-mail field of a browser would refuse the wrong addresses that are to be rehearsed.
      const type = kind === 'date' ? 'date' : 'text';
      const list = suggestions.length > 0 && markup` list="l-${name}"`;
      const names = suggestions.map((suggestion) => markup`<option value="${suggestion}"></option>`);
      return markup`<input type="${type}" autocomplete="off" ${rest}${list} value="${value}">${suggestions.length > 0 && markup`<datalist id="l-${name}">${names}</datalist>`}`;
    }
  }
}

function fieldOf(field: Field, value: string, problem: Problem | undefined): Part {
  const { name, label, hint } = field;
  const wrong = problem?.field === name;
  return markup`<div class="field"><label for="i-${name}">${label}</label>
${control(field, value, wrong)}${hint !== undefined && markup`<p class="hint" id="h-${name}">${hint}</p>`}${wrong && markup`<p class="wrong" id="w-${name}">${problem.plain}</p>`}</div>
`;
}

const told = (problem: Problem): Markup =>
  markup`<div class="alert" role="alert"><p><strong>Nothing was changed.</strong> ${problem.plain}${problem.outdated === true && markup` <a href="?">Open it again</a>`}</p>${problem.said !== undefined && markup`<p><small>QuickBooks says: ${problem.said}</small></p>`}</div>`;

/** A form as it stands, or as it came back with what was typed and why it was refused. */
export function formPage(form: Form, typed: URLSearchParams | undefined, problem?: Problem): Screen {
  const token = typed?.get('syncToken') ?? form.syncToken;
  const values = form.fields.map((field) => fieldOf(field, typed?.get(field.name) ?? field.value, problem));
  return {
    title: form.title,
    section: form.section,
    ...(problem === undefined ? {} : { status: problem.field === undefined ? 409 : 422 }),
    main: [
      problem !== undefined && told(problem),
      form.intro,
      markup`<form method="post">
${token !== undefined && markup`<input type="hidden" name="syncToken" value="${token}">`}
${values}
<p class="actions"><button type="submit"${form.danger === true && markup` class="danger"`}>${form.submit}</button> <a class="button second" href="${form.back}">Cancel</a></p>
</form>`,
    ],
  };
}
