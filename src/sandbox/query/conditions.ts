import type { Books } from '../books/books.ts';
import type { Json } from '../json.ts';
import { decimal } from '../money.ts';
import { dayOf, instantOf } from './instants.ts';
import { like } from './like.ts';
import { CURRENT_DATE, invalidQuery } from './parse.ts';
import type { Condition, Operator } from './parse.ts';
import type { Property } from './properties.ts';

/** One condition of a WHERE, ready to be tried on values. */
export interface Test {
  readonly property: Property;
  readonly operator: Operator;
  /** The values of the statement, CURRENT_DATE resolved. */
  readonly wanted: readonly string[];
  readonly passes: (value: Json | undefined) => boolean;
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

const order = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const badValue = (kind: string, wanted: string, property: Property) =>
  invalidQuery(`Invalid ${kind} '${wanted}' for property ${property.name}`);

function comparison(property: Property, wanted: string): Comparison {
  switch (property.type) {
    case 'number': {
      if (!/^-?\d+(\.\d+)?$/.test(wanted)) throw badValue('value', wanted, property);
      return (value) => (typeof value === 'number' ? decimal(value).cmp(wanted) : undefined);
    }
    case 'date': {
      const day = dayOf(wanted);
      if (day === undefined) throw badValue('date', wanted, property);
      return (value) => (typeof value === 'string' ? order(value, day) : undefined);
    }
    case 'time': {
      const at = instantOf(wanted);
      if (at === undefined) throw badValue('date', wanted, property);
      return (value) => (typeof value === 'string' ? Date.parse(value) - at : undefined);
    }
    case 'boolean': {
      const flag = wanted.toLowerCase();
      if (flag !== 'true' && flag !== 'false') throw badValue('value', wanted, property);
      return (value) => ((value !== false) === (flag === 'true') ? 0 : undefined);
    }
    default: {
      const text = wanted.toLowerCase();
      return (value) => (typeof value === 'string' ? order(value.toLowerCase(), text) : undefined);
    }
  }
}

/** Operators by kind of property; `Id` takes only two (qbo-api.md 4). */
function supports({ type }: Property, operator: Operator): boolean {
  if (type === 'id' || type === 'boolean') return operator === '=' || operator === 'IN';
  return operator !== 'LIKE' || type === 'text';
}

/** Checks a condition against its property and makes it ready to run. */
export function compile(condition: Condition, property: Property, books: Books): Test {
  const { operator } = condition;
  if (!supports(property, operator)) {
    throw invalidQuery(`operator ${operator} is not supported for property '${property.name}'`);
  }
  const wanted = condition.values.map((value) => (value === CURRENT_DATE ? books.today : value));
  if (operator === 'LIKE') {
    const pattern = wanted[0] ?? '';
    return {
      property,
      operator,
      wanted,
      passes: (value) => typeof value === 'string' && like(value, pattern),
    };
  }
  const comparisons = wanted.map((value) => comparison(property, value));
  return {
    property,
    operator,
    wanted,
    passes: (value) =>
      comparisons.some((compares) => {
        const difference = compares(value);
        return difference !== undefined && ordered(operator, difference);
      }),
  };
}
