import type { Form } from '../form.ts';
import { at } from '../visit.ts';
import type { Visit } from '../visit.ts';

export const limitsForm = (visit: Visit): Form => ({
  title: 'Request limits',
  section: 'settings',
  fields: [
    {
      name: 'on',
      label: 'Limits of QuickBooks',
      kind: 'choice',
      value: String(visit.sandbox.limits.settings.on),
      choices: [
        { value: 'true', label: 'On: too many requests are refused (429)' },
        { value: 'false', label: 'Off: everything is let through' },
      ],
      hint: 'For the whole sandbox. They are off again after a restart, unless it is started with them.',
    },
  ],
  submit: 'Change',
  back: at(visit, 'settings'),
  done: 'limits',
  order: (typed) => ({ action: 'limits', order: { on: typed('on') === 'true' } }),
});
