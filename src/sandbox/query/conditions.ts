import type { Books } from '../books/books.ts';
import type { Json } from '../json.ts';
import { decimal } from '../money.ts';
import { isDate } from '../times.ts';
import { invalidQuery } from './parse.ts';
import type { Condition, Operator } from './parse.ts';
import type { Property } from './properties.ts';

/** One condition of a WHERE, ready to be tried on values. */
export interface Test {
  readonly property: Property;
  readonly condition: Condition;
  readonly passes: (value: Json | undefined) => boolean;
}

/** `%` stands for any text; nothing else is special. Case does not count (qbo-api.md 4). */
function pattern(text: string): RegExp {
  const parts = text.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'isu');
}

function ordered(operator: Operator, difference: number): boolean {
  switch (operator) {
    case '<':
      return difference < 0;
    case '>':
      return difference > 0;
    case '<=':
      return difference <= 0;
    case '>=':
      return difference >= 0;
    default:
      return difference === 0;
  }
}

/** The order of a row's value and a wanted value; undefined when the row has none. */
type Comparison = (value: Json | undefined) => number | undefined;

function comparison(property: Property, wanted: string): Comparison {
  switch (property.type) {
    case 'number': {
      if (!/^-?\d+(\.\d+)?$/.test(wanted))
        throw invalidQuery(`Invalid value '${wanted}' for property ${property.name}`);
      return (value) => decimal(value).cmp(wanted);
    }
    case 'date': {
      const day = wanted.slice(0, 10);
      if (!isDate(day)) throw invalidQuery(`Invalid date '${wanted}' for property ${property.name}`);
      return (value) => (typeof value === 'string' ? order(value, day) : undefined);
    }
    case 'time': {
      const at = Date.parse(wanted);
      if (Number.isNaN(at)) throw invalidQuery(`Invalid date '${wanted}' for property ${property.name}`);
      return (value) => (typeof value === 'string' ? Date.parse(value) - at : undefined);
    }
    case 'boolean': {
      const flag = wanted.toLowerCase() === 'true';
      return (value) => ((value !== false) === flag ? 0 : 1);
    }
    default: {
      const text = wanted.toLowerCase();
      return (value) => (typeof value === 'string' ? order(value.toLowerCase(), text) : undefined);
    }
  }
}

const order = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Checks a condition against its property and makes it ready to run. */
export function compile(condition: Condition, property: Property, books: Books): Test {
  const { operator } = condition;
  if (property.type === 'id' && operator !== '=' && operator !== 'IN') {
    throw invalidQuery(`operator ${operator} is not supported for property '${property.name}'`);
  }
  if (operator === 'LIKE') {
    const like = pattern(condition.values[0] ?? '');
    return { property, condition, passes: (value) => typeof value === 'string' && like.test(value) };
  }
  const wanted = condition.values.map((value) => (/^current_date$/i.test(value) ? books.today : value));
  const comparisons = wanted.map((value) => comparison(property, value));
  const compared = operator === 'IN' ? '=' : operator;
  return {
    property,
    condition,
    passes: (value) =>
      comparisons.some((compares) => {
        const difference = compares(value);
        return difference !== undefined && ordered(compared, difference);
      }),
  };
}
